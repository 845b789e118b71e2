import { type Json, type JsonObject, own } from "../../json.ts";
import type { ApiBody, ApiMedia, HttpMethod } from "../api-document.ts";
import type { Dialect, ParameterNode, Request, Servers } from "../dialect.ts";
import type { PathItem } from "../path-item.ts";
import type { Node, Reader } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";
import { MediaReader } from "./media.ts";
import { ParameterReader } from "./parameter.ts";
import { chooseServer } from "./servers.ts";

export type OpenApi3Version = "3.0" | "3.1" | "3.2";

const METHODS: readonly HttpMethod[] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
const LOCATIONS = ["path", "query", "header", "cookie"];

/** OpenAPI 3.0, 3.1 and 3.2. */
export class OpenApi3 implements Dialect {
  readonly methods: readonly HttpMethod[];
  readonly anyMethod: boolean;
  readonly locations: readonly string[];
  readonly servers: Servers;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
  readonly #hasExplicitBaseUrl: boolean;
  readonly #reader: Reader;
  readonly #media: MediaReader;
  readonly #parameters: ParameterReader;

  constructor(reader: Reader, schemas: SchemaReader, version: OpenApi3Version, hasExplicitBaseUrl: boolean) {
    this.#hasExplicitBaseUrl = hasExplicitBaseUrl;
    const newest = version === "3.2";
    this.methods = newest ? [...METHODS, "QUERY"] : METHODS;
    this.anyMethod = newest;
    this.locations = newest ? [...LOCATIONS, "querystring"] : LOCATIONS;
    const { url, path } = chooseServer(own(reader.root, "servers"));
    this.servers = {
      ...(url !== undefined && { baseUrl: url }),
      ...(path !== undefined && { basePath: path }),
      pointer: ["servers"],
      remedy: "add a server with an http or https URL",
    };
    const schemes = own(own(reader.root, "components"), "securitySchemes");
    this.securitySchemes = new Map(
      [...reader.entries(schemes, ["components", "securitySchemes"])].map(([name, node]) => [
        name,
        node.value,
      ]),
    );
    this.#reader = reader;
    this.#media = new MediaReader(reader, schemas, version);
    this.#parameters = new ParameterReader(reader, schemas, this.#media, version);
  }

  request(operation: Node, parameters: readonly ParameterNode[]): Request {
    const body = this.#reader.object(own(operation.value, "requestBody"), [
      ...operation.pointer,
      "requestBody",
    ]);
    return { parameters: this.#parameters.readAll(parameters), ...(body && { body: this.#body(body) }) };
  }

  content(_operation: Node, response: Node): ApiMedia[] {
    return this.#media.content(response);
  }

  /**
   * The operation's servers stand in for those of its path, and both for the document's. Where none of them
   * can be called, nothing is: the document's own would be the wrong place.
   */
  server(item: PathItem, operation: Node): string | undefined {
    const lists = [own(operation.value, "servers"), item.field("servers")?.value];
    const list = lists.find((servers) => Array.isArray(servers) && servers.length > 0);
    if (list === undefined) return undefined;
    const { url } = chooseServer(list, this.servers.baseUrl);
    if (url !== undefined || this.servers.baseUrl === undefined) return url;
    if (!this.#hasExplicitBaseUrl)
      this.#reader.diagnostics.report(
        "no-base-url",
        [...operation.pointer, "servers"],
        `the operation has servers of its own, and none of them is a URL that can be called: ${urlsOf(list)}`,
        "Correct them, or start the server with a --base-url, which then holds for all operations; without one this tool cannot be called.",
      );
    return "";
  }

  #body(body: Node): ApiBody {
    const description = this.#reader.readable(own(body.value, "description"), [
      ...body.pointer,
      "description",
    ]);
    return {
      required: own(body.value, "required") === true,
      ...(description !== undefined && { description }),
      content: this.#media.content(body),
      pointer: body.pointer,
    };
  }
}

function urlsOf(servers: Json): string {
  const urls = Array.isArray(servers)
    ? servers.map((server) => JSON.stringify(own(server, "url") ?? null))
    : [];
  return urls.slice(0, 3).join(", ");
}
