/** Sessions in Redis, for several nodes, and to go on after a restart. */
import { createHash } from "node:crypto";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import type { RedisClientType } from "@redis/client";
import type { Logger } from "../log.ts";
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
const NOTES = "speclathe:notes:";
const SESSIONS = "speclathe:sessions";
/** Fields of a session in which messages are remembered begin with this. */
const REMEMBERED = "about ";

/**
 * One database of one Redis server (6.2 or newer). All nodes that use it share their sessions: give each
 * deployment a database of its own.
 */
export class RedisStore implements SessionStore {
  readonly #client: RedisClientType;
  readonly #subscriber: RedisClientType;
  readonly #limits: StoreLimits;
  readonly #listeners = new Set<(note: SessionEvent) => void>();

  private constructor(client: RedisClientType, limits: Partial<StoreLimits>) {
    this.#client = client;
    this.#subscriber = client.duplicate();
    this.#limits = { ...STORE_LIMITS, ...limits };
  }

  /** Connects. Throws a `TypeError` where that cannot be done, with a message that says why. */
  static async open(url: string, limits: Partial<StoreLimits>, logger: Logger): Promise<RedisStore> {
    const { createClient } = await importClient();
    // What cannot be done now is not done later: the client of the session is waiting for an answer.
    const client = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 5_000 } });
    const store = new RedisStore(client as RedisClientType, limits);
    try {
      await store.#connect(logger);
    } catch (error) {
      store.#destroy();
      const { host } = new URL(url);
      throw new TypeError(`Redis at ${host} is out of reach: ${(error as Error).message}`, { cause: error });
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
        NOTES,
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

  async remember(id: string, about: string, message?: JSONRPCMessage): Promise<void> {
    await this.#run(
      REMEMBER,
      [SESSION + id],
      [REMEMBERED + about, ...(message ? [JSON.stringify(message)] : [])],
    );
  }

  async use(id: string, ms: number): Promise<boolean> {
    return (await this.#run(USE, [SESSION + id, SESSIONS], [id, ms, this.#limits.idleMs])) === 1;
  }

  async end(id: string): Promise<void> {
    await this.#run(END, [SESSION + id, EVENTS + id, SESSIONS], [id, NOTES + id]);
  }

  async append(id: string, stream: string, message: JSONRPCMessage): Promise<number> {
    const { maxEvents, maxEventBytes, eventMs } = this.#limits;
    const note = JSON.stringify({ kind: "event", stream } satisfies SessionEvent);
    const seq = await this.#run(
      APPEND,
      [SESSION + id, EVENTS + id],
      [stream, JSON.stringify(message), NOTES + id, note, maxEvents, maxEventBytes, eventMs],
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

  async publish(id: string, note: SessionEvent): Promise<void> {
    await this.#client.publish(NOTES + id, JSON.stringify(note));
  }

  async listen(id: string, hear: (note: SessionEvent) => void): Promise<() => void> {
    const listener = (message: string): void => hear(JSON.parse(message) as SessionEvent);
    this.#listeners.add(hear);
    await this.#subscriber.subscribe(NOTES + id, listener);
    return () => {
      this.#listeners.delete(hear);
      // Where that fails there is no connection, and nothing is heard either way.
      if (this.#subscriber.isReady) this.#subscriber.unsubscribe(NOTES + id, listener).catch(() => {});
    };
  }

  /** Disconnects. The sessions stay, for other nodes and for after a restart. */
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
          if (isConnected) logger.warn({ err: error }, "Redis is out of reach");
        });
    });
    await Promise.race([Promise.all(clients.map((client) => client.connect())), failed]);
    isConnected = true;
    // What was told while the connection was broken has been missed.
    this.#subscriber.on("ready", () => {
      for (const hear of this.#listeners) hear({ kind: "event" });
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

/** What Redis calls a script. */
function digest(script: string): string {
  let found = digests.get(script);
  if (found === undefined) {
    found = createHash("sha1").update(script).digest("hex");
    digests.set(script, found);
  }
  return found;
}

async function importClient(): Promise<typeof import("@redis/client")> {
  try {
    return await import("@redis/client");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TypeError("Sessions in Redis need a package that is not installed: npm install @redis/client");
  }
}
