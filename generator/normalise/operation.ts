import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { TOKEN } from "../../runtime/contract/http-tokens.ts";
import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import { asString, isObject, type Json, type JsonObject, own, type Pointer } from "../json.ts";
import type { ApiOperation, ApiResponse, SecurityRequirement } from "./api-document.ts";
import type { Dialect, ParameterNode } from "./dialect.ts";
import { ToolExtensions } from "./extension.ts";
import {
  allOf,
  type Field,
  firstUnresolved,
  type Node,
  quoted,
  type Read,
  type Reader,
  texts,
} from "./reader.ts";
import { MAX_TEXT, readable } from "./text.ts";

/**
 * Reads operations, with the fields of their paths and of the document that apply to them. The dialect reads the parts in
 * which the versions of OpenAPI differ.
 */
export class OperationReader {
  readonly #reader: Reader;
  readonly #dialect: Dialect;
  readonly #extensions: ToolExtensions;

  constructor(reader: Reader, dialect: Dialect) {
    this.#reader = reader;
    this.#dialect = dialect;
    this.#extensions = new ToolExtensions(reader);
  }

  /** The value is undefined if the operation is not an object. */
  read(item: PathItem, field: OperationField): Read<ApiOperation | undefined> {
    const { value: operation, unresolved } = this.#reader.object(field.value, field.pointer);
    if (!operation) return { value: undefined, unresolved };
    const { value, pointer } = operation;
    const operationId = asString(own(value, "operationId"));
    const { summary, description } = this.#texts(item, field.method, operation);
    const server = this.#dialect.server(operation, item.field("servers")?.value);
    const override = this.#extensions.override(item.field("x-mcp"), operation);
    const parameters = this.#parameters(item, operation);
    const request = this.#dialect.request(operation, parameters.value);
    const responses = this.#responses(operation);
    const read: ApiOperation = {
      method: field.method,
      path: item.path,
      ...(operationId !== undefined && operationId.trim() !== "" && { operationId }),
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      tags: texts(own(value, "tags")) ?? [],
      deprecated: own(value, "deprecated") === true,
      ...request.value,
      responses: responses.value,
      security: this.#security(own(value, "security")),
      ...(server !== undefined && server !== this.#dialect.servers.baseUrl && { server }),
      ...(override !== undefined && { override }),
      pointer,
    };
    return { value: read, unresolved: firstUnresolved([parameters, request, responses]) };
  }

  /** The summary and description of the operation, or else of its path; both become the description of the tool. */
  #texts(
    item: PathItem,
    method: string,
    { value, pointer }: Node,
  ): { summary?: string; description?: string } {
    const read = (key: string, max: number): string | undefined => {
      const given = this.#reader.readable(own(value, key), [...pointer, key], max);
      const field = given === undefined ? item.field(key) : undefined;
      return field ? this.#reader.readable(field.value, field.pointer, max) : given;
    };
    this.#reader.inspect(item.path, ["paths", item.path]);
    const summary = read("summary", MAX_TEXT);
    const before =
      (own(value, "deprecated") === true ? 20 : 0) + (summary === undefined ? 0 : summary.length + 2);
    const name = `${method} ${item.path}`;
    // Without a summary the name is the description; the name may have invisible characters.
    const fallback = summary === undefined && readable(name) !== name ? readable(name) : undefined;
    const description = read("description", MAX_DESCRIPTION - before) ?? fallback;
    return { ...(summary !== undefined && { summary }), ...(description !== undefined && { description }) };
  }

  /** The requirements of the operation, or those of the document; an empty list of the operation removes them. */
  #security(given: Json | undefined): SecurityRequirement[] {
    const list = Array.isArray(given) ? given : own(this.#reader.root, "security");
    return securityRequirements(list, this.#dialect.securitySchemes);
  }

  /** The parameters of the path, each replaced in its place by one of the operation with its name and location. */
  #parameters(item: PathItem, operation: Node): Read<ParameterNode[]> {
    const listed = allOf(
      [...item.layers.toReversed(), operation].flatMap(({ value, pointer }) => {
        const list = own(value, "parameters");
        if (!Array.isArray(list)) return [];
        return list.map((entry, i) => this.#parameter(entry, [...pointer, "parameters", i]));
      }),
    );
    const merged = new Map<string, ParameterNode>();
    for (const node of listed.value) if (node) merged.set(`${node.in} ${node.name}`, node);
    return { value: [...merged.values()], unresolved: listed.unresolved };
  }

  #parameter(entry: Json, listed: Pointer): Read<ParameterNode | undefined> {
    const { value: node, unresolved } = this.#reader.object(entry, listed);
    if (unresolved !== undefined) return { value: undefined, unresolved };
    const location = asString(own(node?.value, "in")) ?? "";
    // The name of a body has no effect.
    const name = location === "body" ? "body" : (asString(own(node?.value, "name")) ?? "");
    const fault = node
      ? parameterFault(node, name, location, this.#dialect.locations)
      : `expected a Parameter Object, found ${quoted(entry)}`;
    if (fault !== undefined)
      this.#reader.diagnostics.report(
        "unsupported-parameter",
        listed,
        fault,
        "Correct the parameter. The tool was generated without it.",
      );
    if (!node || fault !== undefined) return { value: undefined };
    this.#reader.inspect(name, [...node.pointer, "name"]);
    return { value: { ...node, name, in: location, listed } };
  }

  #responses(operation: Node): Read<ApiResponse[]> {
    const responses = own(operation.value, "responses");
    if (!isObject(responses)) return { value: [] };
    const codes = Object.keys(responses).filter(
      (code) => !code.startsWith("x-") && isObject(responses[code]),
    );
    const hasSuccess = codes.some((code) => code.startsWith("2"));
    const results = codes.map((code): Read<ApiResponse | undefined> => {
      const status = code.toUpperCase() === "DEFAULT" ? "default" : code.toUpperCase();
      // The content of errors is not used: too many documents do not describe it.
      const isSuccess = status.startsWith("2") || (status === "default" && !hasSuccess);
      if (!isSuccess) return { value: { status, content: [] } };
      const pointer = [...operation.pointer, "responses", code];
      const { value: response, unresolved } = this.#reader.object(responses[code], pointer);
      if (!response) return { value: undefined, unresolved };
      const content = this.#dialect.content(operation, response);
      return { value: { status, content: content.value }, unresolved: content.unresolved };
    });
    const { value, unresolved } = allOf(results);
    return { value: value.filter((response) => response !== undefined), unresolved };
  }
}

/** The reason that a tool cannot have a parameter. */
function parameterFault(
  { value }: Node,
  name: string,
  location: string,
  locations: readonly string[],
): string | undefined {
  if (name === "") return `expected a string in \`name\`, found ${quoted(own(value, "name"))}`;
  if (!locations.includes(location))
    return `expected ${oneOf(locations)} in \`in\`, found ${quoted(own(value, "in"))}`;
  return location === "header" && !TOKEN.test(name)
    ? `expected a valid header name, found ${JSON.stringify(name)}`
    : undefined;
}

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** An operation of a path item before it is read. */
export interface OperationField extends Field {
  readonly method: HttpMethod;
  /** The reason that there can be no operation of this method. */
  readonly fault?: string;
}

/**
 * A path with its operations. The specifications do not define the fields beside a `$ref`: here all fields count, and
 * one beside the reference overrides that of its target.
 */
export class PathItem {
  readonly path: string;
  /** The path item and the targets of its references, the path item first. */
  readonly layers: readonly Node[];

  constructor(path: string, layers: readonly Node[]) {
    this.path = path;
    this.layers = layers;
  }

  field(key: string): Field | undefined {
    for (const { value, pointer } of this.layers) {
      const found = own(value, key);
      if (found !== undefined) return { value: found, pointer: [...pointer, key] };
    }
    return undefined;
  }

  *operations({ methods, anyMethod }: Dialect): Iterable<OperationField> {
    for (const method of methods) {
      const found = this.field(method.toLowerCase());
      if (found) yield { method, ...found };
    }
    const additional = anyMethod ? this.field("additionalOperations") : undefined;
    if (!additional || !isObject(additional.value)) return;
    for (const [method, value] of Object.entries(additional.value)) {
      const fault = methodFault(method, methods);
      const field = { method, value, pointer: [...additional.pointer, method] };
      yield fault === undefined ? field : { ...field, fault };
    }
  }
}

/** The reason that a string cannot be the method of an additional operation. */
function methodFault(method: HttpMethod, methods: readonly HttpMethod[]): string | undefined {
  if (!TOKEN.test(method)) return `expected an HTTP method, found ${JSON.stringify(method)}`;
  const fixed = methods.find((known) => known === method.toUpperCase());
  if (fixed !== undefined)
    return `expected ${method} in its field \`${fixed.toLowerCase()}\`, found it in \`additionalOperations\``;
  // CONNECT asks for a tunnel: its request line has no path.
  return method.toUpperCase() === "CONNECT"
    ? "expected a method whose requests have a path, found CONNECT"
    : undefined;
}

/** Reads Security Requirement Objects. */
function securityRequirements(
  value: Json | undefined,
  schemes: ReadonlyMap<string, JsonObject>,
): SecurityRequirement[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((alternative) =>
      Object.fromEntries(
        Object.entries(alternative).map(([scheme, scopes]) => [
          schemeName(scheme, schemes),
          Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
        ]),
      ),
    );
}

/** OpenAPI 3.2: a scheme can be named by its URI, unless that URI is the name of a scheme. */
function schemeName(scheme: string, schemes: ReadonlyMap<string, JsonObject>): string {
  const name = /^#\/components\/securitySchemes\/([^/]+)$/.exec(scheme)?.[1];
  if (name === undefined || schemes.has(scheme)) return scheme;
  return schemes.has(name) ? name : scheme;
}
