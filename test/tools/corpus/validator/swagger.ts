/** Reads Swagger 2.0 in the terms of OpenAPI 3. */
import type { Body, Encoding, Location, Media, Operation, Parameter } from "./declared.ts";
import { isObject, type Json, type JsonObject, list, own, put, text } from "./json.ts";
import type { Source, SourceNode } from "./source.ts";

/** Converts `collectionFormat` to `style` and `explode`. */
function collection(format: string | undefined, location: string): { style: string; explode: boolean } {
  const style = location === "path" || location === "header" ? "simple" : "form";
  switch (format) {
    case "ssv":
      return { style: "spaceDelimited", explode: false };
    case "tsv":
      return { style: "tabDelimited", explode: false };
    case "pipes":
      return { style: "pipeDelimited", explode: false };
    case "multi":
      return { style, explode: true };
    default:
      return { style, explode: false };
  }
}

/** Reads a parameter, which is its own schema; parameters of the body are read by `swaggerBody`. */
export function swaggerParameters(node: SourceNode): Parameter[] {
  const { value, pointer } = node;
  const location = text(own(value, "in"));
  if (location !== "path" && location !== "query" && location !== "header") return [];
  return [
    {
      name: text(own(value, "name")) ?? "",
      in: location as Location,
      required: location === "path" || own(value, "required") === true,
      schema: node,
      ...collection(text(own(value, "collectionFormat")), location),
      pointer,
    },
  ];
}

export function swaggerBody(source: Source, operation: Operation): Body | undefined {
  const fields = new Map<string, SourceNode>();
  let body: SourceNode | undefined;
  for (const holder of [operation.item, operation.operation])
    for (const [i] of list(own(holder.value, "parameters")).entries()) {
      const node = source.follow(source.child(holder, "parameters", i) as SourceNode);
      if (own(node.value, "in") === "body") body = node;
      if (own(node.value, "in") === "formData") fields.set(String(own(node.value, "name")), node);
    }
  const consumes = types(source, operation, "consumes");
  if (body) {
    const schema = source.child(body, "schema");
    return {
      required: own(body.value, "required") === true,
      content: (consumes.length > 0 ? consumes : ["application/json"]).map((type) => ({
        type,
        ...(schema && { schema }),
        encoding: new Map(),
      })),
    };
  }
  if (fields.size === 0) return undefined;
  const forms = consumes.filter((type) => /^multipart\/form-data|x-www-form-urlencoded/i.test(type));
  const hasFile = [...fields.values()].some(({ value }) => own(value, "type") === "file");
  // "consumes" MUST be one of these two; a file requires multipart.
  const content = forms.length > 0 ? forms : ["multipart/form-data", "application/x-www-form-urlencoded"];
  return {
    required: [...fields.values()].some(({ value }) => own(value, "required") === true),
    content: content
      .filter((type) => !hasFile || /^multipart/i.test(type))
      .map((type) => ({ type, schema: formSchema(fields), encoding: formEncoding(fields) })),
  };
}

function formSchema(fields: ReadonlyMap<string, SourceNode>): SourceNode {
  const properties: JsonObject = {};
  for (const [name, { value }] of fields) put(properties, name, value);
  const required = [...fields]
    .filter(([, { value }]) => own(value, "required") === true)
    .map(([name]) => name);
  const file = fields.values().next().value?.file ?? "";
  return { value: { type: "object", properties, required }, file, pointer: [] };
}

function formEncoding(fields: ReadonlyMap<string, SourceNode>): Map<string, Encoding> {
  return new Map(
    [...fields]
      .filter(([, { value }]) => own(value, "type") === "array")
      .map(([name, { value }]) => [name, collection(text(own(value, "collectionFormat")), "formData")]),
  );
}

export function swaggerSuccess(source: Source, operation: Operation, response: SourceNode): Media[] {
  const schema = source.child(response, "schema");
  if (!schema) return [];
  const produces = types(source, operation, "produces");
  return (produces.length > 0 ? produces : ["application/json"]).map((type) => ({
    type,
    schema,
    encoding: new Map(),
  }));
}

/** Reads `consumes` or `produces`; that of an operation, even if empty, replaces that of the document. */
function types(source: Source, operation: Operation, key: "consumes" | "produces"): string[] {
  const stated: Json | undefined = own(operation.operation.value, key) ?? own(source.root.value, key);
  return list(stated).filter((type) => typeof type === "string");
}

export function swaggerServer(source: Source): string | undefined {
  const root = source.root.value;
  const host = text(own(root, "host"));
  if (host === undefined || !isObject(root)) return undefined;
  const schemes = list(own(root, "schemes")).filter((s) => s === "http" || s === "https");
  const scheme = schemes.includes("https") ? "https" : (schemes[0] ?? "https");
  const url = `${scheme as string}://${host}${text(own(root, "basePath")) ?? ""}`;
  return URL.canParse(url) ? url : undefined;
}
