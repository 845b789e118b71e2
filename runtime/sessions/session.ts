import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type Server,
} from "@modelcontextprotocol/server";
import { eventId, isPriming, isResponse, type Place, parseEventId, STANDALONE } from "./event-log.ts";
import { refusal } from "./refusal.ts";
import type { SessionEvent, SessionRecord, SessionStore } from "./store.ts";
import { Follower, priming, understandsPriming, watched } from "./stream.ts";
import { SessionTransport } from "./transport.ts";

export interface SessionContext {
  readonly store: SessionStore;
  /** Names this process among the nodes. */
  readonly node: string;
  readonly retryMs: number;
  /** An SDK server for one connection. */
  readonly createServer: () => Server;
  readonly onerror: (error: Error) => void;
  /** The session has ended, or is no longer at hand on this node. */
  readonly onclose: (session: Session) => void;
}

/** Length of what is remembered of a session beside `initialize`, as JSON. */
const MAX_REMEMBERED = 64 * 1024;

/** A session that this node has at hand: the SDK's server and transport, and the streams that are open here. */
export class Session {
  readonly id: string;
  readonly #context: SessionContext;
  readonly #transport: SessionTransport;
  /** Streams that are answered elsewhere and listened to here. */
  readonly #followers = new Map<Follower, string>();
  /** Lengths of what is remembered, by what it is about. */
  readonly #remembered = new Map<string, number>();
  #answering = 0;
  #idleSince = Date.now();
  #isClosed = false;
  #unlisten: () => void = () => {};

  private constructor(id: string, context: SessionContext) {
    this.id = id;
    this.#context = context;
    const { store, retryMs } = context;
    this.#transport = new SessionTransport({
      id,
      store,
      retryMs,
      onclientmessage: (message) => this.#spread(message),
      onresult: (request) => this.#rememberRequest(request),
      onerror: context.onerror,
    });
  }

  /** A new session, for whose `initialize` it is ready. */
  static async create(id: string, context: SessionContext): Promise<Session> {
    const session = new Session(id, context);
    await session.#open();
    return session;
  }

  /** A session that began on another node, or before a restart. */
  static async restore(id: string, record: SessionRecord, context: SessionContext): Promise<Session> {
    const session = new Session(id, context);
    await session.#open();
    await session.#replay(record.messages);
    return session;
  }

  /** How long it has been idle, in milliseconds: no request under way here and no stream open. */
  get idleMs(): number {
    return this.#isBusy ? 0 : Date.now() - this.#idleSince;
  }

  /** Answers a request for this session; `body` is that of a POST. */
  async handle(request: Request, body: unknown): Promise<Response> {
    this.#answering += 1;
    const onend = (): void => {
      this.#answering -= 1;
      if (this.#isBusy || this.#isClosed) return;
      this.#idleSince = Date.now();
      this.#context.store.use(this.id, 0).catch(this.#context.onerror);
    };
    try {
      if (request.method === "GET") return await this.#listen(request, onend);
      return watched(await this.#transport.handleRequest(request, { parsedBody: body }), onend);
    } catch (error) {
      onend();
      throw error;
    }
  }

  /** Ends the stream on which the client awaits nothing in particular. */
  endStandaloneStream(): void {
    this.#transport.closeStandaloneSSEStream();
  }

  /** Lets go of it, and of what is being carried out: the process ends. */
  async abandon(): Promise<void> {
    await this.#transport.abandon();
    await this.close();
  }

  /** Lets go of it on this node. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unlisten();
    await this.#transport.close();
    for (const follower of this.#followers.keys()) follower.wake();
    this.#context.onclose(this);
  }

  get #isBusy(): boolean {
    return this.#answering > 0 || this.#transport.isRunning;
  }

  async #open(): Promise<void> {
    const { store, createServer, onerror } = this.#context;
    const server = createServer();
    server.onerror = onerror;
    await server.connect(this.#transport);
    this.#unlisten = await store.listen(this.id, (note) => this.#hear(note));
    await this.#transport.skip();
  }

  async #replay(messages: readonly JSONRPCMessage[]): Promise<void> {
    const { journal } = this.#transport;
    journal.muted = true;
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-session-id": this.id,
    };
    for (const message of messages) {
      const request = new Request("http://localhost/", { method: "POST", headers });
      const response = await this.#transport.handleRequest(request, { parsedBody: message });
      // The answer is complete when the server has done what it was asked.
      await response.text();
      const about = aboutConnection(message);
      if (about) this.#remembered.set(about, JSON.stringify(message).length);
    }
    journal.muted = false;
  }

  async #listen(request: Request, onend: () => void): Promise<Response> {
    const { journal } = this.#transport;
    const { store, retryMs } = this.#context;
    const canPrime = understandsPriming(request.headers.get("mcp-protocol-version"));
    const last = request.headers.get("last-event-id");
    const place = last === null ? undefined : parseEventId(last);
    if (last !== null && !(place && (await this.#has(place)))) {
      onend();
      return refusal(400, -32000, "Bad Request: Last-Event-ID names no event of this session");
    }
    const response =
      place && place.stream !== STANDALONE && !journal.isOwn(place.stream)
        ? this.#follow(request, place)
        : await this.#transport.handleRequest(request);
    if (!response.ok || !canPrime) return watched(response, onend);
    const id = place ?? { stream: STANDALONE, seq: await store.append(this.id, STANDALONE, {} as never) };
    return watched(response, onend, priming(eventId(id), retryMs));
  }

  /** Whether there is, or can have been, such an event. */
  async #has({ stream }: Place): Promise<boolean> {
    const { journal } = this.#transport;
    if (stream === STANDALONE || journal.isOwn(stream)) return true;
    return (await this.#context.store.read(this.id, stream, 0)).length > 0;
  }

  #follow(request: Request, { stream, seq }: Place): Response {
    if (!request.headers.get("accept")?.includes("text/event-stream"))
      return refusal(406, -32000, "Not Acceptable: Client must accept text/event-stream");
    let after = seq;
    const follower = new Follower(async () => {
      const found = await this.#context.store.read(this.id, stream, after);
      after = found.at(-1)?.seq ?? after;
      const events = found.filter((event) => !isPriming(event));
      return { events, isEnd: this.#isClosed || events.some(({ message }) => isResponse(message)) };
    });
    this.#followers.set(follower, stream);
    follower.wake();
    const response = new Response(follower.body, {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        "mcp-session-id": this.id,
      },
    });
    return watched(response, () => this.#followers.delete(follower));
  }

  #hear(note: SessionEvent): void {
    if (note.kind === "end") return void this.close();
    if (note.kind === "message") {
      if (note.from !== this.#context.node) this.#transport.receive(note.message);
      return;
    }
    const { stream = STANDALONE } = note;
    if (stream === STANDALONE) this.#transport.deliverStandalone();
    for (const [follower, followed] of this.#followers)
      if (followed === note.stream || note.stream === undefined) follower.wake();
  }

  /** Tells the other nodes what may be for them: what they asked is answered, what they run is cancelled. */
  #spread(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) return;
    const { store, node, onerror } = this.#context;
    store.publish(this.id, { kind: "message", from: node, message }).catch(onerror);
    if (isJSONRPCNotification(message)) this.#remember(message).catch(onerror);
  }

  async #rememberRequest(request: JSONRPCMessage): Promise<void> {
    await this.#remember(request).catch(this.#context.onerror);
  }

  async #remember(message: JSONRPCMessage): Promise<void> {
    const { store } = this.#context;
    const about = aboutConnection(message);
    if (about === undefined) return;
    if ("method" in message && message.method === "resources/unsubscribe") {
      this.#remembered.delete(about);
      return store.remember(this.id, about);
    }
    this.#remembered.delete(about);
    const { length } = JSON.stringify(message);
    if (length + [...this.#remembered.values()].reduce((sum, n) => sum + n, 0) > MAX_REMEMBERED) return;
    this.#remembered.set(about, length);
    await store.remember(this.id, about, message);
  }
}

/** What a message says about the connection itself, if it does: of several about the same the last one counts. */
function aboutConnection(message: JSONRPCMessage): string | undefined {
  if (!("method" in message)) return undefined;
  switch (message.method) {
    case "notifications/initialized":
    case "logging/setLevel":
      return message.method;
    case "resources/subscribe":
    case "resources/unsubscribe":
      return `resources ${String(message.params?.uri)}`;
    default:
      return undefined;
  }
}
