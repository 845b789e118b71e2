/**
 * The HTTP request that OpenAPI prescribes for a tool and its arguments. Generated tests compare it with the request
 * that the runtime sends. It is written from the specifications (OpenAPI 3.1.1, "Style Examples" and appendix C;
 * RFC 6570 for expansions) and shares no code with the runtime: the tests miss a mistake only if both make it.
 */
import type {
  Binding,
  BodyBinding,
  FieldBinding,
  HttpBinding,
} from "../../../runtime/contract/http-binding.ts";
import { isJson, sequenceKind } from "../../../runtime/contract/media-types.ts";
import type { PartRow, SendRow } from "../../../runtime/contract/test-rows.ts";
import { defined, isObject, type Json, type JsonObject, own, put, unlessEmpty } from "../../json.ts";
import { kindOf } from "../body-media.ts";
import { headerText, literalPath, pairs, pathText, plain, strict } from "./styles.ts";
import { expectedValue, type RequestEnvironment, type Values } from "./template-values.ts";

/** The request for `args` as a row of a generated test, without the headers that every request has. */
export function expectedRequest(
  http: HttpBinding,
  args: JsonObject,
  { env = {}, headers: common = {} }: RequestEnvironment = {},
): Omit<SendRow, "with" | "rejects"> {
  // A fragment distinguishes operations with the same path. It is not sent.
  const [template = ""] = http.path.split("#");
  const path = new Map<string, string>();
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: { [name: string]: string } = {};
  const setHeader = (name: string, value: string): void => put(headers, name, value);
  const fields: JsonObject = {};
  const bindings = new Map<string, FieldBinding>();

  for (const [argument, binding] of Object.entries(http.params ?? {})) {
    const isFixed = binding.value !== undefined;
    const value =
      binding.value === undefined ? own(args, argument) : expectedValue(binding.value, { inputs: args, env });
    if (value === undefined) continue;
    const name = binding.name ?? argument;
    if (binding.in === "body") {
      put(fields, name, value);
      bindings.set(name, binding);
      continue;
    }
    if (binding.in === "querystring") {
      query.push(wholeQuery(binding, value));
      continue;
    }
    const sent = binding.contentType === undefined ? value : plainContent(binding, value);
    if (binding.in === "path") {
      // After a question mark the template is a query, whose values must not contain reserved characters.
      const isQuery = template.includes("?") && template.indexOf(`{${name}}`) > template.indexOf("?");
      const { allowReserved: _, ...strictly } = binding;
      path.set(name, pathText(name, sent, isQuery ? strictly : binding));
    } else if (binding.in === "header") {
      const text = headerText(sent, binding);
      const isCommon = !isFixed && own(common, name.toLowerCase()) !== undefined;
      if (text !== undefined && !isCommon) setHeader(name.toLowerCase(), text);
    } else {
      const isRaw = binding.style === "cookie";
      const { style: _, ...unstyled } = binding;
      const inCookie = binding.in === "cookie";
      const list = isRaw ? pairs(name, sent, unstyled, true) : pairs(name, sent, binding, false, inCookie);
      (inCookie ? cookies : query).push(...list.map(({ key, text }) => `${key}=${text}`));
    }
  }
  const allCookies = [own(common, "cookie"), ...cookies].filter((cookie) => cookie !== undefined);
  if (cookies.length > 0) setHeader("cookie", allCookies.join("; "));
  const target = template
    .split(/(\{[^{}]+\})/)
    .map((part, i) => (i % 2 === 1 ? (path.get(part.slice(1, -1)) ?? literalPath(part)) : literalPath(part)))
    .join("");
  const joiner = target.includes("?") ? "&" : "?";

  return defined<Omit<SendRow, "with" | "rejects">>({
    request: `${http.method} ${target}${query.length > 0 ? joiner + query.join("&") : ""}`,
    headers: unlessEmpty(headers),
    ...expectedBody(http, { inputs: args, env }, fields, bindings),
  });
}

/** The value of a parameter with `content`: JSON text for JSON media types, else the value itself. */
function plainContent(binding: Binding, value: Json): Json {
  return isJson(binding.contentType ?? "") ? JSON.stringify(value) : plain(value);
}

/** OpenAPI 3.2, `in: querystring`: a form, or one percent-encoded value. */
function wholeQuery(binding: Binding, value: Json): string {
  const fields = new Map(Object.entries(binding.encoding ?? {}));
  return /urlencoded/i.test(binding.contentType ?? "")
    ? formText(value, fields)
    : strict(plain(plainContent(binding, value)));
}

// ------------------------------------------------------------------------------------------- body

type Bindings = ReadonlyMap<string, FieldBinding>;

function expectedBody(
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

/** One line for each value, after a record separator in a JSON text sequence (RFC 7464). */
function records(type: string, values: readonly Json[]): string {
  const start = sequenceKind(type) === "records" ? "\u001e" : "";
  return values.map((value) => `${start}${JSON.stringify(value)}\n`).join("");
}

/** A form. A field without a style repeats a list and sends an object as JSON (OpenAPI 3.1.1, "Encoding Object"). */
function formText(value: Json, bindings: Bindings): string {
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
  // Parts by position have no names.
  return value.map((item, i) => {
    const { head, ...content } = partOf("", item, bindings.get(String(i)) ?? bindings.get("*") ?? {});
    return { head: head.slice(1), ...content };
  });
}

/** RFC 7578: one part for each field, or for each item of a field that is a list. */
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

/** Names as HTML encodes them: quotes and line ends become percent triplets. */
function escaped(name: string): string {
  return name.toWellFormed().replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
