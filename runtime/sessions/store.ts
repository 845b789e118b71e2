/** Where sessions and their events are kept. One store can serve several nodes. */
import type { JSONRPCMessage } from "@modelcontextprotocol/server";

/** What it takes to make a session anew, on another node or after a restart. */
export interface SessionRecord {
  /** The server it was made for: to any other the id says nothing. */
  readonly server: string;
  /**
   * The messages of the client that made the session what it is: `initialize`, and what was said later about the
   * connection itself.
   */
  readonly messages: readonly JSONRPCMessage[];
}

/** A message for the client. A priming event, which only says how far the stream is, is an empty object. */
export interface StoredEvent {
  /** Counts the events of the session. */
  readonly seq: number;
  readonly stream: string;
  readonly message: JSONRPCMessage;
}

/** What the nodes that have a session at hand tell each other. */
export type SessionEvent =
  /** An event was stored; of which stream is left out where some may have been missed. */
  | { readonly kind: "event"; readonly stream?: string }
  /** The client sent this to one of the nodes, and it may be for another. */
  | { readonly kind: "message"; readonly from: string; readonly message: JSONRPCMessage }
  | { readonly kind: "end" };

/** Ids reach a store only in the form that `Sessions` gives them. */
export interface SessionStore {
  /** False where there are as many sessions as there may be, and each of them is in use. */
  create(id: string, record: SessionRecord): Promise<boolean>;
  find(id: string): Promise<SessionRecord | undefined>;
  /** Keeps a message as part of the record, in place of an earlier one about the same; none, if it is left out. */
  remember(id: string, about: string, message?: JSONRPCMessage): Promise<void>;
  /** It counts as in use for so many milliseconds, and as idle from then on; false if it has ended. */
  use(id: string, ms: number): Promise<boolean>;
  /** Forgets a session, and tells the nodes. */
  end(id: string): Promise<void>;
  /** Stores an event and tells the nodes; its `seq`. Rejects where there is no such session. */
  append(id: string, stream: string, message: JSONRPCMessage): Promise<number>;
  /** The events of a stream that are still there, in their order, without those up to `after`. */
  read(id: string, stream: string, after: number): Promise<readonly StoredEvent[]>;
  publish(id: string, note: SessionEvent): Promise<void>;
  /** Hears what the nodes tell each other of a session, this one included; until the result is called. */
  listen(id: string, hear: (note: SessionEvent) => void): Promise<() => void>;
  close(): Promise<void>;
}

export interface StoreLimits {
  /** Sessions; when there are more, the one that has been idle for longest ends. 1,000. */
  readonly maxSessions: number;
  /** How long a session may be idle: no request under way and no stream open. 30 minutes. */
  readonly idleMs: number;
  /** Events that a session keeps for clients that take up a stream again. 1,000. */
  readonly maxEvents: number;
  /** Bytes of these events, as JSON. The newest is kept in any case. 4 MiB. */
  readonly maxEventBytes: number;
  /** How long an event is kept. 5 minutes. */
  readonly eventMs: number;
}

export const STORE_LIMITS: StoreLimits = {
  maxSessions: 1_000,
  idleMs: 30 * 60_000,
  maxEvents: 1_000,
  maxEventBytes: 4 * 1024 * 1024,
  eventMs: 5 * 60_000,
};
