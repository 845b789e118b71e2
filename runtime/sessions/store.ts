/** The storage of sessions and their events. Several nodes can share one store. */
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import type { StoredEvent } from "../protocol/sdk/event-log.ts";

export type { StoredEvent };

/** The data from which any node can restore a session. */
export interface SessionRecord {
  /** Name of the server that created the session. Other servers do not accept its id. */
  readonly server: string;
  /** The client's `initialize`, and its later messages about the connection itself, such as `logging/setLevel`. */
  readonly messages: readonly JSONRPCMessage[];
}

/** An event that one node publishes to all nodes on which a session is open. */
export type SessionEvent =
  /** An event was stored. Without `stream`, events of any stream may have been stored. */
  | { readonly kind: "event"; readonly stream?: string }
  /** The client sent this message to the node `from`. It may concern a request of another node. */
  | { readonly kind: "message"; readonly from: string; readonly message: JSONRPCMessage }
  | { readonly kind: "end" };

/** Session ids are UUIDs in lower case. */
export interface SessionStore {
  /** Resolves with false if the store is full and every session is in use. */
  create(id: string, record: SessionRecord): Promise<boolean>;
  find(id: string): Promise<SessionRecord | undefined>;
  /** Adds a message to the record in place of an earlier one under the same key; without a message, removes that one. */
  remember(id: string, key: string, message?: JSONRPCMessage): Promise<void>;
  /** Marks the session as in use for `ms` milliseconds, and as idle after that. Resolves with false if it has ended. */
  use(id: string, ms: number): Promise<boolean>;
  /** Removes a session and publishes `end`. */
  end(id: string): Promise<void>;
  /** Stores an event, publishes that, and resolves with its `seq`. Rejects if there is no such session. */
  append(id: string, stream: string, message: JSONRPCMessage): Promise<number>;
  /** The stored events of a stream after `after`, in order. */
  read(id: string, stream: string, after: number): Promise<readonly StoredEvent[]>;
  publish(id: string, event: SessionEvent): Promise<void>;
  /** Calls `listener` with the events that any node publishes, this one included, until the returned function is called. */
  subscribe(id: string, listener: (event: SessionEvent) => void): Promise<() => void>;
  close(): Promise<void>;
}

export interface StoreLimits {
  /** Number of sessions. Beyond it, the session that has been idle for the longest time ends. 1,000. */
  readonly maxSessions: number;
  /** Milliseconds after which an idle session ends: one without a request under way and without an open stream. 30 minutes. */
  readonly idleMs: number;
  /** Number of events that a session keeps for clients that resume a stream. 1,000. */
  readonly maxEvents: number;
  /** Bytes of these events as JSON. The newest event is always kept. 4 MiB. */
  readonly maxEventBytes: number;
  /** Milliseconds for which an event is kept. 5 minutes. */
  readonly eventMs: number;
}

export const STORE_LIMITS: StoreLimits = {
  maxSessions: 1_000,
  idleMs: 30 * 60_000,
  maxEvents: 1_000,
  maxEventBytes: 4 * 1024 * 1024,
  eventMs: 5 * 60_000,
};
