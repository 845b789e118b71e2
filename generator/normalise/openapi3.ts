import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { type Json, type JsonObject, own } from "../json.ts";
import type { ApiBody, ApiMedia } from "./api-document.ts";
import type { Dialect, OpenApi3Version, ParameterNode, Request, Servers } from "./dialect.ts";
import { MediaReader } from "./openapi3-media.ts";
import { ParameterReader } from "./openapi3-parameters.ts";
import { firstUnresolved, type Node, type Read, type Reader } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";
import { chooseServer } from "./servers.ts";

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
      reader
        .entries(schemes, ["components", "securitySchemes"])
        .value.map(([name, node]) => [name, node.value]),
    );
    this.#reader = reader;
    this.#media = new MediaReader(reader, schemas, version);
    this.#parameters = new ParameterReader(reader, schemas, this.#media, version);
  }

  request(operation: Node, nodes: readonly ParameterNode[]): Read<Request> {
    const pointer = [...operation.pointer, "requestBody"];
    const node = this.#reader.object(own(operation.value, "requestBody"), pointer);
    const parameters = this.#parameters.readAll(nodes);
    const body = node.value && this.#body(node.value);
    return {
      value: { parameters: parameters.value, ...(body && { body: body.value }) },
      unresolved: firstUnresolved([node, parameters, body]),
    };
  }

  content(_operation: Node, response: Node): Read<ApiMedia[]> {
    return this.#media.content(response);
  }

  /**
   * The servers of an operation replace those of its path, and both replace those of the document. If none of them can
   * be used, the operation cannot be called: the server of the document would be the wrong one.
   */
  server(operation: Node, ofPath: Json | undefined): string | undefined {
    const lists = [own(operation.value, "servers"), ofPath];
    const list = lists.find((servers) => Array.isArray(servers) && servers.length > 0);
    if (list === undefined) return undefined;
    const { url } = chooseServer(list, this.servers.baseUrl);
    if (url !== undefined || this.servers.baseUrl === undefined) return url;
    if (!this.#hasExplicitBaseUrl)
      this.#reader.diagnostics.report(
        "no-base-url",
        [...operation.pointer, "servers"],
        `expected an http or https URL in the operation's own servers, found ${urlsOf(list)}`,
        "Correct them, or start the server with --base-url, which then applies to all operations. Without it, this tool cannot be called.",
      );
    return "";
  }

  #body(body: Node): Read<ApiBody> {
    const description = this.#reader.readable(own(body.value, "description"), [
      ...body.pointer,
      "description",
    ]);
    const content = this.#media.content(body);
    return {
      value: {
        required: own(body.value, "required") === true,
        ...(description !== undefined && { description }),
        content: content.value,
        pointer: body.pointer,
      },
      unresolved: content.unresolved,
    };
  }
}

function urlsOf(servers: Json): string {
  const urls = Array.isArray(servers)
    ? servers.map((server) => JSON.stringify(own(server, "url") ?? null))
    : [];
  return urls.slice(0, 3).join(", ");
}
