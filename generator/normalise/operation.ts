import { asString, isObject, type Json, type JsonObject, own, type Pointer } from "../json.ts";
import type {
  ApiBody,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  ApiResponse,
  HttpMethod,
  ParameterLocation,
  ParameterStyle,
  SecurityRequirement,
} from "../types.ts";
import type { Node, Reader } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";
import { serverUrl } from "./servers.ts";

const LOCATIONS: ReadonlySet<unknown> = new Set(["path", "query", "header", "cookie"]);

/** What RFC 9110 lets a header be called. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const DEFAULT_STYLE = {
  path: "simple",
  query: "form",
  querystring: "form",
  header: "simple",
  cookie: "form",
} as const;

/** The styles OpenAPI allows for each location. */
const STYLES: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  querystring: ["form"],
  header: ["simple"],
  cookie: ["form"],
};

/** Reads one operation, with what its path item and the document give it. */
export class OperationReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;

  constructor(reader: Reader, schemas: SchemaReader) {
    this.#reader = reader;
    this.#schemas = schemas;
  }

  read(method: HttpMethod, path: string, item: Node, operation: Node): ApiOperation {
    const { value, pointer } = operation;
    const body = this.#reader.object(own(value, "requestBody"), [...pointer, "requestBody"]);
    const operationId = asString(own(value, "operationId"));
    const summary = text(own(value, "summary")) ?? text(own(item.value, "summary"));
    const description = text(own(value, "description")) ?? text(own(item.value, "description"));
    const server = serverUrl(own(value, "servers")) ?? serverUrl(own(item.value, "servers"));
    const tags = own(value, "tags");
    return {
      method,
      path,
      ...(operationId !== undefined && operationId.trim() !== "" && { operationId }),
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
      deprecated: own(value, "deprecated") === true,
      parameters: this.#parameters(item, operation),
      ...(body && { body: this.#body(body) }),
      responses: this.#responses(own(value, "responses"), [...pointer, "responses"]),
      security: securityRequirements(own(value, "security") ?? own(this.#reader.root, "security")),
      ...(server !== undefined && { server }),
      pointer,
    };
  }

  /** The path item's parameters, each replaced in its place by the operation's of the same name and location. */
  #parameters(item: Node, operation: Node): ApiParameter[] {
    const merged = new Map<string, ApiParameter>();
    for (const { value, pointer } of [item, operation]) {
      const list = own(value, "parameters");
      if (!Array.isArray(list)) continue;
      list.forEach((entry, i) => {
        const parameter = this.#parameter(entry, [...pointer, "parameters", i]);
        if (parameter) merged.set(`${parameter.in} ${parameter.name}`, parameter);
      });
    }
    return [...merged.values()];
  }

  #parameter(entry: Json, place: Pointer): ApiParameter | undefined {
    const node = this.#reader.object(entry, place);
    const name = asString(own(node?.value, "name"));
    const location = own(node?.value, "in");
    const fault =
      !node || name === undefined || name === "" || !LOCATIONS.has(location)
        ? "a parameter needs a `name`, and an `in` that is path, query, header or cookie"
        : location === "header" && !TOKEN.test(name)
          ? `${JSON.stringify(name)} cannot be the name of a header`
          : undefined;
    if (!node || name === undefined || fault !== undefined) {
      this.#reader.diagnostics.report(
        "unsupported-parameter",
        place,
        fault ?? "it is not a parameter",
        "Correct the parameter; the tool was generated without it.",
      );
      return undefined;
    }
    const { value, pointer } = node;
    const where = location as ParameterLocation;
    const style = STYLES[where].find((known) => known === own(value, "style")) ?? DEFAULT_STYLE[where];
    const explode = own(value, "explode");
    const description = text(own(value, "description"));
    const [media] = this.#content(own(value, "content"), [...pointer, "content"]);
    const schema = own(value, "schema");
    return {
      name,
      in: where,
      required: where === "path" || own(value, "required") === true,
      ...(description !== undefined && { description }),
      deprecated: own(value, "deprecated") === true,
      schema:
        media?.schema ??
        (schema === undefined ? { type: "string" } : this.#schemas.read(schema, [...pointer, "schema"])),
      style,
      explode: typeof explode === "boolean" ? explode : style === "form" || style === "deepObject",
      allowReserved: where === "query" && own(value, "allowReserved") === true,
      ...(media && { contentType: media.type }),
      examples: [...examplesOf(value, this.#reader, pointer), ...(media?.examples ?? [])],
      pointer,
    };
  }

  #body({ value, pointer }: Node): ApiBody {
    const description = text(own(value, "description"));
    return {
      required: own(value, "required") === true,
      ...(description !== undefined && { description }),
      content: this.#content(own(value, "content"), [...pointer, "content"]),
      pointer,
    };
  }

  #responses(value: Json | undefined, pointer: Pointer): ApiResponse[] {
    return [...this.#reader.entries(value, pointer, true)].map(([code, response]) => {
      const status = code.toUpperCase() === "DEFAULT" ? "default" : code.toUpperCase();
      // What an error looks like is found out when there is one: too many documents do not say.
      const isError = /^[45]/.test(status);
      const content = own(response.value, "content");
      return { status, content: isError ? [] : this.#content(content, [...response.pointer, "content"]) };
    });
  }

  #content(value: Json | undefined, pointer: Pointer): ApiMedia[] {
    return [...this.#reader.entries(value, pointer)].map(([type, media]) => {
      const schema = own(media.value, "schema");
      return {
        type,
        schema: schema === undefined ? true : this.#schemas.read(schema, [...media.pointer, "schema"]),
        encoding: new Map(),
        examples: examplesOf(media.value, this.#reader, media.pointer),
      };
    });
  }
}

/** `example`, or the values of `examples`, which may be referenced. */
function examplesOf(value: JsonObject, reader: Reader, pointer: Pointer): Json[] {
  const example = own(value, "example");
  if (example !== undefined) return [example];
  const found: Json[] = [];
  for (const [, entry] of reader.entries(own(value, "examples"), [...pointer, "examples"])) {
    const sample = own(entry.value, "value");
    if (sample !== undefined) found.push(sample);
  }
  return found;
}

function securityRequirements(value: Json | undefined): SecurityRequirement[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((alternative) =>
      Object.fromEntries(
        Object.entries(alternative).map(([scheme, scopes]) => [
          scheme,
          Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
        ]),
      ),
    );
}

function text(value: Json | undefined): string | undefined {
  const trimmed = asString(value)?.trim();
  return trimmed === "" ? undefined : trimmed;
}
