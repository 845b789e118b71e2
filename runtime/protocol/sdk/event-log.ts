import { setImmediate } from "node:timers/promises";
import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";

/** The SDK's id of the stream that a client opens with GET, for messages that belong to no request. */
export const STANDALONE = "_GET_stream";

/** A message to the client. A priming event, which only gives the client its position, is an empty object. */
export interface StoredEvent {
  /** Counts the events of a session, from 1. */
  readonly seq: number;
  readonly stream: string;
  readonly message: JSONRPCMessage;
}

/** The stored events of one session. */
export interface StoredEvents {
  /** Resolves with the event's `seq`. */
  append(stream: string, message: JSONRPCMessage): Promise<number>;
  /** The events of a stream after `seq`, in order. */
  read(stream: string, after: number): Promise<readonly StoredEvent[]>;
}

/** A position in a stream, as a client sends it in `Last-Event-ID`. */
export interface EventPosition {
  readonly stream: string;
  readonly seq: number;
}

export function eventId({ stream, seq }: EventPosition): string {
  return `${stream}.${seq}`;
}

/** Undefined if the text is not the id of an event. */
export function parseEventId(id: string): EventPosition | undefined {
  const [, stream, seq] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(id) ?? [];
  return stream === undefined ? undefined : { stream, seq: Number(seq) };
}

export function isPriming({ message }: StoredEvent): boolean {
  return Object.keys(message).length === 0;
}

export function isResponse(message: JSONRPCMessage): boolean {
  return "result" in message || "error" in message;
}

/**
 * The event store of one `SessionTransport`.
 *
 * Relies on this behaviour of `WebStandardStreamableHTTPServerTransport` in `@modelcontextprotocol/server` 2.4:
 * - It stores messages that belong to no request under the stream id `_GET_stream`, and a priming event as `{}`.
 * - It awaits `storeEvent` before it looks up the open stream, and writes the message there with the returned id. An
 *   empty id is left out.
 * - It attaches a replayed stream in the microtasks after `replayEventsAfter` has resolved, so that it can write to the
 *   stream by the next turn of the event loop. A message that is sent earlier would reach no stream.
 */
export class EventLog implements EventStore {
  /** True while a session is restored: the answers to its replayed messages are neither stored nor sent. */
  muted = false;
  readonly #events: StoredEvents;
  readonly #onerror: (error: Error) => void;
  readonly #storedIds = new WeakMap<JSONRPCMessage, string>();
  readonly #own = new Set<string>();
  #replaying: Promise<unknown> = Promise.resolve();

  /** `onerror` receives the failures to store an event: the client gets such an event, but no replay of it. */
  constructor(events: StoredEvents, onerror: (error: Error) => void) {
    this.#events = events;
    this.#onerror = onerror;
  }

  /** True if a request of this stream is under way in this process. */
  isOwn(stream: string): boolean {
    return this.#own.has(stream);
  }

  /** Announces that the transport is about to send a message that is already stored. */
  expect(event: StoredEvent): void {
    this.#storedIds.set(event.message, eventId(event));
  }

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    if (this.muted) return "";
    let id = this.#storedIds.get(message);
    if (id === undefined) {
      if (isResponse(message)) this.#own.delete(stream);
      else this.#own.add(stream);
      id = await this.#append(stream, message);
    }
    await this.#replaying;
    return id;
  }

  async #append(stream: string, message: JSONRPCMessage): Promise<string> {
    try {
      return eventId({ stream, seq: await this.#events.append(stream, message) });
    } catch (error) {
      this.#onerror(error as Error);
      return "";
    }
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const position = parseEventId(lastEventId);
    if (!position) throw new Error("this is not the id of an event");
    const { stream, seq } = position;
    const replay = this.#replay(stream, seq, send);
    this.#replaying = Promise.allSettled([this.#replaying, replay.then(() => setImmediate())]);
    await replay;
    return stream;
  }

  async #replay(
    stream: string,
    seq: number,
    send: (eventId: string, message: JSONRPCMessage) => Promise<void>,
  ): Promise<void> {
    for (const event of await this.#events.read(stream, seq))
      if (!isPriming(event)) await send(eventId(event), event.message);
  }
}
