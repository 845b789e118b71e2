/** The bytes of event streams. */

import { eventId } from "./event-log.ts";
import type { StoredEvent } from "./store.ts";

const KEEP_ALIVE_MS = 15_000;
/** A client that has so many bytes waiting and reads none of them for so long is cut off. */
export interface Patience {
  readonly bytes: number;
  readonly ms: number;
}

const PATIENCE: Patience = { bytes: 4 * 1024 * 1024, ms: 10_000 };

const encoder = new TextEncoder();

/** Tells a client how far the stream is and when to come back, so that it can from the first byte on. */
export function priming(id: string, retryMs: number): Uint8Array {
  return encoder.encode(`id: ${id}\nretry: ${retryMs}\ndata: \n\n`);
}

/** Revisions whose clients understand an event without data. */
export function understandsPriming(revision: string | null): boolean {
  return revision !== null && revision >= "2025-11-25";
}

/**
 * Passes an answer on, `first` before everything else, and calls `onend` once when it has ended in whatever way. A
 * client that does not read is cut off, and can take up its stream again.
 */
export function watched(
  response: Response,
  onend: () => void,
  first?: Uint8Array,
  patience = PATIENCE,
): Response {
  if (!response.body) {
    onend();
    return response;
  }
  const reader = response.body.getReader();
  let read = (): void => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first) controller.enqueue(first);
        // Not awaited: the stream would start, and the client be answered, only when everything is there.
        void pass(controller);
      },
      pull: () => read(),
      cancel: (reason) => {
        read();
        return reader.cancel(reason);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: patience.bytes }),
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });

  async function pass(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        if ((controller.desiredSize ?? 0) <= 0) await room();
        controller.enqueue(next.value);
      }
      controller.close();
    } catch (error) {
      await reader.cancel(error).catch(() => {});
      controller.error(error);
    } finally {
      onend();
    }
  }

  function room(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new SlowClient(patience)), patience.ms);
      read = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

class SlowClient extends Error {
  /** To the edge this is a connection that broke. */
  readonly code = "ECONNABORTED";

  constructor({ bytes, ms }: Patience) {
    super(`the client has read nothing for ${ms} ms, and ${bytes} bytes are waiting`);
  }
}

/** What a reader of the store found of a stream; `isEnd`: nothing more will come. */
export interface Found {
  readonly events: readonly StoredEvent[];
  readonly isEnd: boolean;
}

/**
 * A stream whose requests another node carries out, or did: what is stored of it, and what is stored from then
 * on, up to the answer.
 */
export class Follower {
  readonly body: ReadableStream<Uint8Array>;
  readonly #read: () => Promise<Found>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #timer: NodeJS.Timeout;
  #reading: Promise<void> = Promise.resolve();

  /** `read` gives what it has not given before. */
  constructor(read: () => Promise<Found>) {
    this.#read = read;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#end(),
    });
    this.#timer = setInterval(() => {
      this.#controller?.enqueue(encoder.encode(": keepalive\n\n"));
      // Should ever a note have been lost.
      this.wake();
    }, KEEP_ALIVE_MS).unref();
  }

  /** There may be more to read. */
  wake(): void {
    this.#reading = this.#reading.then(() => this.#pass());
  }

  async #pass(): Promise<void> {
    if (!this.#controller) return;
    try {
      const { events, isEnd } = await this.#read();
      for (const event of events)
        this.#controller?.enqueue(
          encoder.encode(`event: message\nid: ${eventId(event)}\ndata: ${JSON.stringify(event.message)}\n\n`),
        );
      if (!isEnd) return;
      this.#controller?.close();
    } catch (error) {
      this.#controller?.error(error);
    }
    this.#end();
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#controller = undefined;
  }
}
