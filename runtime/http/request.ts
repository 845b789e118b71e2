/**
 * Builds the HTTP request of a call. Pure, and exact to the byte. Styles are those of OpenAPI 3.1.1, section "Style
 * Values". No value can change a part of the request other than its own.
 */

import { isJson } from "../contract/media-types.ts";
import { fill, type Scope } from "../expressions.ts";
import type { Binding, FieldBinding, HttpBinding } from "../tool.ts";
import { type Body, buildBody, formBody } from "./request-body.ts";
import {
  cookiePairs,
  encode,
  encodeLiteral,
  encodeLiteralQuery,
  headerValue,
  invalid,
  pairs,
  pathValue,
  scalar,
} from "./styles.ts";

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query, which follow the base URL. */
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * `scope` has the values of expressions; by default the arguments. `common` are the headers of the upstream, by
 * lower-case name: values in the declaration replace them, arguments do not. Throws a `ToolError` for arguments that
 * cannot be sent.
 */
export function buildRequest(
  http: HttpBinding,
  args: Arguments,
  scope: Scope = { inputs: args },
  common: Readonly<Record<string, string>> = {},
): UpstreamRequest {
  const path = new Map<string, string>();
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = { accept: http.accept ?? "*/*", ...common };
  const fields = new Fields();

  for (const argument in http.params) {
    const binding = http.params[argument] as Binding;
    const isFixed = binding.value !== undefined;
    const value = isFixed ? fill(binding.value, scope) : own(args, argument);
    if (isFixed && binding.in === "path" && (value === undefined || value === null))
      throw invalid(argument, "expected a value for the path, found none");
    if (value === undefined) continue;
    assertExact(argument, value);
    const name = binding.name ?? argument;
    if (binding.in === "body") {
      fields.add(name, value, binding);
      continue;
    }
    if (binding.in === "querystring") {
      query.push(wholeQuery(binding, value));
      continue;
    }
    const sent = content(binding, value);
    if (binding.in === "path") path.set(name, pathValue(name, sent, inPath(http, name, binding)));
    else if (binding.in === "query") query.push(...pairs(name, sent, binding).map((pair) => pair.join("=")));
    else if (binding.in === "cookie") cookies.push(...cookiePairs(argument, name, sent, binding));
    else {
      const text = headerValue(argument, sent, binding);
      const key = name.toLowerCase();
      if (text !== undefined && (isFixed || !Object.hasOwn(common, key))) setOwn(headers, key, text);
    }
  }
  if (cookies.length > 0)
    headers.cookie = [...(common.cookie === undefined ? [] : [common.cookie]), ...cookies].join("; ");

  const expanded = expandPath(http, path);
  const joiner = expanded.includes("?") ? "&" : "?";
  const target = query.length > 0 ? expanded + joiner + query.join("&") : expanded;
  const body = bodyOf(http, args, fields, scope);
  if (body === undefined) return { method: http.method, target, headers };
  headers["content-type"] = body.type;
  return { method: http.method, target, headers, body: body.content };
}

/** A value after a question mark in the template is in the query, where more characters are encoded. */
function inPath({ path }: HttpBinding, name: string, binding: Binding): FieldBinding {
  const question = path.indexOf("?");
  if (!binding.allowReserved || question === -1 || path.indexOf(`{${name}}`) < question) return binding;
  const { allowReserved: _, ...strict } = binding;
  return strict;
}

/** The value of an argument; undefined if it is not given. */
function own(args: Arguments, argument: string): unknown {
  return Object.hasOwn(args, argument) ? args[argument] : undefined;
}

/** Sets an own property of any name; assignment to `__proto__` would change the prototype. */
function setOwn(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * Throws for integers beyond 2^53: parsing has changed their value, and a wrong identifier is worse than an error.
 */
function assertExact(path: string, value: unknown): void {
  if (typeof value === "number") {
    // From 1e21 on numbers are written with an exponent, which shows that they are not exact.
    const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
    if (!Number.isFinite(value) || isInexact)
      throw invalid(path, "numbers beyond 2^53 cannot be sent exactly");
  } else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value)) assertExact(`${path}.${name}`, member);
}

/** A parameter with `content` travels as one document: JSON text for JSON types, text unchanged for others. */
function content({ contentType }: Binding, value: unknown): unknown {
  if (contentType === undefined) return value;
  return isJson(contentType) || typeof value !== "string" ? JSON.stringify(value) : value;
}

/** OpenAPI 3.2, `in: querystring`: the argument is the whole query. */
function wholeQuery({ contentType = "", encoding = {} }: Binding, value: unknown): string {
  return /urlencoded/i.test(contentType)
    ? formBody(value, encoding)
    : encode(scalar(content({ in: "query", contentType }, value)));
}

// ---------------------------------------------------------------------------------------------- body

/** The members of a body that are arguments, with their bindings. */
class Fields {
  values: Record<string, unknown> | undefined;
  readonly bindings: Record<string, FieldBinding> = {};

  add(name: string, value: unknown, binding: Binding): void {
    this.values ??= {};
    setOwn(this.values, name, value);
    setOwn(this.bindings, name, binding);
  }
}

function bodyOf({ body }: HttpBinding, args: Arguments, fields: Fields, scope: Scope): Body | undefined {
  if (body === undefined) return undefined;
  const { argument, value: template } = body;
  if (argument === undefined && template === undefined) {
    const values = fields.values ?? (body.required ? {} : undefined);
    return values && buildBody(body, values, fields.bindings);
  }
  const value = template === undefined ? own(args, argument as string) : fill(template, scope);
  if (value === undefined) return undefined;
  assertExact(argument ?? "body", value);
  return buildBody(body, value, body.encoding ?? {});
}

// ---------------------------------------------------------------------------------------------- path

function expandPath(http: HttpBinding, values: ReadonlyMap<string, string>): string {
  // Documents distinguish operations of one path by a fragment, which is never sent.
  const [template = ""] = http.path.split("#", 1);
  // Odd parts are variables. A name may contain a slash; an expanded value cannot.
  const parts = template.split(/\{([^{}]+)\}/);
  let inQuery = false;
  let expanded = "";
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      expanded += values.get(part) ?? encodeLiteral(`{${part}}`);
      continue;
    }
    const [before = "", ...after] = inQuery ? [""] : part.split("?");
    if (inQuery) expanded += encodeLiteralQuery(part);
    else expanded += [encodeLiteral(before), ...after.map(encodeLiteralQuery)].join("?");
    inQuery ||= after.length > 0;
  }
  assertSegments(http, parts, expanded.split("?", 1)[0] as string);
  return expanded;
}

/** Throws for segments that change the path: URL parsers resolve `.` and `..`, and an empty segment adds a slash. */
function assertSegments(http: HttpBinding, parts: readonly string[], path: string): void {
  const names = parts.filter((_, i) => i % 2 === 1);
  const template = parts
    .map((part, i) => (i % 2 === 0 ? part : "{}"))
    .join("")
    .split("/");
  for (const [i, segment] of path.split("/").entries()) {
    const count = (template[i] ?? "").split("{}").length - 1;
    const [name = ""] = names.splice(0, count);
    if (count === 0 || !climbs(segment)) continue;
    const [argument, binding] = parameterOf(http, name);
    // A value from the declaration may be a secret.
    const found = binding?.value === undefined ? JSON.stringify(segment) : "its configured value";
    throw invalid(argument, `${found} cannot be a segment of a path`);
  }
}

/** True for dots, also before a semicolon, where some servers end a segment. */
function climbs(segment: string): boolean {
  return segment === "" || /^\.{1,2}(?:;.*)?$/.test(segment.replace(/%2e/gi, "."));
}

/** The parameter of a variable in the path, by the name of its argument. */
function parameterOf(http: HttpBinding, pathVariable: string): readonly [string, Binding | undefined] {
  const found = Object.entries(http.params ?? {}).find(
    ([argument, binding]) => binding.in === "path" && (binding.name ?? argument) === pathVariable,
  );
  return found ?? [pathVariable, undefined];
}
