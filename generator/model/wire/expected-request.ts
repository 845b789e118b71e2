/**
 * The HTTP request that the OpenAPI text asks for, given a tool and its arguments. The generated tests
 * print it and compare it with what the runtime sends. It is written from the specification (3.1.1, "Style
 * Examples" and appendix C; RFC 6570 for the expansions) and shares no code with the runtime on purpose:
 * a mistake has to be made twice to go unseen.
 */
import type { Binding, FieldBinding, HttpBinding } from "../../../runtime/contract/http-binding.ts";
import { isJson } from "../../../runtime/contract/media-types.ts";
import type { SendRow } from "../../../runtime/contract/test-rows.ts";
import { type Json, type JsonObject, own, put } from "../../json.ts";
import { expectedBody, formText } from "./body.ts";
import { headerText, literalPath, pairs, pathText, plain, strict } from "./styles.ts";
import { expectedValue } from "./template-values.ts";

/** What a request is made of beside its arguments. */
export interface Surroundings {
  readonly env?: { readonly [name: string]: string };
  /** Headers of every request to the upstream, by lower-case name. No argument replaces them. */
  readonly headers?: { readonly [name: string]: string };
}

/** The request for some arguments, as a row of the generated test; without what every request carries. */
export function expectedRequest(
  http: HttpBinding,
  args: JsonObject,
  { env = {}, headers: common = {} }: Surroundings = {},
): Omit<SendRow, "with" | "rejects"> {
  // What follows a # tells operations of one path apart and is never sent.
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
      // What stands behind a question mark is a query, in which a value may not say everything.
      const isQuery = template.includes("?") && template.indexOf(`{${name}}`) > template.indexOf("?");
      const { allowReserved: _, ...strictly } = binding;
      path.set(name, pathText(name, sent, isQuery ? strictly : binding));
    } else if (binding.in === "header") {
      const text = headerText(sent, binding);
      const isTaken = !isFixed && own(common, name.toLowerCase()) !== undefined;
      if (text !== undefined && !isTaken) setHeader(name.toLowerCase(), text);
    } else {
      const isRaw = binding.style === "cookie";
      const { style: _, ...unstyled } = binding;
      const inCookie = binding.in === "cookie";
      const list = isRaw ? pairs(name, sent, unstyled, true) : pairs(name, sent, binding, false, inCookie);
      (inCookie ? cookies : query).push(...list.map(({ key, text }) => `${key}=${text}`));
    }
  }
  const crumbs = [own(common, "cookie"), ...cookies].filter((crumb) => crumb !== undefined);
  if (cookies.length > 0) setHeader("cookie", crumbs.join("; "));
  const target = template
    .split(/(\{[^{}]+\})/)
    .map((part, i) => (i % 2 === 1 ? (path.get(part.slice(1, -1)) ?? literalPath(part)) : literalPath(part)))
    .join("");
  const joiner = target.includes("?") ? "&" : "?";

  return {
    request: `${http.method} ${target}${query.length > 0 ? joiner + query.join("&") : ""}`,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...expectedBody(http, { inputs: args, env }, fields, bindings),
  };
}

/** A parameter with `content`: JSON media types as JSON text, others as they are. */
function plainContent(binding: Binding, value: Json): Json {
  return isJson(binding.contentType ?? "") ? JSON.stringify(value) : plain(value);
}

/** OpenAPI 3.2, `in: querystring`: a form, or one encoded value. */
function wholeQuery(binding: Binding, value: Json): string {
  const fields = new Map(Object.entries(binding.encoding ?? {}));
  return /urlencoded/i.test(binding.contentType ?? "")
    ? formText(value, fields)
    : strict(plain(plainContent(binding, value)));
}
