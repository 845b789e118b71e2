/** The parts of a stream of server-sent events that do not depend on its messages. */

/** Headers that keep proxies from buffering a stream. */
export const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/** Milliseconds between keep-alive comments: proxies close connections that stay silent. */
export const KEEP_ALIVE_MS = 15_000;

/** A comment, which clients ignore. */
export const KEEP_ALIVE = ": keepalive\n\n";
