import type { ParameterLocation, ParameterStyle } from "../../runtime/contract/http-binding.ts";
import { TOKEN } from "../../runtime/contract/http-tokens.ts";
import { isObject, type JsonObject, own } from "../json.ts";
import type { ApiParameter } from "./api-document.ts";
import type { OpenApi3Version, ParameterNode } from "./dialect.ts";
import type { MediaReader } from "./openapi3-media.ts";
import { allOf, type Read, type Reader } from "./reader.ts";
import type { SchemaReader } from "./schema.ts";

/** The styles of each location, the default first. */
const STYLES = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  querystring: ["form"],
  header: ["simple"],
  cookie: ["form"],
} as const satisfies Readonly<Record<ParameterLocation, readonly ParameterStyle[]>>;

/** Styles that `explode` is true for by default. */
const EXPLODED: ReadonlySet<ParameterStyle> = new Set(["form", "cookie", "deepObject"]);

/** Reads Parameter Objects of OpenAPI 3. */
export class ParameterReader {
  readonly #reader: Reader;
  readonly #schemas: SchemaReader;
  readonly #media: MediaReader;
  readonly #newest: boolean;
  /** By Parameter Object: many operations share one. */
  readonly #known = new WeakMap<JsonObject, Read<ApiParameter>>();

  constructor(reader: Reader, schemas: SchemaReader, media: MediaReader, version: OpenApi3Version) {
    this.#reader = reader;
    this.#schemas = schemas;
    this.#media = media;
    this.#newest = version === "3.2";
  }

  readAll(nodes: readonly ParameterNode[]): Read<ApiParameter[]> {
    const parameters: Read<ApiParameter>[] = [];
    for (const node of nodes) {
      const fault = node.in === "querystring" ? querystringFault(node, nodes) : undefined;
      if (fault === undefined) parameters.push(this.#read(node));
      else
        this.#reader.diagnostics.report(
          "unsupported-parameter",
          node.listed,
          fault,
          "Correct the parameter. The tool was generated without it.",
        );
    }
    return allOf(parameters);
  }

  #read(node: ParameterNode): Read<ApiParameter> {
    const known = this.#known.get(node.value) ?? this.#convert(node);
    this.#known.set(node.value, known);
    return known;
  }

  #convert(node: ParameterNode): Read<ApiParameter> {
    const { value, pointer, name } = node;
    const location = node.in as ParameterLocation;
    const style = this.#style(node, location);
    const explode = own(value, "explode");
    const description = this.#reader.readable(own(value, "description"), [...pointer, "description"]);
    // A parameter has either a schema or content.
    const schema = location === "querystring" ? undefined : own(value, "schema");
    const content = schema === undefined ? this.#media.content(node) : undefined;
    const media = content?.value[0];
    const parameter: ApiParameter = {
      name,
      in: location,
      required: location === "path" || own(value, "required") === true,
      ...(description !== undefined && { description }),
      deprecated: own(value, "deprecated") === true,
      schema:
        schema === undefined
          ? (media?.schema ?? { type: "string" })
          : this.#schemas.read(schema, [...pointer, "schema"]),
      style,
      explode: typeof explode === "boolean" ? explode : EXPLODED.has(style),
      allowReserved: this.#encodes(location, style) && own(value, "allowReserved") === true,
      ...(media && { contentType: media.type }),
      ...(media && media.encoding.size > 0 && { encoding: media.encoding }),
      examples: [...this.#media.examples(node, media?.type), ...(media?.examples ?? [])],
      pointer,
    };
    return { value: parameter, unresolved: content?.unresolved };
  }

  #style({ value, name }: ParameterNode, location: ParameterLocation): ParameterStyle {
    const given = own(value, "style");
    // Without percent-encoding, the name of a cookie must not need any.
    if (this.#newest && location === "cookie" && given === "cookie" && TOKEN.test(name)) return "cookie";
    const styles: readonly ParameterStyle[] = STYLES[location];
    return styles.find((style) => style === given) ?? STYLES[location][0];
  }

  /** True if values are percent-encoded, so that `allowReserved` has an effect; before 3.2 only in queries. */
  #encodes(location: ParameterLocation, style: ParameterStyle): boolean {
    if (location === "query") return true;
    return this.#newest && (location === "path" || (location === "cookie" && style === "form"));
  }
}

function querystringFault(node: ParameterNode, nodes: readonly ParameterNode[]): string | undefined {
  if (nodes.some((other) => other.in === "query"))
    return "expected no parameter in `query` beside one in `querystring`, which is the whole query, found one";
  if (nodes.find((other) => other.in === "querystring") !== node)
    return "expected one parameter in `querystring`, found several";
  const content = own(node.value, "content");
  return isObject(content) && Object.values(content).some(isObject)
    ? undefined
    : "expected `content` in a `querystring` parameter, found none";
}
