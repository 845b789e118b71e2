import { type JsonObject, own } from "../../json.ts";
import type { ApiMedia, HttpMethod } from "../api-document.ts";
import type { Dialect, ParameterNode, Request, Servers } from "../dialect.ts";
import type { PathItem } from "../path-item.ts";
import { type Node, type Reader, texts } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";
import { BodyReader } from "./body.ts";
import { ParameterReader } from "./parameter.ts";
import { readContent } from "./response.ts";
import { readSecuritySchemes } from "./security.ts";
import { hostUrl, readServers } from "./servers.ts";

/** Swagger 2.0. */
export class Swagger2 implements Dialect {
  readonly methods: readonly HttpMethod[] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];
  readonly anyMethod = false;
  readonly locations: readonly string[] = ["path", "query", "header", "formData", "body"];
  readonly servers: Servers;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  readonly #parameters: ParameterReader;
  readonly #bodies: BodyReader;

  constructor(reader: Reader, schemas: SchemaReader) {
    this.servers = readServers(reader.root);
    this.securitySchemes = readSecuritySchemes(reader);
    this.#reader = reader;
    this.#schemas = schemas;
    this.#parameters = new ParameterReader(reader, schemas);
    this.#bodies = new BodyReader(reader, schemas, this.#parameters);
  }

  request(operation: Node, parameters: readonly ParameterNode[]): Request {
    const body = this.#bodies.read(operation, parameters, this.#types(operation, "consumes"));
    return {
      parameters: parameters
        .filter((node) => node.in !== "body" && node.in !== "formData")
        .map((node) => this.#parameters.read(node)),
      ...(body && { body }),
    };
  }

  content(operation: Node, response: Node): ApiMedia[] {
    return readContent(response, this.#types(operation, "produces"), this.#reader, this.#schemas);
  }

  /** The operation's own `schemes` at the host of the document. */
  server(_item: PathItem, operation: Node): string | undefined {
    const schemes = texts(own(operation.value, "schemes"));
    return schemes && hostUrl(this.#reader.root, schemes);
  }

  /** The operation's media types, or the document's; an empty list of the operation's clears those. */
  #types(operation: Node, field: "consumes" | "produces"): readonly string[] {
    return texts(own(operation.value, field)) ?? texts(own(this.#reader.root, field)) ?? [];
  }
}
