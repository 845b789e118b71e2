import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import type { Json, JsonObject, Pointer } from "../json.ts";
import type { ApiBody, ApiMedia, ApiParameter } from "./api-document.ts";
import type { Node, Read } from "./reader.ts";

export type OpenApi3Version = "3.0" | "3.1" | "3.2";
export type Version = "2.0" | OpenApi3Version;

/** An entry of `parameters` that has a name and a location, after following its `$ref`. */
export interface ParameterNode extends Node {
  readonly name: string;
  readonly in: string;
  /** Where it is listed, which is not where it is defined if there is a `$ref` between the two. */
  readonly listed: Pointer;
}

/** What an operation sends. */
export interface Request {
  readonly parameters: readonly ApiParameter[];
  readonly body?: ApiBody;
}

export interface Servers {
  /** The first server that can be called. */
  readonly baseUrl?: string;
  /** The path that the first server ends in, where nothing says on which host. */
  readonly basePath?: string;
  /** Where the document says it, or would, and what it would say. */
  readonly pointer: Pointer;
  readonly remedy: string;
}

/** What differs between the versions of OpenAPI. What they have in common is in operation.ts. */
export interface Dialect {
  /** The methods for which a Path Item Object has a field. */
  readonly methods: readonly HttpMethod[];
  /** Whether path items have `additionalOperations`. */
  readonly anyMethod: boolean;
  /** What the `in` of a parameter can be. */
  readonly locations: readonly string[];
  readonly servers: Servers;
  /** As OpenAPI 3 writes them, by name. */
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;

  /** The parameters and the body of an operation, from its parameters and those of its path. */
  request(operation: Node, parameters: readonly ParameterNode[]): Read<Request>;
  content(operation: Node, response: Node): Read<readonly ApiMedia[]>;
  /** The base URL of an operation that has servers of its own, or whose path has: `ofPath` is the `servers` field of that. */
  server(operation: Node, ofPath: Json | undefined): string | undefined;
}
