import type { Logger } from "../log.ts";
import { MemoryStore } from "./memory-store.ts";
import { type SessionStore, STORE_LIMITS, type StoreLimits } from "./store.ts";

export interface SessionOptions extends Partial<StoreLimits> {
  /**
   * The storage of sessions: the memory of this process by default, or a Redis database that several nodes share,
   * as `redis://…` or `rediss://…`, for which `@redis/client` must be installed. A store that is passed as an object
   * keeps its own limits, and its owner closes it.
   */
  readonly store?: string | SessionStore;
  /** Milliseconds after which a client whose stream was cut should reconnect. 1,000. */
  readonly retryMs?: number;
}

interface SessionSettings {
  readonly store: SessionStore;
  readonly maxSessions: number;
  readonly idleMs: number;
  readonly retryMs: number;
  /** Closes the store if it was opened here. */
  readonly close: () => Promise<void>;
}

/** Throws a `TypeError` for an invalid option and for a store that cannot be reached. */
export async function openSessions(
  options: true | SessionOptions | undefined,
  logger: Logger,
): Promise<SessionSettings | undefined> {
  if (!options) return undefined;
  const { store: given, retryMs = 1_000, ...limits }: SessionOptions = options === true ? {} : options;
  for (const [name, value] of Object.entries({ retryMs, ...limits }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new TypeError(`sessions.${name}: expected a positive integer, found ${String(value)}`);
  const isOwn = typeof given !== "object";
  const store = isOwn ? await openStore(given, limits, logger) : given;
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
  // The URL may contain a password, so the message does not quote it.
  if (scheme !== "redis:" && scheme !== "rediss:")
    throw new TypeError("The session store must be a URL that starts with redis:// or rediss://.");
  const { RedisStore } = await import("./redis-store.ts").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TypeError("Sessions in Redis need a package that is not installed: npm install @redis/client");
  });
  return RedisStore.open(url, limits, logger);
}
