/** Converts responses of upstreams to tool results. Pure. */
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

/** A result, and the JSON value in it, if the response was JSON. */
export interface Reading {
  readonly result: ToolResult;
  /** The value of the body for expressions: a JSON value, a list of values, text, or bytes in base64. */
  readonly body?: unknown;
  readonly json?: { readonly value: unknown; readonly bytes: number };
}

/** The request that a response answers. */
export interface AnsweredRequest {
  /** The name of the tool. */
  readonly name: string;
  readonly method: string;
  readonly accept?: string;
}

/**
 * Reads a response. JSON and sequences of JSON become structured content and text; text stays text; images and audio
 * become content of that type, other bytes an embedded resource. Throws a `ToolError` for every status but success.
 */
export function readResponse(answer: UpstreamResponse, request: AnsweredRequest): Reading {
  const { status, statusText, headers, body } = answer;
  if (status >= 400) throw errorOf(answer);
  if (status >= 300 && status !== 304)
    throw new ToolError("bad_response", `The API answered ${status}: it redirects elsewhere.`, { status });

  const header = headers["content-type"];
  const type = mediaType(header);
  const kind = sequenceKind(type);
  const hasNoBody = request.method === "HEAD" || status === 204 || status === 205 || status === 304;
  // An empty sequence is an empty list. Any other empty body leaves the status alone.
  if (kind && !hasNoBody) {
    const result = sequenceResult(kind, answer);
    return { result, body: result.structuredContent?.result };
  }
  if (body.length === 0) return textOnly(statusLine(status, statusText));
  if (isJson(type)) return jsonReading(answer);
  const sniffed = sniff(answer, type, request);
  if (sniffed) return sniffed;
  if (type === "text/html" && isJson(request.accept ?? "")) throw webPage(answer);
  if (isText(type)) return textResult(decodeText(body, header));
  if (type === "" && isUtf8(body) && !body.includes(0)) return textResult(decodeText(body, undefined));
  if (type.startsWith("image/")) return mediaResult("image", body, type);
  if (type.startsWith("audio/")) return mediaResult("audio", body, type);
  // A multipart body stays whole and keeps the header with its boundary: as content blocks its parts would lose their
  // names and headers.
  const mimeType = type.startsWith("multipart/") ? (header ?? type) : type || "application/octet-stream";
  return {
    result: { content: [embed(body, mimeType, request.name, headers["content-disposition"])] },
    body: body.toString("base64"),
  };
}

function mediaResult(type: "image" | "audio", body: Buffer, mimeType: string): Reading {
  const data = body.toString("base64");
  return { result: { content: [{ type, data, mimeType }] }, body: data };
}

function textResult(text: string): Reading {
  return { ...textOnly(text), body: text };
}

/** A text result without a value. */
function textOnly(text: string): Reading {
  return { result: { content: [{ type: "text", text }] } };
}

function jsonReading({ status, statusText, headers, body }: UpstreamResponse): Reading {
  // Some bodies consist of a line break.
  const text = decodeText(body, headers["content-type"]).trim();
  if (text === "") return textOnly(statusLine(status, statusText));
  if (isTooDeep(text))
    throw new ToolError("bad_response", "The API's answer is nested too deeply to be used.", { status });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ToolError("bad_response", "The API's answer is declared as JSON, and is not JSON.", {
      status,
      cause,
    });
  }
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return {
    result: {
      content: [{ type: "text", text: compactJson(text, value) }],
      // Before revision 2026-07-28 structured content had to be an object; all revisions get the same shape.
      structuredContent: isRecord ? (value as Record<string, unknown>) : { result: value },
    },
    body: value,
    json: { value, bytes: body.length },
  };
}

function sequenceResult(kind: SequenceKind, { headers, body, cut }: UpstreamResponse): ToolResult {
  // Events are always UTF-8 (HTML Standard, section 9.2.6).
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
 * Reads a body that is JSON without a JSON type: it has no type, or JSON was requested and it has the default type of
 * a web server.
 */
function sniff(answer: UpstreamResponse, type: string, request: AnsweredRequest): Reading | undefined {
  const isUndeclared = type === "" || (/^text\/(?:html|plain)$/.test(type) && isJson(request.accept ?? ""));
  if (!isUndeclared || !/^(?:\uFEFF)?\s*[[{]/.test(answer.body.toString("utf8", 0, 100))) return undefined;
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
 * Embeds bytes as a resource that exists in this result only. Its URI contains a digest of the bytes, so that no two
 * resources share one. A file name from the API ends the URI and stands in `_meta`.
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

/** The file name of a Content-Disposition header (RFC 6266), without a path and without invisible characters. */
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

/** Decodes a value of RFC 8187, such as `UTF-8''na%C3%AFve.txt`. */
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
