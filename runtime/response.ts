/** The tool result an answer of the upstream becomes: pure. */
import { ToolError } from "./errors.ts";
import { isJson } from "./request.ts";
import type { UpstreamResponse } from "./upstream.ts";

type Content =
  | { type: "text"; text: string }
  | { type: "image" | "audio"; data: string; mimeType: string }
  | { type: "resource"; resource: { uri: string; mimeType: string; blob: string } };

export interface ToolResult {
  content: Content[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  [key: string]: unknown;
}

/** What of an upstream's own words is passed on. */
const MAX_UPSTREAM_TEXT = 500;

/**
 * Reads an answer. JSON becomes structured content and text; text stays text; images and audio become what
 * they are in MCP, other bytes an embedded resource. Throws a `ToolError` for anything but success.
 */
export function readResponse(answer: UpstreamResponse, tool: { name: string; accept?: string }): ToolResult {
  const { status, statusText, headers, body } = answer;
  if (status >= 400) throw errorOf(answer);
  if (status >= 300 && status !== 304)
    throw new ToolError("bad_response", `The API answered ${status}: it redirects elsewhere.`, { status });
  if (body.length === 0) return { content: [{ type: "text", text: `${status} ${statusText}`.trim() }] };

  const type = mediaType(headers["content-type"]);
  if (isJson(type)) return jsonResult(body, status);
  if (type === "text/html" && isJson(tool.accept ?? ""))
    throw new ToolError("bad_response", "The API answered with a web page instead of data.", {
      status,
      ...upstreamText(pageTitle(body.toString("utf8"))),
    });
  if (
    type === "" ||
    /^text\/|[/+]xml$|^application\/(?:javascript|x-www-form-urlencoded|yaml|x-ndjson)$/.test(type)
  )
    return { content: [{ type: "text", text: body.toString("utf8") }] };
  const data = body.toString("base64");
  if (type.startsWith("image/")) return { content: [{ type: "image", data, mimeType: type }] };
  if (type.startsWith("audio/")) return { content: [{ type: "audio", data, mimeType: type }] };
  const uri = `speclathe:///${encodeURIComponent(tool.name)}`;
  return { content: [{ type: "resource", resource: { uri, mimeType: type, blob: data } }] };
}

function jsonResult(body: Buffer, status: number): ToolResult {
  // Decoding drops a byte order mark, and a line break at the end says nothing.
  const text = new TextDecoder().decode(body).trim();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ToolError("bad_response", "The API's answer says that it is JSON, and is not.", {
      status,
      cause,
    });
  }
  // Compact text is passed on as it is, which also keeps numbers that JavaScript cannot hold.
  const compact = text.includes("\n") ? JSON.stringify(value) : text;
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return {
    content: [{ type: "text", text: compact }],
    // Structured content is an object in every revision before 2026-07-28; one shape for all of them.
    structuredContent: isRecord ? (value as Record<string, unknown>) : { result: value },
  };
}

function mediaType(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

// -------------------------------------------------------------------------------------------- errors

function errorOf({ status, statusText, headers, body }: UpstreamResponse): ToolError {
  const type = mediaType(headers["content-type"]);
  const retryAfterSeconds = retryAfter(headers["retry-after"]);
  return ToolError.ofStatus(status, /^[\x20-\x7e]{0,60}$/.test(statusText) ? statusText : "", {
    ...upstreamText(type === "text/html" ? pageTitle(body.toString("utf8")) : messageOf(body, type)),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

function upstreamText(text: string | undefined): { upstream?: string } {
  const clean = text?.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, " ").trim();
  if (clean === undefined || clean === "") return {};
  return { upstream: clean.length > MAX_UPSTREAM_TEXT ? `${clean.slice(0, MAX_UPSTREAM_TEXT)}…` : clean };
}

function pageTitle(html: string): string | undefined {
  return /<title[^>]*>([^<]{1,200})/i.exec(html.slice(0, 20_000))?.[1];
}

/** Seconds of a Retry-After header: a number, or a date. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** Members that hold an error's words, the most telling first: RFC 9457, then what APIs use. */
const MESSAGE_MEMBERS = ["detail", "message", "error_description", "error", "title", "msg", "reason"];

function messageOf(body: Buffer, type: string): string | undefined {
  const text = body.toString("utf8", 0, 64 * 1024);
  if (!isJson(type)) return /^text\/|^$|xml$/.test(type) ? text : undefined;
  try {
    return messages(JSON.parse(text), 0).join("; ") || undefined;
  } catch {
    return text;
  }
}

function messages(value: unknown, depth: number): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value !== "object" || value === null || depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item) => messages(item, depth + 1));
  const record = value as Record<string, unknown>;
  const named = record.field ?? record.path ?? record.name ?? record.pointer;
  const own =
    MESSAGE_MEMBERS.map((key) => messages(record[key], depth + 1)).find((found) => found.length > 0) ?? [];
  const told = typeof named === "string" && depth > 0 ? own.map((message) => `${named}: ${message}`) : own;
  return [...told, ...messages(record.errors, depth + 1)];
}
