/** The body that the OpenAPI text asks for; see request.ts for why it is worked out here a second time. */
import type { BodyBinding, FieldBinding, HttpBinding } from "../../../runtime/contract/http-binding.ts";
import { isJson, sequenceKind } from "../../../runtime/contract/media-types.ts";
import type { PartRow, SendRow } from "../../../runtime/contract/test-rows.ts";
import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import { kindOf } from "../body-media.ts";
import { pairs, plain } from "./styles.ts";
import { expectedValue, type Values } from "./template-values.ts";

type Bindings = ReadonlyMap<string, FieldBinding>;

export function expectedBody(
  http: HttpBinding,
  values: Values,
  fields: JsonObject,
  bindings: Bindings,
): Pick<SendRow, "type" | "json" | "body" | "parts"> {
  const { body } = http;
  if (!body) return {};
  const isWhole = body.argument !== undefined || body.value !== undefined;
  const value = isWhole ? wholeBody(body, values) : fields;
  if (value === undefined) return {};
  if (!isWhole && Object.keys(fields).length === 0 && !body.required) return {};
  const { type } = body;
  const encoding = isWhole ? new Map(Object.entries(body.encoding ?? {})) : bindings;
  switch (kindOf(type)) {
    case "json":
      return { type, json: value };
    case "form":
      return { type, body: formText(value, encoding) };
    case "multipart":
      return { type, parts: partsOfBody(value, encoding) };
    case "sequence":
      return { type, body: Array.isArray(value) ? records(type, value) : plain(value) };
    case "text":
      return { type, body: plain(value) };
    case "bytes":
      return { type: type.includes("*") ? "application/octet-stream" : type, body: plain(value) };
  }
}

function wholeBody({ argument, value }: BodyBinding, values: Values): Json | undefined {
  return value === undefined ? own(values.inputs, argument ?? "") : expectedValue(value, values);
}

/** RFC 7464 puts a record separator before each value; the others are a line each. */
function records(type: string, values: readonly Json[]): string {
  const start = sequenceKind(type) === "records" ? "\u001e" : "";
  return values.map((value) => `${start}${JSON.stringify(value)}\n`).join("");
}

/** Without a style a list is repeated, and an object is one JSON text (3.1.1, "Encoding Object"). */
export function formText(value: Json, bindings: Bindings): string {
  if (!isObject(value)) return plain(value);
  return Object.entries(value)
    .flatMap(([name, field]) => {
      const binding = bindings.get(name) ?? {};
      if (binding.style !== undefined) return pairs(name, field, binding);
      const asJson = isJson(binding.contentType ?? "");
      return [field]
        .flat()
        .filter((item) => item !== null)
        .flatMap((item) => pairs(name, asJson || typeof item === "object" ? JSON.stringify(item) : item, {}));
    })
    .map(({ key, text }) => `${key}=${text}`)
    .join("&");
}

function partsOfBody(value: Json, bindings: Bindings): PartRow[] {
  if (isObject(value)) return partsOf(value, bindings);
  if (!Array.isArray(value)) return [];
  // By position: nothing in a part says which it is.
  return value.map((item, i) => {
    const { head, ...content } = partOf("", item, bindings.get(String(i)) ?? bindings.get("*") ?? {});
    return { head: head.slice(1), ...content };
  });
}

/** RFC 7578: a part a field, and of a list a part an item. */
function partsOf(value: JsonObject, bindings: Bindings): PartRow[] {
  return Object.entries(value).flatMap(([name, field]) => {
    const binding = bindings.get(name) ?? {};
    if (binding.style !== undefined)
      return pairs(name, field, binding, true).map(({ key, text }) => ({ head: [disposition(key)], text }));
    return [field]
      .flat()
      .filter((item) => item !== null)
      .map((item) => partOf(name, item, binding));
  });
}

function partOf(name: string, item: Json, { file, contentType }: FieldBinding): PartRow {
  if (file === true && typeof item === "string")
    return {
      head: [
        `${disposition(name)}; filename="${escaped(name)}"`,
        `Content-Type: ${contentType ?? "application/octet-stream"}`,
      ],
      base64: item,
    };
  const asJson = typeof item === "object" || isJson(contentType ?? "");
  const type = contentType ?? (asJson ? "application/json" : undefined);
  return {
    head: [disposition(name), ...(type === undefined ? [] : [`Content-Type: ${type}`])],
    text: asJson ? JSON.stringify(item) : plain(item),
  };
}

function disposition(name: string): string {
  return `Content-Disposition: form-data; name="${escaped(name)}"`;
}

/** As HTML has it: quotes and line ends of a name as percent triplets. */
function escaped(name: string): string {
  return name.toWellFormed().replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
