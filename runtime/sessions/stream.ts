/** The bytes of event streams. */
import { eventId } from "../protocol/sdk/event-log.ts";
import { KEEP_ALIVE, KEEP_ALIVE_MS } from "../protocol/sse.ts";
import type { StoredEvent } from "./store.ts";

/** A client that leaves this many bytes unread for this long is disconnected. */
interface Patience {
  readonly bytes: number;
  readonly ms: number;
}

const PATIENCE: Patience = { bytes: 4 * 1024 * 1024, ms: 10_000 };

const encoder = new TextEncoder();

/** An event without data, which gives the client its position and the delay before it reconnects. */
export function priming(id: string, retryMs: number): Uint8Array {
  return encoder.encode(`id: ${id}\nretry: ${retryMs}\ndata: \n\n`);
}

/** Returns whether clients of a revision accept an event without data. */
export function understandsPriming(revision: string | null): boolean {
  return revision !== null && revision >= "2025-11-25";
}

/**
 * Passes a response on, with `first` in front of its body, and calls `onend` once when it has ended in any way. Cuts
 * the stream of a client that does not read; the client can resume it.
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
  let onread = (): void => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first) controller.enqueue(first);
        // Not awaited: the stream would start only after the whole response has arrived.
        void pass(controller);
      },
      pull: () => onread(),
      cancel: (reason) => {
        onread();
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
        if ((controller.desiredSize ?? 0) <= 0) await waitForRoom();
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

  function waitForRoom(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new SlowClient(patience)), patience.ms);
      onread = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

class SlowClient extends Error {
  /** The code of a broken connection: the application logs it as one. */
  readonly code = "ECONNABORTED";

  constructor({ bytes, ms }: Patience) {
    super(`the client has read nothing for ${ms} ms, and ${bytes} bytes are waiting`);
  }
}

/** Events that were read from the store. `isEnd`: the stream has no more events. */
interface ReadEvents {
  readonly events: readonly StoredEvent[];
  readonly isEnd: boolean;
}

/** Follows a stream whose requests another node carries out: sends its stored events, and new ones up to the response. */
export class Follower {
  readonly body: ReadableStream<Uint8Array>;
  readonly #read: () => Promise<ReadEvents>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #timer: NodeJS.Timeout;
  #reading: Promise<void> = Promise.resolve();

  /** `read` returns the events that it has not returned before. */
  constructor(read: () => Promise<ReadEvents>) {
    this.#read = read;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#end(),
    });
    this.#timer = setInterval(() => {
      this.#controller?.enqueue(encoder.encode(KEEP_ALIVE));
      // A published event may have been lost.
      this.wake();
    }, KEEP_ALIVE_MS).unref();
  }

  /** Reads the store again. */
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
