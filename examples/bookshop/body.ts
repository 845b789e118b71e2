import type Koa from "koa";
import { Problem } from "./problems.ts";

const MAX_BYTES = 1024 * 1024;

export function readBytes(ctx: Koa.Context): Promise<Buffer> {
  const { req } = ctx;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // Reads an oversized body to its end: closing the connection early could hide the 413 from the client.
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BYTES) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(new Problem(413, `A body may have at most ${MAX_BYTES} bytes.`));
      }
    });
    req.on("end", () => resolve(Buffer.concat(chunks)));
    req.on("error", () => reject(new Problem(400, "The body ended early.")));
  });
}

export async function readJson(ctx: Koa.Context): Promise<unknown> {
  const bytes = await readBytes(ctx);
  if (bytes.length === 0) throw new Problem(400, "This operation needs a JSON body.");
  if (!ctx.is("json", "+json")) throw new Problem(415, "The body must be application/json.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, "The body is not valid JSON.");
  }
}

/** Reads an optional body; no body counts as `{}`. */
export async function readOptionalJson(ctx: Koa.Context): Promise<unknown> {
  return ctx.is() === null || ctx.request.length === 0 ? {} : readJson(ctx);
}
