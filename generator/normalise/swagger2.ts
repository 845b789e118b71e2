import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { asString, isObject, type JsonObject, own, put } from "../json.ts";
import type { ApiMedia } from "./api-document.ts";
import type { Dialect, ParameterNode, Request, Servers } from "./dialect.ts";
import { type Node, type Read, type Reader, text, texts } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";
import { httpUrl, relativePath } from "./servers.ts";
import { BodyReader, ParameterReader } from "./swagger2-parameters.ts";

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

  request(operation: Node, parameters: readonly ParameterNode[]): Read<Request> {
    const body = this.#bodies.read(operation, parameters, this.#types(operation, "consumes"));
    const others = parameters.filter((node) => node.in !== "body" && node.in !== "formData");
    return {
      value: { parameters: others.map((node) => this.#parameters.read(node)), ...(body && { body }) },
    };
  }

  content(operation: Node, response: Node): Read<ApiMedia[]> {
    return readContent(response, this.#types(operation, "produces"), this.#reader, this.#schemas);
  }

  /** The `schemes` of the operation at the host of the document. */
  server(operation: Node): string | undefined {
    const schemes = texts(own(operation.value, "schemes"));
    return schemes && hostUrl(this.#reader.root, schemes);
  }

  /** The media types of the operation, or those of the document; an empty list of the operation removes them. */
  #types(operation: Node, field: "consumes" | "produces"): readonly string[] {
    return texts(own(operation.value, field)) ?? texts(own(this.#reader.root, field)) ?? [];
  }
}

/** The content of a response: its schema, in each media type that the operation produces. */
function readContent(
  response: Node,
  produces: readonly string[],
  reader: Reader,
  schemas: SchemaReader,
): Read<ApiMedia[]> {
  const schema = own(response.value, "schema");
  // "If this field does not exist, it means no content is returned as part of the response."
  if (schema === undefined) return { value: [] };
  const pointer = [...response.pointer, "schema"];
  const { value: target, unresolved } = reader.object(schema, pointer);
  const isFile = own(target?.value, "type") === "file";
  const examples = own(response.value, "examples");
  const read = isFile ? ({ type: "string", format: "binary" } as const) : schemas.read(schema, pointer);
  const types = produces.length > 0 ? produces : [isFile ? "application/octet-stream" : "application/json"];
  const content = types.map((type): ApiMedia => {
    const example = own(examples, type);
    return {
      type,
      // A JSON file can hold any value.
      schema: isFile && /[/+]json\b/i.test(type) ? true : read,
      encoding: new Map(),
      examples: example === undefined ? [] : [example],
    };
  });
  return { value: content, unresolved };
}

/** The names of the OAuth 2.0 flows in OpenAPI 3, and the URLs of each. */
const FLOWS: ReadonlyMap<unknown, { name: string; urls: readonly string[] }> = new Map([
  ["implicit", { name: "implicit", urls: ["authorizationUrl"] }],
  ["password", { name: "password", urls: ["tokenUrl"] }],
  ["application", { name: "clientCredentials", urls: ["tokenUrl"] }],
  ["accessCode", { name: "authorizationCode", urls: ["authorizationUrl", "tokenUrl"] }],
]);

/** `securityDefinitions` in the form of OpenAPI 3. */
function readSecuritySchemes(reader: Reader): ReadonlyMap<string, JsonObject> {
  const definitions = own(reader.root, "securityDefinitions");
  return new Map(
    reader
      .entries(definitions, ["securityDefinitions"])
      .value.map(([name, { value }]) => [name, convert(value)]),
  );
}

function convert(scheme: JsonObject): JsonObject {
  const type = own(scheme, "type");
  if (type === "basic") return { type: "http", scheme: "basic", ...common(scheme) };
  if (type === "oauth2") return { type, flows: flows(scheme), ...common(scheme) };
  return scheme;
}

/** The description and the extensions, which are the same in both versions. */
function common(scheme: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(scheme))
    if (key === "description" || key.startsWith("x-")) kept[key] = value;
  return kept;
}

function flows(scheme: JsonObject): JsonObject {
  const flow = FLOWS.get(own(scheme, "flow"));
  if (!flow) return {};
  const converted: JsonObject = {};
  for (const field of flow.urls) {
    const url = asString(own(scheme, field));
    if (url !== undefined) converted[field] = url;
  }
  const scopes: JsonObject = {};
  const given = own(scheme, "scopes");
  for (const [scope, description] of isObject(given) ? Object.entries(given) : [])
    if (typeof description === "string" && !scope.startsWith("x-")) put(scopes, scope, description);
  return { [flow.name]: { ...converted, scopes } };
}

/** The base URL of `host`, `basePath` and `schemes`. The default host is that of the document, unknown for a file. */
function readServers(root: JsonObject): Servers {
  const baseUrl = hostUrl(root, texts(own(root, "schemes")) ?? []);
  const path = basePath(root);
  const relative = path === "" ? undefined : relativePath(path);
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(relative !== undefined && { basePath: relative }),
    pointer: ["host"],
    remedy: "add a `host`, without scheme and path, and `https` or `http` to `schemes`",
  };
}

/** The base URL with https if it is among `schemes` or they are empty, else with http. */
function hostUrl(root: JsonObject, schemes: readonly string[]): string | undefined {
  const host = text(own(root, "host"));
  const known = new Set(schemes.map((scheme) => scheme.toLowerCase()));
  const scheme = known.size === 0 || known.has("https") ? "https" : known.has("http") ? "http" : undefined;
  if (host === undefined || scheme === undefined || /[/?#@\s]/.test(host)) return undefined;
  return httpUrl(`${scheme}://${host}${basePath(root)}`);
}

function basePath(root: JsonObject): string {
  const path = text(own(root, "basePath")) ?? "";
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}
