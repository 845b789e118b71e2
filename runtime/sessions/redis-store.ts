/** Sessions in Redis, which several nodes share and which survive restarts. The only file that loads `@redis/client`. */
import { createHash } from "node:crypto";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { createClient, type RedisClientType } from "@redis/client";
import { createLogger, type Logger } from "../log.ts";
import { APPEND, CREATE, END, REMEMBER, USE } from "./redis-scripts.ts";
import {
  type SessionEvent,
  type SessionRecord,
  type SessionStore,
  STORE_LIMITS,
  type StoredEvent,
  type StoreLimits,
} from "./store.ts";

const SESSION = "speclathe:session:";
const EVENTS = "speclathe:events:";
/** Prefix of the channels of published events. */
const CHANNEL = "speclathe:notes:";
const SESSIONS = "speclathe:sessions";
/** Prefix of the fields of a session that hold remembered messages. */
const REMEMBERED = "about ";

/**
 * Sessions in one database of a Redis server (6.2 or newer). All nodes that use the database share their sessions, so
 * each deployment needs a database of its own.
 */
export class RedisStore implements SessionStore {
  readonly #client: RedisClientType;
  readonly #subscriber: RedisClientType;
  readonly #limits: StoreLimits;
  readonly #listeners = new Set<(event: SessionEvent) => void>();

  private constructor(client: RedisClientType, limits: Partial<StoreLimits>) {
    this.#client = client;
    this.#subscriber = client.duplicate();
    this.#limits = { ...STORE_LIMITS, ...limits };
  }

  /**
   * Connects to `redis://…` or `rediss://…`. Throws a `TypeError` that names the host and the reason, without the
   * password, if the server cannot be reached.
   */
  static async open(
    url: string,
    limits: Partial<StoreLimits> = {},
    logger: Logger = createLogger(),
  ): Promise<RedisStore> {
    // Without a queue, commands fail at once while Redis is unreachable: the client of the session awaits an answer.
    const client = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 5_000 } });
    const store = new RedisStore(client as RedisClientType, limits);
    try {
      await store.#connect(logger);
    } catch (error) {
      store.#destroy();
      const { host } = new URL(url);
      throw new TypeError(`Redis at ${host} cannot be reached: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return store;
  }

  async create(id: string, { server, messages }: SessionRecord): Promise<boolean> {
    const { maxSessions, idleMs } = this.#limits;
    const keys = [SESSION + id, SESSIONS];
    const initialize = JSON.stringify(messages);
    return (
      (await this.#run(CREATE, keys, [
        id,
        server,
        initialize,
        maxSessions,
        idleMs,
        SESSION,
        EVENTS,
        CHANNEL,
      ])) === 1
    );
  }

  async find(id: string): Promise<SessionRecord | undefined> {
    const { server, initialize, ...more } = await this.#client.hGetAll(SESSION + id);
    if (server === undefined || initialize === undefined) return undefined;
    const remembered = Object.entries(more)
      .filter(([field]) => field.startsWith(REMEMBERED))
      .map(([, message]) => JSON.parse(message) as JSONRPCMessage);
    return { server, messages: [...(JSON.parse(initialize) as JSONRPCMessage[]), ...remembered] };
  }

  async remember(id: string, key: string, message?: JSONRPCMessage): Promise<void> {
    await this.#run(
      REMEMBER,
      [SESSION + id],
      [REMEMBERED + key, ...(message ? [JSON.stringify(message)] : [])],
    );
  }

  async use(id: string, ms: number): Promise<boolean> {
    return (await this.#run(USE, [SESSION + id, SESSIONS], [id, ms, this.#limits.idleMs])) === 1;
  }

  async end(id: string): Promise<void> {
    await this.#run(END, [SESSION + id, EVENTS + id, SESSIONS], [id, CHANNEL + id]);
  }

  async append(id: string, stream: string, message: JSONRPCMessage): Promise<number> {
    const { maxEvents, maxEventBytes, eventMs } = this.#limits;
    const published = JSON.stringify({ kind: "event", stream } satisfies SessionEvent);
    const seq = await this.#run(
      APPEND,
      [SESSION + id, EVENTS + id],
      [stream, JSON.stringify(message), CHANNEL + id, published, maxEvents, maxEventBytes, eventMs],
    );
    if (seq === 0) throw new Error("the session has ended");
    return seq;
  }

  async read(id: string, stream: string, after: number): Promise<readonly StoredEvent[]> {
    const entries = await this.#client.xRange(EVENTS + id, `${after + 1}-0`, "+");
    return (entries ?? [])
      .filter(({ message }) => message.stream === stream)
      .map((entry) => ({
        seq: Number.parseInt(entry.id, 10),
        stream,
        message: JSON.parse(entry.message.message ?? "{}") as JSONRPCMessage,
      }));
  }

  async publish(id: string, event: SessionEvent): Promise<void> {
    await this.#client.publish(CHANNEL + id, JSON.stringify(event));
  }

  async subscribe(id: string, listener: (event: SessionEvent) => void): Promise<() => void> {
    const parseAndCall = (text: string): void => listener(JSON.parse(text) as SessionEvent);
    this.#listeners.add(listener);
    await this.#subscriber.subscribe(CHANNEL + id, parseAndCall);
    return () => {
      this.#listeners.delete(listener);
      // Unsubscribing fails only without a connection, and then no events arrive.
      if (this.#subscriber.isReady) this.#subscriber.unsubscribe(CHANNEL + id, parseAndCall).catch(() => {});
    };
  }

  /** Disconnects. The sessions stay in Redis, for other nodes and for the time after a restart. */
  async close(): Promise<void> {
    if (this.#client.isReady && this.#subscriber.isReady)
      await Promise.all([this.#client.close(), this.#subscriber.close()]);
    else this.#destroy();
  }

  async #connect(logger: Logger): Promise<void> {
    let isConnected = false;
    const clients = [this.#client, this.#subscriber];
    const failed = new Promise<never>((_, reject) => {
      for (const client of clients)
        client.on("error", (error: Error) => {
          reject(error);
          if (isConnected) logger.warn({ err: error }, "Redis cannot be reached");
        });
    });
    await Promise.race([Promise.all(clients.map((client) => client.connect())), failed]);
    isConnected = true;
    // Events that were published while the connection was broken are lost, so listeners read the store again.
    this.#subscriber.on("ready", () => {
      for (const listener of this.#listeners) listener({ kind: "event" });
    });
  }

  #destroy(): void {
    for (const client of [this.#client, this.#subscriber]) if (client.isOpen) client.destroy();
  }

  async #run(script: string, keys: string[], args: readonly (string | number)[]): Promise<number> {
    const options = { keys, arguments: args.map(String) };
    try {
      return (await this.#client.evalSha(digest(script), options)) as number;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return (await this.#client.eval(script, options)) as number;
    }
  }
}

const digests = new Map<string, string>();

/** The SHA-1 digest by which `EVALSHA` names a script. */
function digest(script: string): string {
  let found = digests.get(script);
  if (found === undefined) {
    found = createHash("sha1").update(script).digest("hex");
    digests.set(script, found);
  }
  return found;
}
