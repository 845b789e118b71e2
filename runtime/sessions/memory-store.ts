import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import {
  type SessionEvent,
  type SessionRecord,
  type SessionStore,
  STORE_LIMITS,
  type StoredEvent,
  type StoreLimits,
} from "./store.ts";

interface Kept {
  readonly record: SessionRecord;
  readonly remembered: Map<string, JSONRPCMessage>;
  readonly listeners: Set<(event: SessionEvent) => void>;
  events: (StoredEvent & { readonly bytes: number; readonly at: number })[];
  bytes: number;
  seq: number;
  usedUntil: number;
}

/** Bytes of the events of all sessions together, as JSON. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** Sessions of one process, which end with it. */
export class MemoryStore implements SessionStore {
  readonly #limits: StoreLimits;
  readonly #maxTotalBytes: number;
  #totalBytes = 0;
  readonly #sessions = new Map<string, Kept>();
  readonly #sweep: NodeJS.Timeout;

  constructor(limits: Partial<StoreLimits> = {}, maxTotalBytes = MAX_TOTAL_BYTES) {
    this.#maxTotalBytes = maxTotalBytes;
    this.#limits = { ...STORE_LIMITS, ...limits };
    const { idleMs, eventMs } = this.#limits;
    this.#sweep = setInterval(() => this.#expire(), Math.min(idleMs, eventMs, 30_000)).unref();
  }

  async create(id: string, record: SessionRecord): Promise<boolean> {
    this.#expire();
    const now = Date.now();
    if (this.#sessions.size >= this.#limits.maxSessions) {
      const [oldest] = [...this.#sessions].sort(([, a], [, b]) => a.usedUntil - b.usedUntil);
      if (!oldest || oldest[1].usedUntil > now) return false;
      this.#end(oldest[0]);
    }
    this.#sessions.set(id, {
      record,
      remembered: new Map(),
      listeners: new Set(),
      events: [],
      bytes: 0,
      seq: 0,
      usedUntil: now,
    });
    return true;
  }

  async find(id: string): Promise<SessionRecord | undefined> {
    const kept = this.#find(id);
    return kept && { ...kept.record, messages: [...kept.record.messages, ...kept.remembered.values()] };
  }

  async remember(id: string, key: string, message?: JSONRPCMessage): Promise<void> {
    const remembered = this.#find(id)?.remembered;
    remembered?.delete(key);
    if (message) remembered?.set(key, message);
  }

  async use(id: string, ms: number): Promise<boolean> {
    const kept = this.#find(id);
    if (kept) kept.usedUntil = Date.now() + ms;
    return kept !== undefined;
  }

  async end(id: string): Promise<void> {
    this.#end(id);
  }

  async append(id: string, stream: string, message: JSONRPCMessage): Promise<number> {
    const kept = this.#find(id);
    if (!kept) throw new Error("the session has ended");
    const bytes = Buffer.byteLength(JSON.stringify(message));
    kept.seq += 1;
    kept.events.push({ seq: kept.seq, stream, message, bytes, at: Date.now() });
    kept.bytes += bytes;
    this.#totalBytes += bytes;
    this.#trim(kept);
    this.#makeRoom();
    this.#publish(kept, { kind: "event", stream });
    return kept.seq;
  }

  async read(id: string, stream: string, after: number): Promise<readonly StoredEvent[]> {
    return this.#find(id)?.events.filter((event) => event.seq > after && event.stream === stream) ?? [];
  }

  async publish(id: string, event: SessionEvent): Promise<void> {
    const kept = this.#find(id);
    if (kept) this.#publish(kept, event);
  }

  async subscribe(id: string, listener: (event: SessionEvent) => void): Promise<() => void> {
    const listeners = this.#find(id)?.listeners;
    listeners?.add(listener);
    return () => listeners?.delete(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    for (const id of [...this.#sessions.keys()]) this.#end(id);
  }

  #find(id: string): Kept | undefined {
    const kept = this.#sessions.get(id);
    if (!kept || kept.usedUntil + this.#limits.idleMs > Date.now()) return kept;
    this.#end(id);
    return undefined;
  }

  #end(id: string): void {
    const kept = this.#sessions.get(id);
    if (!kept) return;
    this.#sessions.delete(id);
    this.#totalBytes -= kept.bytes;
    this.#publish(kept, { kind: "end" });
  }

  #publish(kept: Kept, event: SessionEvent): void {
    for (const listener of [...kept.listeners]) listener(event);
  }

  #trim(kept: Kept): void {
    const { maxEvents, maxEventBytes, eventMs } = this.#limits;
    const oldest = Date.now() - eventMs;
    let [dropped, bytes] = [0, kept.bytes];
    for (const event of kept.events) {
      const left = kept.events.length - dropped;
      if (event.at > oldest && left <= maxEvents && (bytes <= maxEventBytes || left === 1)) break;
      bytes -= event.bytes;
      dropped += 1;
    }
    this.#drop(kept, dropped);
  }

  /** Drops the older half of the events of the largest session, until all events fit. */
  #makeRoom(): void {
    while (this.#totalBytes > this.#maxTotalBytes) {
      const [largest] = [...this.#sessions.values()].sort((a, b) => b.bytes - a.bytes);
      if (!largest || largest.events.length < 2) return;
      this.#drop(largest, largest.events.length >> 1);
    }
  }

  /** Drops the oldest events of a session. */
  #drop(kept: Kept, count: number): void {
    if (count === 0) return;
    const bytes = kept.events.slice(0, count).reduce((sum, event) => sum + event.bytes, 0);
    kept.bytes -= bytes;
    this.#totalBytes -= bytes;
    kept.events = kept.events.slice(count);
  }

  #expire(): void {
    for (const [id, kept] of this.#sessions) if (this.#find(id)) this.#trim(kept);
  }
}
