/** Sessions of the protocol's 2025 era, for one server on one node. */
import { randomBytes, randomUUID } from "node:crypto";
import { isInitializeRequest, type JSONRPCMessage, type Server } from "@modelcontextprotocol/server";
import type { Logger } from "../log.ts";
import { errorResponse } from "../protocol/json-rpc-errors.ts";
import { Session, type SessionContext } from "./session.ts";
import type { SessionStore } from "./store.ts";

/** Milliseconds for which a session is marked as in use; the mark is renewed while the use lasts. */
const LEASE_MS = 60_000;
/** Bytes of an `initialize`, which is stored as long as the session. */
const MAX_INITIALIZE = 64 * 1024;
const METHODS = new Set(["GET", "POST", "DELETE"]);
/** The ids that `randomUUID` makes. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface SessionsOptions {
  /** The server's name. */
  readonly server: string;
  readonly store: SessionStore;
  /** Milliseconds after which an idle session is closed on this node. */
  readonly idleMs: number;
  /** Milliseconds after which a client whose stream was cut should reconnect. */
  readonly retryMs: number;
  readonly createServer: () => Server;
  readonly logger: Logger;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #context: SessionContext;
  readonly #sessions = new Map<string, Session>();
  readonly #restoring = new Map<string, Promise<Session | undefined>>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: SessionsOptions) {
    const { server, store, retryMs, createServer, logger } = options;
    this.#options = options;
    this.#context = {
      store,
      node: randomBytes(9).toString("base64url"),
      retryMs,
      createServer,
      onerror: (error) => logger.debug({ server, err: error }, "a message in a session was refused"),
      onclose: ({ id }) => this.#sessions.delete(id),
    };
    this.#timer = setInterval(() => this.#maintain(), LEASE_MS / 2).unref();
  }

  /** Number of sessions that are open on this node. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Answers a request of the 2025 era. `body` is the JSON of a POST. */
  async fetch(request: Request, body: unknown): Promise<Response> {
    try {
      return await this.#answer(request, body);
    } catch (error) {
      const { server, logger } = this.#options;
      logger.error({ server, err: error }, "the session store cannot be reached");
      return errorResponse(503, -32603, "Internal error: the session store cannot be reached");
    }
  }

  async #answer(request: Request, body: unknown): Promise<Response> {
    if (!METHODS.has(request.method))
      return errorResponse(405, -32000, "Method not allowed.", { allow: [...METHODS].join(", ") });
    const id = request.headers.get("mcp-session-id");
    if (id === null)
      return request.method === "POST" && isInitializeRequest(body)
        ? this.#create(request, body as unknown as JSONRPCMessage)
        : errorResponse(400, -32000, "Bad Request: Mcp-Session-Id header is required");
    const session = ID.test(id) ? await this.#find(id) : undefined;
    const isThere = session && (await this.#options.store.use(id, LEASE_MS));
    if (!isThere) return errorResponse(404, -32001, "Session not found");
    return session.handle(request, body);
  }

  /** Ends the streams for messages that belong to no request. */
  drain(): void {
    for (const session of this.#sessions.values()) session.endStandaloneStream();
  }

  /** Closes all sessions on this node. Sessions in a shared store can go on at other nodes. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#sessions.values()].map((session) => session.abandon()));
  }

  async #create(request: Request, initialize: JSONRPCMessage): Promise<Response> {
    if (Buffer.byteLength(JSON.stringify(initialize)) > MAX_INITIALIZE)
      return errorResponse(400, -32600, `Invalid Request: initialize is longer than ${MAX_INITIALIZE} bytes`);
    const { server, store } = this.#options;
    const id = randomUUID();
    if (!(await store.create(id, { server, messages: [initialize] })))
      return errorResponse(503, -32000, "Too many sessions are in use", { "retry-after": "60" });
    const session = await Session.create(id, this.#context);
    this.#sessions.set(id, session);
    const response = await session.handle(request, initialize);
    if (!response.ok) await store.end(id);
    return response;
  }

  async #find(id: string): Promise<Session | undefined> {
    const session = this.#sessions.get(id);
    if (session) return session;
    let restoring = this.#restoring.get(id);
    if (!restoring) {
      restoring = this.#restore(id).finally(() => this.#restoring.delete(id));
      this.#restoring.set(id, restoring);
    }
    return restoring;
  }

  async #restore(id: string): Promise<Session | undefined> {
    const { server, store } = this.#options;
    const record = await store.find(id);
    if (record?.server !== server) return undefined;
    const session = await Session.restore(id, record, this.#context);
    this.#sessions.set(id, session);
    return session;
  }

  /** Renews the marks of the sessions in use, and closes the sessions that have been idle for too long. */
  #maintain(): void {
    const { store, idleMs, logger } = this.#options;
    for (const [id, session] of this.#sessions) {
      const closed = session.idleMs >= idleMs ? session.close() : undefined;
      const renewed = session.idleMs === 0 ? store.use(id, LEASE_MS) : undefined;
      Promise.all([closed, renewed]).catch((error) =>
        logger.warn({ err: error }, "a session could not be renewed or closed"),
      );
    }
  }
}
