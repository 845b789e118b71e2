/** Makes tool results of values, and fits them to the output schema that clients check them against. */

import type { Scope } from "../expressions.ts";
import { type ContentResult, isContent } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { AdvertisedSchema } from "../server.ts";

/** A successful call: the result for the client, and the value that expressions and code see. */
export interface Outcome {
  readonly result: ToolResult;
  /** A JSON value, text, or bytes in base64; undefined if there is none. */
  readonly value?: unknown;
  /** Length of the value's JSON in bytes; undefined if the value is not of the documented type. */
  readonly bytes?: number;
  /** The API's response, if the tool is one request. */
  readonly response?: NonNullable<Scope["response"]>;
}

/** Returns the `$response` of expressions. */
export function responseOf({ value, response }: Outcome): NonNullable<Scope["response"]> {
  return { ...response, body: value };
}

// -------------------------------------------------------------------------------------------- values

/**
 * Makes a result of a value: a string becomes text, undefined an empty text, `content(…)` its blocks, and any other
 * value structured content with its JSON as text. Throws a `TypeError` for a value that JSON cannot represent.
 */
export function outcomeOf(value: unknown): Outcome {
  if (isContent(value)) return outcomeOfContent(value);
  if (value === undefined) return { result: textResult("") };
  if (typeof value === "string") return { result: textResult(value), value };
  const text = jsonOf(value);
  // Parsing makes a copy that holds JSON values only and that the code can no longer change.
  const plain: unknown = JSON.parse(text);
  return {
    result: { ...textResult(text), structuredContent: isRecord(plain) ? plain : { result: plain } },
    value: plain,
    bytes: Buffer.byteLength(text),
  };
}

function outcomeOfContent({ content, structuredContent, isError }: ContentResult): Outcome {
  const blocks = JSON.parse(jsonOf(content)) as unknown[];
  const invalid = blocks.findIndex((block) => !isContentBlock(block));
  if (invalid !== -1) throw new TypeError(`item ${invalid} of content(…) is not a content block of MCP`);
  const texts = blocks.map((block) => (block as { text?: unknown }).text);
  const structured: unknown =
    structuredContent === undefined ? undefined : JSON.parse(jsonOf(structuredContent));
  if (structured !== undefined && !isRecord(structured))
    throw new TypeError("expected an object as structured content");
  return {
    result: {
      content: blocks as ToolResult["content"],
      ...(structured && { structuredContent: structured }),
      ...(isError === true && { isError }),
    },
    value: structured ?? (texts.every((text) => typeof text === "string") ? texts.join("\n") : undefined),
  };
}

function textResult(text: string): ToolResult {
  return { content: [{ type: "text", text }] };
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new TypeError(`expected a value that JSON can represent, found a ${typeof value}`);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Required members of each kind of content block. Clients reject the whole result for a block of another shape. */
const BLOCKS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["text", ["text"]],
  ["image", ["data", "mimeType"]],
  ["audio", ["data", "mimeType"]],
  ["resource_link", ["uri", "name"]],
]);

function isContentBlock(block: unknown): boolean {
  if (!isRecord(block)) return false;
  if (block.type === "resource") {
    const { resource } = block;
    return (
      isRecord(resource) &&
      typeof resource.uri === "string" &&
      (typeof resource.text === "string" || typeof resource.blob === "string")
    );
  }
  return BLOCKS.get(block.type)?.every((member) => typeof block[member] === "string") ?? false;
}

// ------------------------------------------------------------------------------------ output schemas

/**
 * Fits a result to the advertised output schema, which a client validates structured content against. It rejects the
 * whole result for one member of another type, so such members are left out; the text stays complete.
 */
export function fitToSchema(result: ToolResult, schema: AdvertisedSchema): ToolResult {
  const pruned = pruneToSchema(result.structuredContent ?? {}, schema) ?? {};
  return { ...result, structuredContent: pruned as Record<string, unknown> };
}

/** Returns the value without the members that the schema does not allow; undefined if it is not allowed itself. */
export function pruneToSchema(value: unknown, schema: AdvertisedSchema | boolean): unknown {
  if (typeof schema === "boolean" || !isAllowed(value, schema.type))
    return schema === true ? value : undefined;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined || typeof items === "boolean") return value;
    const kept = value.map((item) => pruneToSchema(item, items));
    if (kept.every((item, i) => item === value[i])) return value;
    return kept.filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null || !schema.properties) return value;
  let result = value as Record<string, unknown>;
  for (const [name, member] of Object.entries(schema.properties)) {
    if (!Object.hasOwn(value, name)) continue;
    const before = (value as Record<string, unknown>)[name];
    const after = pruneToSchema(before, member);
    if (after === before) continue;
    if (result === value) result = { ...value };
    if (after === undefined) delete result[name];
    // Defined, because assigning `__proto__` would set the prototype.
    else
      Object.defineProperty(result, name, {
        value: after,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return result;
}

function isAllowed(value: unknown, type: AdvertisedSchema["type"]): boolean {
  if (type === undefined) return true;
  const allowed = typeof type === "string" ? [type] : type;
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return allowed.includes(actual) || (Number.isInteger(value) && allowed.includes("integer"));
}

/** The revision since which clients validate successful results only, and not errors, against output schemas. */
const ERRORS_EXEMPT_SINCE = "2026-07-28";

/** Removes the structured content of an error that the client would reject because of the output schema. */
export function errorForClient(result: ToolResult, schema: AdvertisedSchema, revision: string): ToolResult {
  if (revision >= ERRORS_EXEMPT_SINCE || !rejectsErrors(schema)) return result;
  const { structuredContent: _, ...readable } = result;
  return readable;
}

/** True if the structured content of an error may be invalid under the schema. */
export function rejectsErrors(schema: AdvertisedSchema): boolean {
  return (
    Object.keys(schema).some((keyword) => !HARMLESS.has(keyword)) ||
    (schema.properties !== undefined && Object.hasOwn(schema.properties, "error"))
  );
}

/** Keywords that an object with the one member `error` satisfies. */
const HARMLESS = new Set(["type", "properties", "title", "description", "$schema", "$comment", "examples"]);
