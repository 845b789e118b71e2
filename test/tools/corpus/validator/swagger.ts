/** Swagger 2.0, read as OpenAPI 3 would say it. */
import type { Body, Encoding, Location, Media, Operation, Parameter } from "./declared.ts";
import { isObject, type Json, type JsonObject, list, own, put, text } from "./json.ts";
import type { Place, Source } from "./source.ts";

/** `collectionFormat`, in the words of OpenAPI 3. */
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

/** A parameter is its own schema; those of a body are not parameters. */
export function swaggerParameters(place: Place): Parameter[] {
  const { value, pointer } = place;
  const location = text(own(value, "in"));
  if (location !== "path" && location !== "query" && location !== "header") return [];
  return [
    {
      name: text(own(value, "name")) ?? "",
      in: location as Location,
      required: location === "path" || own(value, "required") === true,
      schema: place,
      ...collection(text(own(value, "collectionFormat")), location),
      pointer,
    },
  ];
}

export function swaggerBody(source: Source, operation: Operation): Body | undefined {
  const fields = new Map<string, Place>();
  let body: Place | undefined;
  for (const holder of [operation.item, operation.operation])
    for (const [i] of list(own(holder.value, "parameters")).entries()) {
      const place = source.follow(source.child(holder, "parameters", i) as Place);
      if (own(place.value, "in") === "body") body = place;
      if (own(place.value, "in") === "formData") fields.set(String(own(place.value, "name")), place);
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
  // "consumes" MUST be one of these two; without it a file can only travel as multipart.
  const content = forms.length > 0 ? forms : ["multipart/form-data", "application/x-www-form-urlencoded"];
  return {
    required: [...fields.values()].some(({ value }) => own(value, "required") === true),
    content: content
      .filter((type) => !hasFile || /^multipart/i.test(type))
      .map((type) => ({ type, schema: formSchema(fields), encoding: formEncoding(fields) })),
  };
}

function formSchema(fields: ReadonlyMap<string, Place>): Place {
  const properties: JsonObject = {};
  for (const [name, { value }] of fields) put(properties, name, value);
  const required = [...fields]
    .filter(([, { value }]) => own(value, "required") === true)
    .map(([name]) => name);
  const file = fields.values().next().value?.file ?? "";
  return { value: { type: "object", properties, required }, file, pointer: [] };
}

function formEncoding(fields: ReadonlyMap<string, Place>): Map<string, Encoding> {
  return new Map(
    [...fields]
      .filter(([, { value }]) => own(value, "type") === "array")
      .map(([name, { value }]) => [name, collection(text(own(value, "collectionFormat")), "formData")]),
  );
}

export function swaggerSuccess(source: Source, operation: Operation, response: Place): Media[] {
  const schema = source.child(response, "schema");
  if (!schema) return [];
  const produces = types(source, operation, "produces");
  return (produces.length > 0 ? produces : ["application/json"]).map((type) => ({
    type,
    schema,
    encoding: new Map(),
  }));
}

/** `consumes` or `produces`; an operation's own replaces the document's, also where it is empty. */
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
