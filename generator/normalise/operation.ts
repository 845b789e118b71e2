import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { TOKEN } from "../../runtime/contract/http-tokens.ts";
import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import { asString, isObject, type Json, type JsonObject, own, type Pointer } from "../json.ts";
import type { ApiOperation, ApiResponse, SecurityRequirement } from "./api-document.ts";
import type { Dialect, ParameterNode } from "./dialect.ts";
import { ToolExtensions } from "./extension.ts";
import { allOf, firstUnresolved, type Node, type Place, type Read, type Reader, texts } from "./reader.ts";
import { MAX_TEXT, readable } from "./text.ts";

/**
 * Reads one operation, with what its path and the document give it: everything in which the versions of
 * OpenAPI agree. For the rest it asks the dialect.
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

  /** Undefined where the operation is no object. */
  read(item: PathItem, place: OperationPlace): Read<ApiOperation | undefined> {
    const { value: operation, unresolved } = this.#reader.object(place.value, place.pointer);
    if (!operation) return { value: undefined, unresolved };
    const { value, pointer } = operation;
    const operationId = asString(own(value, "operationId"));
    const { summary, description } = this.#texts(item, place.method, operation);
    const server = this.#dialect.server(operation, item.field("servers")?.value);
    const override = this.#extensions.override(item, operation);
    const parameters = this.#parameters(item, operation);
    const request = this.#dialect.request(operation, parameters.value);
    const responses = this.#responses(operation);
    const read: ApiOperation = {
      method: place.method,
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
    return { value: read, unresolved: firstUnresolved(parameters, request, responses) };
  }

  /** What the operation says that it does, or else its path; both together become one description. */
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
    // The tool is described by its path, which may have what cannot be seen.
    const fallback = summary === undefined && readable(name) !== name ? readable(name) : undefined;
    const description = read("description", MAX_DESCRIPTION - before) ?? fallback;
    return { ...(summary !== undefined && { summary }), ...(description !== undefined && { description }) };
  }

  /** The operation's requirements, or the document's; an empty list of the operation's removes those. */
  #security(given: Json | undefined): SecurityRequirement[] {
    const list = Array.isArray(given) ? given : own(this.#reader.root, "security");
    return securityRequirements(list, this.#dialect.securitySchemes);
  }

  /** The path's parameters, each replaced in its place by the operation's of the same name and location. */
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
    const { locations } = this.#dialect;
    const { value: node, unresolved } = this.#reader.object(entry, listed);
    if (unresolved !== undefined) return { value: undefined, unresolved };
    const location = asString(own(node?.value, "in")) ?? "";
    // The name of a body is for people only.
    const name = location === "body" ? "body" : (asString(own(node?.value, "name")) ?? "");
    const fault =
      name === "" || !locations.includes(location)
        ? `a parameter needs a \`name\`, and an \`in\` that is ${oneOf(locations)}`
        : location === "header" && !TOKEN.test(name)
          ? `${JSON.stringify(name)} cannot be the name of a header`
          : undefined;
    if (node && fault === undefined) {
      this.#reader.inspect(name, [...node.pointer, "name"]);
      return { value: { ...node, name, in: location, listed } };
    }
    this.#reader.diagnostics.report(
      "unsupported-parameter",
      listed,
      fault ?? "it is not a parameter",
      "Correct the parameter; the tool was generated without it.",
    );
    return { value: undefined };
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
      // What an error looks like is found out when there is one: too many documents do not say.
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

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** An operation of a path item that has not been looked at yet. */
export interface OperationPlace extends Place {
  readonly method: HttpMethod;
  /** Why there can be no operation of this method. */
  readonly fault?: string;
}

/**
 * A path with its operations. Beside a `$ref` other fields may stand, of which the specifications do not say
 * what they mean: all fields count, those nearer to the path before those that it refers to.
 */
export class PathItem {
  readonly path: string;
  /** The path item and what it refers to, the nearest first. */
  readonly layers: readonly Node[];

  constructor(path: string, layers: readonly Node[]) {
    this.path = path;
    this.layers = layers;
  }

  field(key: string): Place | undefined {
    for (const { value, pointer } of this.layers) {
      const found = own(value, key);
      if (found !== undefined) return { value: found, pointer: [...pointer, key] };
    }
    return undefined;
  }

  *operations({ methods, anyMethod }: Dialect): Iterable<OperationPlace> {
    for (const method of methods) {
      const found = this.field(method.toLowerCase());
      if (found) yield { method, ...found };
    }
    const additional = anyMethod ? this.field("additionalOperations") : undefined;
    if (!additional || !isObject(additional.value)) return;
    for (const [method, value] of Object.entries(additional.value)) {
      const fault = methodFault(method, methods);
      const place = { method, value, pointer: [...additional.pointer, method] };
      yield fault === undefined ? place : { ...place, fault };
    }
  }
}

/** Why something cannot be the method of an additional operation. */
function methodFault(method: HttpMethod, methods: readonly HttpMethod[]): string | undefined {
  if (!TOKEN.test(method)) return `${JSON.stringify(method)} cannot be an HTTP method`;
  const fixed = methods.find((known) => known === method.toUpperCase());
  if (fixed !== undefined) return `${method} has a field of its own, \`${fixed.toLowerCase()}\``;
  // What it asks for is a tunnel and not a resource, and its request line has no path.
  return method.toUpperCase() === "CONNECT" ? "CONNECT has no path" : undefined;
}

/** Security Requirement Objects, the same in every version. */
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

/** OpenAPI 3.2: the URI of a scheme can stand for its name, unless that is itself a name. */
function schemeName(scheme: string, schemes: ReadonlyMap<string, JsonObject>): string {
  const name = /^#\/components\/securitySchemes\/([^/]+)$/.exec(scheme)?.[1];
  if (name === undefined || schemes.has(scheme)) return scheme;
  return schemes.has(name) ? name : scheme;
}
