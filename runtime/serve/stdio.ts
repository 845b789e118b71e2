import { PassThrough, type Readable } from "node:stream";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";

/**
 * The SDK's transport over standard input and output, which drops what is under way when the input ends.
 * This one leaves the end to whoever made it, and knows whether there is still something to answer.
 */
export class StdioTransport extends StdioServerTransport {
  readonly #source: Readable;
  readonly #input: PassThrough;
  readonly #unanswered = new Set<unknown>();
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(source: Readable = process.stdin) {
    const input = new PassThrough();
    super(input);
    this.#source = source;
    this.#input = input;
    source.on("error", (error) => this.onerror?.(error));
    source.pipe(input, { end: false });
  }

  /** Resolves when the other side has said all, or has gone. */
  async ended(): Promise<void> {
    await new Promise<void>((resolve) => {
      for (const event of ["end", "close"]) this.#source.once(event, resolve);
      this.#waiting.add(() => this.#isClosed && resolve());
    });
  }

  /** Resolves when everything that was asked so far is answered, and not later than after some time. */
  async answered(ms: number): Promise<void> {
    // What has been read may still be on its way through.
    do await setImmediate();
    while (this.#input.readableLength > 0 && !this.#isClosed);
    if (this.#unanswered.size === 0) return;
    const timer = new AbortController();
    await Promise.race([
      setTimeout(ms, undefined, { signal: timer.signal }).catch(() => {}),
      new Promise<void>((resolve) => this.#waiting.add(() => this.#unanswered.size === 0 && resolve())),
    ]);
    timer.abort();
  }

  override async start(): Promise<void> {
    const deliver = this.onmessage;
    this.onmessage = (message: JSONRPCMessage) => {
      // A subscription is answered when it ends, and that is not waited for.
      if ("id" in message && "method" in message && message.method !== "subscriptions/listen")
        this.#unanswered.add(message.id);
      // One that was cancelled gets no answer.
      else if ("method" in message && message.method === "notifications/cancelled")
        this.#settle(message.params?.requestId);
      deliver?.(message);
    };
    await super.start();
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    if ("result" in message || "error" in message) this.#settle(message.id);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#isClosed = true;
    this.#unanswered.clear();
    this.#source.unpipe(this.#input).pause();
    this.#tell();
  }

  #settle(id: unknown): void {
    this.#unanswered.delete(id);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#waiting) listener();
  }
}
