/** The tool result an answer of the upstream becomes: pure. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { isJson, isText, mediaType, type SequenceKind, sequenceKind } from "../contract/media-types.ts";
import { statusLine, ToolError } from "../errors.ts";
import { compactJson, decodeText, isTooDeep, parameterOf } from "./body-text.ts";
import { messageOf, retryAfter, upstreamText } from "./error-message.ts";
import { readSequence } from "./sequence.ts";
import type { UpstreamResponse } from "./upstream.ts";

type Content =
  | { type: "text"; text: string }
  | { type: "image" | "audio"; data: string; mimeType: string }
  | EmbeddedResource;

export interface ToolResult {
  content: Content[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  [key: string]: unknown;
}

/** A result, and the value of the document's type that it holds, if the API answered with one. */
export interface Reading {
  readonly result: ToolResult;
  /** What was answered, for expressions: JSON's value, a list of values, text, or bytes in base64. */
  readonly body?: unknown;
  readonly json?: { readonly value: unknown; readonly bytes: number };
}

export interface Asked {
  readonly name: string;
  readonly method: string;
  readonly accept?: string;
}

/**
 * Reads an answer. JSON and sequences of it become structured content and text; text stays text; images and
 * audio become what they are in MCP, other bytes an embedded resource. Throws a `ToolError` for anything but
 * success.
 */
export function readResponse(answer: UpstreamResponse, asked: Asked): Reading {
  const { status, statusText, headers, body } = answer;
  if (status >= 400) throw errorOf(answer);
  if (status >= 300 && status !== 304)
    throw new ToolError("bad_response", `The API answered ${status}: it redirects elsewhere.`, { status });

  const header = headers["content-type"];
  const type = mediaType(header);
  const kind = sequenceKind(type);
  const hasNoBody = asked.method === "HEAD" || status === 204 || status === 205 || status === 304;
  // A sequence without values is an empty list, and anything else without bytes says no more than its status.
  if (kind && !hasNoBody) {
    const result = sequenceResult(kind, answer);
    return { result, body: result.structuredContent?.result };
  }
  if (body.length === 0) return saying(statusLine(status, statusText));
  if (isJson(type)) return jsonReading(answer);
  const sniffed = sniff(answer, type, asked);
  if (sniffed) return sniffed;
  if (type === "text/html" && isJson(asked.accept ?? "")) throw webPage(answer);
  if (isText(type)) return textResult(decodeText(body, header));
  if (type === "" && isUtf8(body) && !body.includes(0)) return textResult(decodeText(body, undefined));
  if (type.startsWith("image/")) return mediaResult("image", body, type);
  if (type.startsWith("audio/")) return mediaResult("audio", body, type);
  // Also an answer of several parts, with the header that says how to take it apart: as content blocks they
  // would lose their names and headers.
  const mimeType = type.startsWith("multipart/") ? (header ?? type) : type || "application/octet-stream";
  return {
    result: { content: [embed(body, mimeType, asked.name, headers["content-disposition"])] },
    body: body.toString("base64"),
  };
}

function mediaResult(type: "image" | "audio", body: Buffer, mimeType: string): Reading {
  const data = body.toString("base64");
  return { result: { content: [{ type, data, mimeType }] }, body: data };
}

function textResult(text: string): Reading {
  return { ...saying(text), body: text };
}

/** Words of ours, where the API has none. */
function saying(text: string): Reading {
  return { result: { content: [{ type: "text", text }] } };
}

function jsonReading({ status, statusText, headers, body }: UpstreamResponse): Reading {
  // A line break at the end says nothing, and some say nothing else.
  const text = decodeText(body, headers["content-type"]).trim();
  if (text === "") return saying(statusLine(status, statusText));
  if (isTooDeep(text))
    throw new ToolError("bad_response", "The API's answer is nested too deeply to be used.", { status });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ToolError("bad_response", "The API's answer says that it is JSON, and is not.", {
      status,
      cause,
    });
  }
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return {
    result: {
      content: [{ type: "text", text: compactJson(text, value) }],
      // Structured content is an object in every revision before 2026-07-28; one shape for all of them.
      structuredContent: isRecord ? (value as Record<string, unknown>) : { result: value },
    },
    body: value,
    json: { value, bytes: body.length },
  };
}

function sequenceResult(kind: SequenceKind, { headers, body, cut }: UpstreamResponse): ToolResult {
  // Events are UTF-8 whatever a header says.
  const header = kind === "events" ? "text/event-stream; charset=utf-8" : headers["content-type"];
  const items = readSequence(kind, decodeText(body, header), cut !== undefined);
  const text = `[${items.map((item) => item.json).join(",")}]`;
  const result = items.map((item) => item.value);
  if (cut === undefined) return { content: [{ type: "text", text }], structuredContent: { result } };
  return {
    content: [
      { type: "text", text },
      { type: "text", text: `The API's answer is incomplete: ${cut}. Above is what had arrived by then.` },
    ],
    structuredContent: { result, truncated: true },
  };
}

/**
 * JSON that does not say so: of no type at all, or of one that servers give to whatever they have no other
 * for, where JSON was asked for.
 */
function sniff(answer: UpstreamResponse, type: string, asked: Asked): Reading | undefined {
  const isUnsaid = type === "" || (/^text\/(?:html|plain)$/.test(type) && isJson(asked.accept ?? ""));
  if (!isUnsaid || !/^(?:\uFEFF)?\s*[[{]/.test(answer.body.toString("utf8", 0, 100))) return undefined;
  try {
    return jsonReading(answer);
  } catch {
    return undefined;
  }
}

// ------------------------------------------------------------------------------- embedded resources

interface EmbeddedResource {
  readonly type: "resource";
  readonly resource: {
    readonly uri: string;
    readonly mimeType: string;
    readonly blob: string;
    readonly _meta?: { readonly name: string };
  };
}

/**
 * A resource that is nowhere but in this result. Its bytes give it an address of its own, so that a client
 * never takes it for another. A file name that the API gave is the end of that address, and in `_meta`.
 */
function embed(
  body: Buffer,
  mimeType: string,
  owner: string,
  disposition: string | undefined,
): EmbeddedResource {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const name = fileName(disposition);
  const path = [owner, digest, ...(name === undefined ? [] : [name])].map(encodeURIComponent).join("/");
  return {
    type: "resource",
    resource: {
      uri: `speclathe:///${path}`,
      mimeType,
      blob: body.toString("base64"),
      ...(name !== undefined && { _meta: { name } }),
    },
  };
}

/** The file name of a Content-Disposition header (RFC 6266): never a path, and nothing that nobody sees. */
function fileName(disposition: string | undefined): string | undefined {
  const given = extendedValue(parameterOf(disposition, "filename*")) ?? parameterOf(disposition, "filename");
  const name = given
    ?.split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[\s\p{C}:*?"<>|]+/gu, " ")
    .replace(/^[\s.]+/, "")
    .trim();
  return name === undefined || name === "" ? undefined : [...name].slice(0, 100).join("");
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function extendedValue(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? "")?.[1];
  try {
    return encoded && decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

// -------------------------------------------------------------------------------------------- errors

function webPage({ status, body, headers }: UpstreamResponse): ToolError {
  return new ToolError("bad_response", "The API answered with a web page instead of data.", {
    status,
    ...upstreamText(messageOf(body, headers["content-type"])),
  });
}

function errorOf({ status, statusText, headers, body }: UpstreamResponse): ToolError {
  const retryAfterSeconds = retryAfter(headers["retry-after"]);
  return ToolError.ofStatus(status, statusText, {
    ...upstreamText(messageOf(body, headers["content-type"])),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
