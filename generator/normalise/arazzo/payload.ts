import { isObject, type Json, type JsonObject, own, type Pointer, put } from "../../json.ts";
import type { Template } from "../../toolspec/tool-spec.ts";
import { malformed, unsupported } from "./fault.ts";
import { isExpression, type Scope, templateOf } from "./values.ts";

/**
 * The body that a step sends, as a template; undefined where it sends none. JSON and forms that were written as a
 * text are read, so that their members can be told apart. Throws a `WorkflowFault`.
 */
export function payloadOf(body: Json | undefined, pointer: Pointer, scope: Scope): Template | undefined {
  if (body === undefined) return undefined;
  if (!isObject(body)) throw malformed(pointer, "`requestBody` must be an object");
  const at = [...pointer, "payload"];
  const given = own(body, "payload");
  const contentType = own(body, "contentType");
  const read =
    typeof given === "string" ? readText(given, typeof contentType === "string" ? contentType : "") : given;
  const template = read === undefined ? undefined : templateOf(read, at, scope, typeof given === "string");
  return replaced(template, own(body, "replacements"), [...pointer, "replacements"], scope);
}

/** A payload that was written as a text; what it holds, where that is JSON or a form. */
function readText(text: string, contentType: string): Json {
  if (isExpression(text.trim())) return text.trim();
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return formOf(text) ?? text;
  const isJson =
    /^[\w.-]+\/(?:[\w.-]+\+)?json\b/i.test(contentType) || (contentType === "" && /^\s*[[{]/.test(text));
  return (isJson ? jsonOf(text) : undefined) ?? text;
}

/** JSON in which expressions in braces can also stand for values. */
function jsonOf(text: string): Json | undefined {
  const quoted = text.replaceAll(/"(?:[^"\\]|\\.)*"|\{(\$[^{}"]*)\}/g, (token, expression?: string) =>
    expression === undefined ? token : JSON.stringify(`{${expression}}`),
  );
  try {
    return JSON.parse(quoted) as Json;
  } catch {
    return undefined;
  }
}

function formOf(text: string): JsonObject | undefined {
  const form: JsonObject = {};
  for (const pair of text.trim().split("&")) {
    const [name = "", ...value] = pair.split("=");
    try {
      const decode = (part: string): string => decodeURIComponent(part.replaceAll("+", " "));
      put(form, decode(name), decode(value.join("=")));
    } catch {
      return undefined;
    }
  }
  return form;
}

/** The payload with values put into it. */
function replaced(
  payload: Template | undefined,
  replacements: Json | undefined,
  pointer: Pointer,
  scope: Scope,
): Template | undefined {
  if (replacements === undefined) return payload;
  if (!Array.isArray(replacements)) throw malformed(pointer, "`replacements` must be a list");
  return replacements.reduce<Template | undefined>((result, replacement, i) => {
    const at = [...pointer, i];
    const target = own(replacement, "target");
    const value = own(replacement, "value");
    if (typeof target !== "string" || value === undefined)
      throw malformed(at, "a replacement must have a `target` and a `value`");
    const type = own(replacement, "targetSelectorType") ?? "jsonpointer";
    if (type !== "jsonpointer" || (target !== "" && !target.startsWith("/")))
      throw unsupported([...at, "target"], "this is no JSON pointer", "Write one, such as /order/petId.");
    const tokens = target
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const replacing = setAt(result, tokens, templateOf(value, [...at, "value"], scope));
    if (replacing === undefined)
      throw malformed([...at, "target"], `there is no ${JSON.stringify(target)} in the payload`);
    return replacing;
  }, payload);
}

/** A copy with a value in its place; undefined where there is no such place. */
function setAt(
  payload: Template | undefined,
  tokens: readonly string[],
  value: Template,
): Template | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (Array.isArray(payload)) {
    const index = token === "-" ? payload.length : Number(token);
    if (!/^(?:-|0|[1-9]\d*)$/.test(token) || index > payload.length) return undefined;
    const item = setAt(payload[index], rest, value);
    return item === undefined ? undefined : payload.toSpliced(index, 1, item);
  }
  if (!isObject(payload)) return undefined;
  const member = setAt(own(payload, token), rest, value);
  if (member === undefined) return undefined;
  const copy = { ...payload };
  put(copy, token, member);
  return copy;
}
