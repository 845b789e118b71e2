import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";
import type { ApiBody, ApiMedia, ApiParameter } from "./api-document.ts";
import type { Node, Read } from "./reader.ts";

export type OpenApi3Version = "3.0" | "3.1" | "3.2";
export type Version = "2.0" | OpenApi3Version;

/** An entry of `parameters` with a valid name and location, after its `$ref` was followed. */
export interface ParameterNode extends Node {
  readonly name: string;
  readonly in: string;
  /** Pointer of the entry itself; `pointer` is that of the target of its `$ref`. */
  readonly listed: Pointer;
}

/** The parameters and body of an operation. */
export interface Request {
  readonly parameters: readonly ApiParameter[];
  readonly body?: ApiBody;
}

export interface Servers {
  /** The first server with an absolute http(s) URL. */
  readonly baseUrl?: string;
  /** The path of the first server, if no server names a host. */
  readonly basePath?: string;
  /** The place in the document to add a server, and the advice to do so. */
  readonly pointer: Pointer;
  readonly remedy: string;
}

/** The differences between the versions of OpenAPI; operation.ts has what they share. */
export interface Dialect {
  /** The methods for which a Path Item Object has a field. */
  readonly methods: readonly HttpMethod[];
  /** True if path items have `additionalOperations`. */
  readonly anyMethod: boolean;
  /** The values that `in` of a parameter can have. */
  readonly locations: readonly string[];
  readonly servers: Servers;
  /** By name, in the form of OpenAPI 3. */
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;

  /** The parameters and the body of an operation, from its parameters and those of its path. */
  request(operation: Node, parameters: readonly ParameterNode[]): Read<Request>;
  /** The content of a response. */
  content(operation: Node, response: Node): Read<readonly ApiMedia[]>;
  /**
   * The base URL from the servers of an operation or of its path (`ofPath`), empty if none of them can be used.
   * Undefined if neither has servers.
   */
  server(operation: Node, ofPath: Json | undefined): string | undefined;
}
