import { MemoryStore } from "./memory-store.ts";
import { type SessionStore, STORE_LIMITS, type StoreLimits } from "./store.ts";

export interface SessionOptions extends Partial<StoreLimits> {
  /** Where sessions are kept. In this process, which they end with, if it is left out. */
  readonly store?: SessionStore;
  /** Milliseconds after which a client whose stream was cut is asked to come back; 1,000. */
  readonly retryMs?: number;
}

export interface SessionSettings {
  readonly store: SessionStore;
  readonly idleMs: number;
  readonly retryMs: number;
  /** Closes the store, if it was made here. */
  readonly close: () => Promise<void>;
}

/** Throws a `TypeError` for an option that makes no sense. */
export function sessionSettings(options: SessionOptions): SessionSettings {
  const { store, retryMs = 1_000, ...limits } = options;
  for (const [name, value] of Object.entries({ retryMs, ...limits }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new TypeError(`sessions.${name} is no whole number from 1: ${String(value)}`);
  const idleMs = limits.idleMs ?? STORE_LIMITS.idleMs;
  const own = store ? undefined : new MemoryStore(limits);
  return { store: store ?? (own as SessionStore), idleMs, retryMs, close: async () => own?.close() };
}
