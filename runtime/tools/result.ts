/** What a tool comes to: the result that clients get, and the value that expressions and code get. */

import type { Scope } from "../expressions.ts";
import { type ContentResult, isContent } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";

export interface Outcome {
  readonly result: ToolResult;
  /** JSON's value, text, or bytes in base64; undefined where there is nothing. */
  readonly value?: unknown;
  /** Bytes of JSON that the value took, where it is one of the documented type. */
  readonly bytes?: number;
  /** What the API answered to a tool that is one request. */
  readonly response?: NonNullable<Scope["response"]>;
}

/** What `$response` is of an answer. */
export function responseOf({ value, response }: Outcome): NonNullable<Scope["response"]> {
  return { ...response, body: value };
}

/**
 * A value as a result: a string is text, nothing an empty text, `content(…)` what it says, and any other value
 * structured content with its JSON beside it. Throws for what JSON cannot hold.
 */
export function outcomeOf(value: unknown): Outcome {
  if (isContent(value)) return ofContent(value);
  if (value === undefined) return { result: textResult("") };
  if (typeof value === "string") return { result: textResult(value), value };
  const text = jsonOf(value);
  // Read again: it is then JSON through and through, and nobody else's to change.
  const plain: unknown = JSON.parse(text);
  return {
    result: { ...textResult(text), structuredContent: isRecord(plain) ? plain : { result: plain } },
    value: plain,
    bytes: Buffer.byteLength(text),
  };
}

function ofContent({ content, structuredContent, isError }: ContentResult): Outcome {
  const blocks = JSON.parse(jsonOf(content)) as unknown[];
  for (const block of blocks)
    if (!isBlock(block))
      throw new TypeError("what content(…) was given holds something that is no block of content");
  const texts = blocks.map((block) => (block as { text?: unknown }).text);
  const structured: unknown =
    structuredContent === undefined ? undefined : JSON.parse(jsonOf(structuredContent));
  if (structured !== undefined && !isRecord(structured))
    throw new TypeError("structured content must be an object");
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
  if (text === undefined) throw new TypeError(`a ${typeof value} is no answer: JSON cannot hold it`);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members that each kind of block has to have; clients refuse a whole result for one of another shape. */
const BLOCKS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["text", ["text"]],
  ["image", ["data", "mimeType"]],
  ["audio", ["data", "mimeType"]],
  ["resource_link", ["uri", "name"]],
]);

function isBlock(block: unknown): boolean {
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
