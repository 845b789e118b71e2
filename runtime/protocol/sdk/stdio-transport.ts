import { PassThrough, type Readable } from "node:stream";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";

/**
 * The SDK's transport over standard input and output, but open after the input has ended, so that requests that are
 * under way can still be answered.
 *
 * Relies on this behaviour of `@modelcontextprotocol/server` 2.4:
 * - `StdioServerTransport` reads only from the stream that it is given, and closes itself when that stream ends. This
 *   class gives it a stream that never ends.
 * - It passes each message to the `onmessage` that is set before `start`, in the turn in which it reads the message.
 * - A closed transport calls `onclose` and rejects `send`.
 */
export class StdioTransport extends StdioServerTransport {
  readonly #source: Readable;
  readonly #input: PassThrough;
  readonly #unanswered = new Set<unknown>();
  readonly #listeners = new Set<() => void>();
  #isClosed = false;

  constructor(source: Readable = process.stdin) {
    const input = new PassThrough();
    super(input);
    this.#source = source;
    this.#input = input;
    source.on("error", (error) => this.onerror?.(error));
    source.pipe(input, { end: false });
  }

  /** Resolves when the input has ended, or the transport is closed. */
  async ended(): Promise<void> {
    await new Promise<void>((resolve) => {
      for (const event of ["end", "close"]) this.#source.once(event, resolve);
      this.#listeners.add(() => this.#isClosed && resolve());
    });
  }

  /** Resolves when every request read so far is answered or cancelled, or after `ms` milliseconds. */
  async answered(ms: number): Promise<void> {
    // The last bytes of the input may still be in the stream between the source and the SDK.
    do await setImmediate();
    while (this.#input.readableLength > 0 && !this.#isClosed);
    if (this.#unanswered.size === 0) return;
    const timer = new AbortController();
    await Promise.race([
      setTimeout(ms, undefined, { signal: timer.signal }).catch(() => {}),
      new Promise<void>((resolve) => this.#listeners.add(() => this.#unanswered.size === 0 && resolve())),
    ]);
    timer.abort();
  }

  override async start(): Promise<void> {
    const deliver = this.onmessage;
    this.onmessage = (message: JSONRPCMessage) => {
      // A subscription is answered only when it ends, so there is no waiting for it.
      if ("id" in message && "method" in message && message.method !== "subscriptions/listen")
        this.#unanswered.add(message.id);
      // A cancelled request gets no answer.
      else if ("method" in message && message.method === "notifications/cancelled")
        this.#markAnswered(message.params?.requestId);
      deliver?.(message);
    };
    await super.start();
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    if ("result" in message || "error" in message) this.#markAnswered(message.id);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#isClosed = true;
    this.#unanswered.clear();
    this.#source.unpipe(this.#input).pause();
    this.#callListeners();
  }

  #markAnswered(id: unknown): void {
    this.#unanswered.delete(id);
    this.#callListeners();
  }

  #callListeners(): void {
    for (const listener of this.#listeners) listener();
  }
}
