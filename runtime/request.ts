/**
 * The HTTP request a call becomes: pure, and exact to the byte. Styles are those of OpenAPI 3.1.1, section
 * "Style Values"; a value can fill its place in the request and never leave it.
 */
import { ToolError } from "./errors.ts";
import type { Binding, BodyBinding, HttpBinding } from "./tool.ts";

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query, to be put after the base URL. */
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

type Arguments = Readonly<Record<string, unknown>>;
type Encode = (text: string) => string;

const EXTRA = /[!'()*]/g;

/** Percent-encodes all but the unreserved characters of RFC 3986. */
const encode: Encode = (text) =>
  encodeURIComponent(text.toWellFormed()).replace(
    EXTRA,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** `allowReserved`: triplets and reserved characters stay, but for those that would end the value or the query. */
const encodeReserved: Encode = (text) =>
  encode(text).replace(/%25(?=[0-9A-F]{2})|%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/gi, (triplet) =>
    decodeURIComponent(triplet),
  );

/** What of a path template is not a parameter: percent-encoded only where a URL cannot hold it. */
const encodeLiteral: Encode = (text) =>
  encode(text).replace(/%25(?=[0-9A-F]{2})|%(?:2F|3A|3F|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/gi, (triplet) =>
    decodeURIComponent(triplet),
  );

export function buildRequest(http: HttpBinding, args: Arguments): UpstreamRequest {
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = { accept: http.accept ?? "*/*" };
  const set = (target: object, name: string, value: unknown): void => {
    // An own property whatever the name is: `__proto__` would otherwise be swallowed.
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  };
  const path = new Map<string, string>();
  let fields: Record<string, unknown> | undefined;

  for (const argument in http.params) {
    const value = args[argument];
    if (value === undefined || !Object.hasOwn(args, argument)) continue;
    const binding = http.params[argument] as Binding;
    const name = binding.name ?? argument;
    switch (binding.in) {
      case "path":
        path.set(name, pathValue(name, content(binding, value), binding));
        break;
      case "query":
        query.push(...queryPairs(name, content(binding, value), binding));
        break;
      case "cookie":
        cookies.push(...queryPairs(name, content(binding, value), binding));
        break;
      case "header":
        {
          const sent = content(binding, value);
          if (sent !== null) set(headers, name.toLowerCase(), headerValue(argument, sent, binding));
        }
        break;
      case "body":
        fields ??= {};
        set(fields, name, value);
    }
  }
  if (cookies.length > 0) headers.cookie = cookies.join("; ");

  const expanded = expandPath(http, path);
  const joiner = expanded.includes("?") ? "&" : "?";
  const target = query.length > 0 ? expanded + joiner + query.join("&") : expanded;
  const body = http.body && buildBody(http.body, args, fields);
  if (body === undefined) return { method: http.method, target, headers };
  headers["content-type"] = (http.body as BodyBinding).type;
  return { method: http.method, target, headers, body };
}

/** A parameter with `content` travels as one document: JSON as JSON text, anything else as it is. */
function content({ contentType }: Binding, value: unknown): unknown {
  if (contentType === undefined) return value;
  return isJson(contentType) || typeof value !== "string" ? JSON.stringify(value) : value;
}

/** One value as text: strings as they are, everything else as JSON. */
function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of an object that have a value; null is RFC 6570's "undefined". */
function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
}

function items(value: readonly unknown[]): unknown[] {
  return value.filter((item) => item !== null && item !== undefined);
}

// ---------------------------------------------------------------------------------------------- path

function expandPath(http: HttpBinding, values: ReadonlyMap<string, string>): string {
  // Documents tell operations of one path apart by a fragment, which is never sent.
  const [template = ""] = http.path.split("#", 1);
  // Odd parts are variables. Names can contain anything, also a slash; expanded values cannot.
  const parts = template.split(/\{([^{}]+)\}/);
  const expanded = parts
    .map((part, i) => (i % 2 === 0 ? encodeLiteral(part) : (values.get(part) ?? encodeLiteral(`{${part}}`))))
    .join("");
  const variables = parts
    .map((part, i) => (i % 2 === 0 ? part : "{}"))
    .join("")
    .split("/");
  const names = parts.filter((_, i) => i % 2 === 1);
  for (const [i, segment] of expanded.split("/").entries()) {
    const count = (variables[i] ?? "").split("{}").length - 1;
    const [name = ""] = names.splice(0, count);
    // A URL parser takes these for "this folder" and "the folder above", and an empty one changes the path.
    if (count > 0 && (segment === "" || segment === "." || segment === ".."))
      throw invalid(argumentOf(http, name), `${JSON.stringify(segment)} cannot be a segment of a path`);
  }
  return expanded;
}

function argumentOf(http: HttpBinding, pathVariable: string): string {
  const found = Object.entries(http.params ?? {}).find(
    ([argument, binding]) => binding.in === "path" && (binding.name ?? argument) === pathVariable,
  );
  return found?.[0] ?? pathVariable;
}

function pathValue(name: string, value: unknown, { style = "simple", explode = false }: Binding): string {
  const list = Array.isArray(value) ? items(value).map((item) => encode(scalar(item))) : undefined;
  const members =
    list === undefined && typeof value === "object" && value !== null
      ? entries(value).map(([key, member]) => [encode(key), encode(scalar(member))] as const)
      : undefined;
  const assigned = members?.map(([key, member]) => `${key}=${member}`);
  const flat = list ?? members?.flat() ?? (value === null ? [] : [encode(scalar(value))]);
  // RFC 6570: what is undefined or empty expands to nothing.
  if (flat.length === 0) return "";
  switch (style) {
    case "label":
      return `.${explode ? (assigned ?? flat).join(".") : flat.join(",")}`;
    case "matrix":
      return matrix(encode(name), explode ? (members ?? list) : undefined, flat.join(","));
    default:
      return (explode ? (assigned ?? flat) : flat).join(",");
  }
}

/** `;name=value`, and `;name` alone for a value that is empty (RFC 6570, section 3.2.7). */
function matrix(
  name: string,
  exploded: readonly (string | readonly [string, string])[] | undefined,
  joined: string,
): string {
  const pair = (key: string, text: string): string => (text === "" ? `;${key}` : `;${key}=${text}`);
  if (!exploded) return pair(name, joined);
  return exploded.map((item) => (typeof item === "string" ? pair(name, item) : pair(...item))).join("");
}

// --------------------------------------------------------------------------------- query and cookie

const DELIMITERS: Readonly<Record<string, string>> = { spaceDelimited: "%20", pipeDelimited: "%7C" };

function queryPairs(name: string, value: unknown, binding: Binding): string[] {
  const { style = "form", explode = true, allowReserved } = binding;
  const text = allowReserved ? encodeReserved : encode;
  if (value === null) return [];
  if (typeof value !== "object") return [`${encode(name)}=${text(scalar(value))}`];
  if (style === "deepObject" && !Array.isArray(value)) return deepPairs(name, value, text);
  const delimiter = DELIMITERS[style] ?? ",";
  if (Array.isArray(value)) {
    const list = items(value).map((item) => text(scalar(item)));
    if (list.length === 0) return [];
    return explode
      ? list.map((item) => `${encode(name)}=${item}`)
      : [`${encode(name)}=${list.join(delimiter)}`];
  }
  const members = entries(value as object).map(
    ([key, member]) => [encode(key), text(scalar(member))] as const,
  );
  if (members.length === 0) return [];
  return explode
    ? members.map(([key, member]) => `${key}=${member}`)
    : [`${encode(name)}=${members.flat().join(delimiter)}`];
}

/** `filter[a]=1&filter[b][c]=2`, lists repeated: OpenAPI leaves anything below the first level open. */
function deepPairs(name: string, value: unknown, text: Encode): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPairs(name, item, text));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, member]) => deepPairs(`${name}[${key}]`, member, text));
  return [`${encode(name)}=${text(scalar(value))}`];
}

// -------------------------------------------------------------------------------------------- header

function headerValue(argument: string, value: unknown, { explode = false }: Binding): string {
  const text = Array.isArray(value)
    ? items(value).map(scalar).join(",")
    : typeof value === "object" && value !== null
      ? entries(value)
          .map(([key, member]) => `${key}${explode ? "=" : ","}${scalar(member)}`)
          .join(",")
      : scalar(value);
  // RFC 9110, section 5.5, without obsolete bytes: a value must neither end the header nor be recoded.
  if (!/^[\t\x20-\x7e]*$/.test(text))
    throw invalid(argument, "a header takes printable ASCII characters only, without line breaks");
  return text;
}

// ---------------------------------------------------------------------------------------------- body

function buildBody(
  body: BodyBinding,
  args: Arguments,
  fields: Record<string, unknown> | undefined,
): string | Uint8Array | undefined {
  const value =
    body.argument === undefined
      ? (fields ?? (body.required ? {} : undefined))
      : Object.hasOwn(args, body.argument)
        ? args[body.argument]
        : undefined;
  if (value === undefined) return undefined;
  if (isJson(body.type)) return JSON.stringify(value);
  if (/^application\/x-www-form-urlencoded\b/i.test(body.type)) return formBody(value);
  if (/^text\/|[/+]xml\b/i.test(body.type)) return scalar(value);
  return decodeBase64(body.argument ?? "body", scalar(value));
}

/** Lists are repeated and objects are JSON, as where a document has no Encoding Object for a field. */
function formBody(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return scalar(value);
  return Object.entries(value)
    .flatMap(([name, field]) => {
      const isRecord = typeof field === "object" && field !== null && !Array.isArray(field);
      return queryPairs(name, isRecord ? JSON.stringify(field) : field, { in: "query" });
    })
    .join("&");
}

/** Bytes of base64 or base64url text, or of a data URI. */
function decodeBase64(argument: string, text: string): Uint8Array {
  const encoded = text.replace(/^data:[^,]*;base64,/, "").replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded) || encoded.replace(/=+$/, "").length % 4 === 1)
    throw invalid(argument, "this must be the base64 of the bytes to send");
  return Buffer.from(encoded, "base64");
}

export function isJson(type: string): boolean {
  return /^[^;]*[/+]json\b/i.test(type);
}

function invalid(path: string, message: string): ToolError {
  return new ToolError("invalid_arguments", "The arguments cannot be sent.", { fields: [{ path, message }] });
}
