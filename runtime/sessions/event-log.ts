import { setImmediate } from "node:timers/promises";
import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";
import type { SessionStore, StoredEvent } from "./store.ts";

/** The SDK's name for the stream that a client opens with GET, on which it hears what belongs to no request. */
export const STANDALONE = "_GET_stream";

/** What a client says in `Last-Event-ID`. */
export interface Place {
  readonly stream: string;
  readonly seq: number;
}

export function eventId({ stream, seq }: Place): string {
  return `${stream}.${seq}`;
}

/** Undefined for what is no event's id. */
export function parseEventId(id: string): Place | undefined {
  const [, stream, seq] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(id) ?? [];
  return stream === undefined ? undefined : { stream, seq: Number(seq) };
}

/** Says how far a stream is, and nothing to the client. */
export function isPriming({ message }: StoredEvent): boolean {
  return Object.keys(message).length === 0;
}

/** The events of one session, as the SDK's transport stores and replays them. */
export class EventLog implements EventStore {
  /** The session is being made anew: what the server says to that is no news. */
  muted = false;
  readonly #store: SessionStore;
  readonly #session: string;
  readonly #onerror: (error: Error) => void;
  readonly #stored = new WeakMap<JSONRPCMessage, string>();
  readonly #own = new Set<string>();
  #replaying: Promise<unknown> = Promise.resolve();

  /** `onerror` hears of events that could not be stored: the client gets them, but not again. */
  constructor(store: SessionStore, session: string, onerror: (error: Error) => void) {
    this.#store = store;
    this.#session = session;
    this.#onerror = onerror;
  }

  /** Whether a request of this stream is carried out here. */
  isOwn(stream: string): boolean {
    return this.#own.has(stream);
  }

  /** The transport is going to send what is in the store already. */
  expect(event: StoredEvent): void {
    this.#stored.set(event.message, eventId(event));
  }

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    if (this.muted) return "";
    let id = this.#stored.get(message);
    if (id === undefined) {
      if (isResponse(message)) this.#own.delete(stream);
      else this.#own.add(stream);
      id = await this.#append(stream, message);
    }
    // While a stream is replayed the transport writes to none: it would lose what it is told to send now.
    await this.#replaying;
    return id;
  }

  async #append(stream: string, message: JSONRPCMessage): Promise<string> {
    try {
      return eventId({ stream, seq: await this.#store.append(this.#session, stream, message) });
    } catch (error) {
      this.#onerror(error as Error);
      return "";
    }
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const place = parseEventId(lastEventId);
    if (!place) throw new Error("this is no event's id");
    const { stream, seq } = place;
    const replay = this.#replay(stream, seq, send);
    // A turn later the transport has taken note of what was replayed.
    this.#replaying = Promise.allSettled([this.#replaying, replay.then(() => setImmediate())]);
    await replay;
    return stream;
  }

  async #replay(
    stream: string,
    seq: number,
    send: (eventId: string, message: JSONRPCMessage) => Promise<void>,
  ): Promise<void> {
    for (const event of await this.#store.read(this.#session, stream, seq))
      if (!isPriming(event)) await send(eventId(event), event.message);
  }
}

export function isResponse(message: JSONRPCMessage): boolean {
  return "result" in message || "error" in message;
}
