import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type Koa from "koa";

/**
 * Answers with a web response. Koa can do that too, but lets go of a stream only with its next chunk after the
 * client has gone, and sends the head with the first.
 */
export function respond(ctx: Koa.Context, response: Response): void {
  ctx.body = response;
  if (!response.body) return;
  ctx.body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) ctx.flushHeaders();
}
