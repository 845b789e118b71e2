/** The JSON of a request's body, bounded, whoever read it first. */
import type { IncomingMessage } from "node:http";
import type Koa from "koa";
import { isTooDeep } from "../http/json.ts";

export type Incoming =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: number; readonly code: number; readonly message: string };

/** `limit`: in bytes. */
export async function readJson(ctx: Koa.Context, limit: number): Promise<Incoming> {
  // Other middleware may have read the body, which can be read once: then it has left what it made of it.
  const { body } = ctx.request as { body?: unknown };
  if (ctx.req.readableDidRead) return body === undefined ? GONE : fromMiddleware(body, limit);
  const bytes = await readBytes(ctx.req, limit);
  if (bytes) return parse(bytes.toString("utf8"));
  // What is left of the body is not read, so that the connection cannot be used again.
  ctx.set("Connection", "close");
  return tooLarge(limit);
}

const GONE: Incoming = {
  ok: false,
  status: 500,
  code: -32603,
  message:
    "Internal error: other middleware has read the request body and left nothing in ctx.request.body; mount it behind this application",
};

function tooLarge(limit: number): Incoming {
  return { ok: false, status: 413, code: -32000, message: `Payload Too Large: the limit is ${limit} bytes` };
}

function fromMiddleware(body: unknown, limit: number): Incoming {
  const isText = typeof body === "string" || Buffer.isBuffer(body);
  const text = isText ? body.toString() : write(body);
  if (text === undefined) return TOO_DEEP;
  if (Buffer.byteLength(text) > limit) return tooLarge(limit);
  const parsed = parse(text);
  return parsed.ok && !isText ? { ok: true, value: body } : parsed;
}

function write(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const TOO_DEEP: Incoming = {
  ok: false,
  status: 400,
  code: -32600,
  message: "Invalid Request: the request body is nested too deeply",
};

function parse(text: string): Incoming {
  if (isTooDeep(text)) return TOO_DEEP;
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return {
      ok: false,
      status: 400,
      code: -32700,
      message: "Parse error: the request body is not valid JSON",
    };
  }
}

/** Undefined if it is larger than the limit. */
function readBytes(stream: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        stream.pause();
        resolve(undefined);
      }
    });
    stream.once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    stream.once("error", reject);
  });
}
