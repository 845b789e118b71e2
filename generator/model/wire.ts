/**
 * The HTTP request that the OpenAPI text asks for, given a tool and its arguments. The generated tests
 * print it and compare it with what the runtime sends. It is written from the specification (3.1.1, "Style
 * Examples" and appendix C; RFC 6570 for the expansions) and shares no code with the runtime on purpose:
 * a mistake has to be made twice to go unseen.
 */
import { isObject, type Json, type JsonObject, own, put } from "../json.ts";
import type { Binding, HttpBinding, ParameterStyle, SendRow } from "../types.ts";

const DEFAULTS = {
  path: { style: "simple", explode: false },
  query: { style: "form", explode: true },
  querystring: { style: "form", explode: true },
  header: { style: "simple", explode: false },
  cookie: { style: "form", explode: true },
} as const;

/** Everything but the unreserved characters of RFC 3986 becomes a percent triplet. */
function strict(text: string): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** `allowReserved` leaves percent triplets, and the reserved characters that are not the query's own. */
function reserved(text: string): string {
  return text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, i) =>
      i % 2 === 1 ? part : [...part].map((c) => (/[:/?@!$'()*,;=]/.test(c) ? c : strict(c))).join(""),
    )
    .join("");
}

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of a value as a style lists them: items, or names and values. */
function members(value: Json): { name?: string; text: string }[] {
  if (Array.isArray(value)) return value.filter((v) => v !== null).map((item) => ({ text: plain(item) }));
  if (isObject(value))
    return Object.entries(value)
      .filter(([, v]) => v !== null)
      .map(([name, item]) => ({ name, text: plain(item) }));
  return [{ text: plain(value) }];
}

const SEPARATOR = { spaceDelimited: "%20", pipeDelimited: "%7C" } as const;

/** `name=value` pairs of a query or cookie parameter, in order; none for an empty list or object. */
function pairs(
  name: string,
  value: Json,
  style: ParameterStyle,
  explode: boolean,
  encode: (text: string) => string,
): string[] {
  if (value === null) return [];
  const key = strict(name);
  if (style === "deepObject" && isObject(value))
    return Object.entries(value).flatMap(([member, inner]) => deep(`${name}[${member}]`, inner, encode));
  const list = members(value);
  if (typeof value !== "object") return [`${key}=${encode(list[0]?.text ?? "")}`];
  if (list.length === 0) return [];
  if (explode) return list.map((m) => `${m.name === undefined ? key : strict(m.name)}=${encode(m.text)}`);
  const separator = style === "spaceDelimited" || style === "pipeDelimited" ? SEPARATOR[style] : ",";
  const flat = list.flatMap((m) =>
    m.name === undefined ? [encode(m.text)] : [strict(m.name), encode(m.text)],
  );
  return [`${key}=${flat.join(separator)}`];
}

function deep(name: string, value: Json, encode: (text: string) => string): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deep(name, item, encode));
  if (isObject(value))
    return Object.entries(value).flatMap(([member, inner]) => deep(`${name}[${member}]`, inner, encode));
  return [`${strict(name)}=${encode(plain(value))}`];
}

/** RFC 6570 expansion of a path parameter; what is null or empty expands to nothing. */
function pathText(name: string, value: Json, style: ParameterStyle, explode: boolean): string {
  const key = strict(name);
  const list = value === null ? [] : members(value);
  if (list.length === 0) return "";
  const joined = (pair: string, separator: string): string =>
    list
      .map((m) => (m.name === undefined ? strict(m.text) : strict(m.name) + pair + strict(m.text)))
      .join(separator);
  if (style === "label") return `.${explode ? joined("=", ".") : joined(",", ",")}`;
  if (style === "matrix") {
    // ";color" and not ";color=" where the value is empty (section 3.2.7).
    const assign = (to: string, text: string): string => (text === "" ? `;${to}` : `;${to}=${text}`);
    if (typeof value !== "object" || !explode) return assign(key, joined(",", ","));
    return list.map((m) => assign(m.name === undefined ? key : strict(m.name), strict(m.text))).join("");
  }
  return explode ? joined("=", ",") : joined(",", ",");
}

/** The literal part of a path template: as it stands, but for what a URL cannot contain (RFC 6570, 3.1). */
function literalPath(text: string): string {
  return text
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[^A-Za-z0-9\-._~:/?@!$&'()*+,;=]/gu, strict)))
    .join("");
}

function headerText(value: Json, explode: boolean): string {
  return members(value)
    .map((m) => (m.name === undefined ? m.text : `${m.name}${explode ? "=" : ","}${m.text}`))
    .join(",");
}

/** The request for some arguments, as a row of the generated test. */
export function expectedRequest(http: HttpBinding, args: JsonObject): Omit<SendRow, "with" | "rejects"> {
  // What follows a # tells operations of one path apart and is never sent.
  const [template = ""] = http.path.split("#");
  const path = new Map<string, string>();
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: { [name: string]: string } = {};
  const setHeader = (name: string, value: string): void => put(headers, name, value);
  const fields: JsonObject = {};

  for (const [argument, binding] of http.params) {
    const value = own(args, argument);
    if (value === undefined) continue;
    const name = binding.name ?? argument;
    if (binding.in === "body") {
      put(fields, name, value);
      continue;
    }
    const style = binding.style ?? DEFAULTS[binding.in].style;
    const explode = binding.explode ?? DEFAULTS[binding.in].explode;
    const sent = binding.contentType === undefined ? value : plainContent(binding, value);
    if (binding.in === "path") path.set(name, pathText(name, sent, style, explode));
    else if (binding.in === "header") {
      if (sent !== null) setHeader(name.toLowerCase(), headerText(sent, explode));
    } else if (binding.in === "cookie") cookies.push(...pairs(name, sent, style, explode, strict));
    else query.push(...pairs(name, sent, style, explode, binding.allowReserved ? reserved : strict));
  }
  if (cookies.length > 0) setHeader("cookie", cookies.join("; "));
  const target = template
    .split(/(\{[^{}]+\})/)
    .map((part, i) => (i % 2 === 1 ? (path.get(part.slice(1, -1)) ?? literalPath(part)) : literalPath(part)))
    .join("");
  const joiner = target.includes("?") ? "&" : "?";

  return {
    request: `${http.method} ${target}${query.length > 0 ? joiner + query.join("&") : ""}`,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...bodyOf(http, args, fields),
  };
}

/** A parameter with `content`: JSON media types as JSON text, others as they are. */
function plainContent(binding: Binding, value: Json): Json {
  return /[/+]json\b/i.test(binding.contentType ?? "") ? JSON.stringify(value) : plain(value);
}

function bodyOf(
  http: HttpBinding,
  args: JsonObject,
  fields: JsonObject,
): Pick<SendRow, "type" | "json" | "body"> {
  const { body } = http;
  if (!body) return {};
  const value = body.argument === undefined ? fields : own(args, body.argument);
  if (value === undefined) return {};
  if (body.argument === undefined && Object.keys(fields).length === 0 && !body.required) return {};
  const { type } = body;
  if (/[/+]json\b/i.test(type)) return { type, json: value };
  if (/^application\/x-www-form-urlencoded\b/i.test(type) && isObject(value)) {
    // Without an Encoding Object a list is repeated, and an object is one JSON text.
    const encoded = Object.entries(value).flatMap(([name, field]) =>
      pairs(name, isObject(field) ? JSON.stringify(field) : field, "form", true, strict),
    );
    return { type, body: encoded.join("&") };
  }
  return { type, body: plain(value) };
}
