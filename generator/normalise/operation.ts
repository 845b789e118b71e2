import { asString, isObject, type Json, own, type Pointer } from "../json.ts";
import type { ApiOperation, ApiResponse, SecurityRequirement } from "./api-document.ts";
import type { Dialect, ParameterNode } from "./dialect.ts";
import { ToolExtensions } from "./extension.ts";
import { type OperationPlace, type PathItem, TOKEN } from "./path-item.ts";
import { type Node, type Reader, texts } from "./reader.ts";
import { securityRequirements } from "./security.ts";
import { MAX_DESCRIPTION, MAX_TEXT, readable } from "./text.ts";

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
  read(item: PathItem, place: OperationPlace): ApiOperation | undefined {
    const operation = this.#reader.object(place.value, place.pointer);
    if (!operation) return undefined;
    const { value, pointer } = operation;
    const operationId = asString(own(value, "operationId"));
    const { summary, description } = this.#texts(item, place.method, operation);
    const server = this.#dialect.server(item, operation);
    const override = this.#extensions.override(item, operation);
    const { parameters, body } = this.#dialect.request(operation, this.#parameters(item, operation));
    return {
      method: place.method,
      path: item.path,
      ...(operationId !== undefined && operationId.trim() !== "" && { operationId }),
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      tags: texts(own(value, "tags")) ?? [],
      deprecated: own(value, "deprecated") === true,
      parameters,
      ...(body && { body }),
      responses: this.#responses(operation),
      security: this.#security(own(value, "security")),
      ...(server !== undefined && server !== this.#dialect.servers.baseUrl && { server }),
      ...(override !== undefined && { override }),
      pointer,
    };
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
  #parameters(item: PathItem, operation: Node): ParameterNode[] {
    const merged = new Map<string, ParameterNode>();
    for (const { value, pointer } of [...item.layers.toReversed(), operation]) {
      const list = own(value, "parameters");
      if (!Array.isArray(list)) continue;
      list.forEach((entry, i) => {
        const parameter = this.#parameter(entry, [...pointer, "parameters", i]);
        if (parameter) merged.set(`${parameter.in} ${parameter.name}`, parameter);
      });
    }
    return [...merged.values()];
  }

  #parameter(entry: Json, listed: Pointer): ParameterNode | undefined {
    const { locations } = this.#dialect;
    const lost = this.#reader.lost.length;
    const node = this.#reader.object(entry, listed);
    // Without it there will be no tool.
    if (this.#reader.lost.length > lost) return undefined;
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
      return { ...node, name, in: location, listed };
    }
    this.#reader.diagnostics.report(
      "unsupported-parameter",
      listed,
      fault ?? "it is not a parameter",
      "Correct the parameter; the tool was generated without it.",
    );
    return undefined;
  }

  #responses(operation: Node): ApiResponse[] {
    const responses = own(operation.value, "responses");
    if (!isObject(responses)) return [];
    const codes = Object.keys(responses).filter(
      (code) => !code.startsWith("x-") && isObject(responses[code]),
    );
    const hasSuccess = codes.some((code) => code.startsWith("2"));
    return codes.flatMap((code): ApiResponse[] => {
      const status = code.toUpperCase() === "DEFAULT" ? "default" : code.toUpperCase();
      // What an error looks like is found out when there is one: too many documents do not say.
      const isSuccess = status.startsWith("2") || (status === "default" && !hasSuccess);
      if (!isSuccess) return [{ status, content: [] }];
      const response = this.#reader.object(responses[code], [...operation.pointer, "responses", code]);
      return response ? [{ status, content: this.#dialect.content(operation, response) }] : [];
    });
  }
}

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
