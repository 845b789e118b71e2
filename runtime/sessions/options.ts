import type { Logger } from "../log.ts";
import { MemoryStore } from "./memory-store.ts";
import { RedisStore } from "./redis-store.ts";
import { type SessionStore, STORE_LIMITS, type StoreLimits } from "./store.ts";

export interface SessionOptions extends Partial<StoreLimits> {
  /**
   * Where sessions are kept: in this process, which they end with, if it is left out; `redis://…` or `rediss://…`
   * is a database that several nodes can share, and which outlives them.
   */
  readonly store?: string | SessionStore;
  /** Milliseconds after which a client whose stream was cut is asked to come back; 1,000. */
  readonly retryMs?: number;
}

export interface SessionSettings {
  readonly store: SessionStore;
  readonly maxSessions: number;
  readonly idleMs: number;
  readonly retryMs: number;
  /** Closes the store, if it was made here. */
  readonly close: () => Promise<void>;
}

/** Throws a `TypeError` for an option that makes no sense, and for a store that is out of reach. */
export async function openSessions(
  options: true | SessionOptions | undefined,
  logger: Logger,
): Promise<SessionSettings | undefined> {
  if (!options) return undefined;
  const { store: chosen, retryMs = 1_000, ...limits }: SessionOptions = options === true ? {} : options;
  for (const [name, value] of Object.entries({ retryMs, ...limits }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new TypeError(`sessions.${name} is no whole number from 1: ${String(value)}`);
  const isOwn = typeof chosen !== "object";
  const store = isOwn ? await openStore(chosen, limits, logger) : chosen;
  return {
    store,
    maxSessions: limits.maxSessions ?? STORE_LIMITS.maxSessions,
    idleMs: limits.idleMs ?? STORE_LIMITS.idleMs,
    retryMs,
    close: async () => {
      if (isOwn) await store.close();
    },
  };
}

async function openStore(
  url: string | undefined,
  limits: Partial<StoreLimits>,
  logger: Logger,
): Promise<SessionStore> {
  if (url === undefined) return new MemoryStore(limits);
  const scheme = URL.canParse(url) ? new URL(url).protocol : undefined;
  // The URL can hold a password, and is not repeated.
  if (scheme !== "redis:" && scheme !== "rediss:")
    throw new TypeError("The store of sessions is no URL that starts with redis:// or rediss://.");
  return RedisStore.open(url, limits, logger);
}
