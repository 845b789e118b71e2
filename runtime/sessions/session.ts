import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type Server,
} from "@modelcontextprotocol/server";
import { errorResponse } from "../protocol/json-rpc-errors.ts";
import {
  type EventPosition,
  eventId,
  isPriming,
  isResponse,
  parseEventId,
  STANDALONE,
} from "../protocol/sdk/event-log.ts";
import { SessionTransport } from "../protocol/sdk/session-transport.ts";
import { STREAM_HEADERS } from "../protocol/sse.ts";
import type { SessionEvent, SessionRecord, SessionStore } from "./store.ts";
import { Follower, priming, understandsPriming, watched } from "./stream.ts";

export interface SessionContext {
  readonly store: SessionStore;
  /** An id of this process, unique among the nodes. */
  readonly node: string;
  /** Milliseconds after which a client whose stream was cut should reconnect. */
  readonly retryMs: number;
  /** Creates an SDK server for one connection. */
  readonly createServer: () => Server;
  readonly onerror: (error: Error) => void;
  /** Called when the session has ended, or is closed on this node. */
  readonly onclose: (session: Session) => void;
}

/** Length of the remembered messages of a session beside `initialize`, as JSON. */
const MAX_REMEMBERED = 64 * 1024;

/** A session that is open on this node: the SDK's server and transport, and the streams that are open here. */
export class Session {
  readonly id: string;
  readonly #context: SessionContext;
  readonly #transport: SessionTransport;
  /** Streams that are open here and whose requests other nodes carry out. */
  readonly #followers = new Map<Follower, string>();
  /** Lengths of the remembered messages, by key. */
  readonly #remembered = new Map<string, number>();
  #answering = 0;
  #idleSince = Date.now();
  #isClosed = false;
  #unsubscribe: () => void = () => {};

  private constructor(id: string, context: SessionContext) {
    this.id = id;
    this.#context = context;
    const { store, retryMs } = context;
    this.#transport = new SessionTransport({
      id,
      events: {
        append: (stream, message) => store.append(id, stream, message),
        read: (stream, after) => store.read(id, stream, after),
      },
      retryMs,
      onclientmessage: (message) => this.#forward(message),
      onresult: (request) => this.#rememberRequest(request),
      onended: () => store.end(id),
      onerror: context.onerror,
    });
  }

  /** Creates a session that has yet to handle its `initialize`. */
  static async create(id: string, context: SessionContext): Promise<Session> {
    const session = new Session(id, context);
    await session.#open();
    return session;
  }

  /** Opens a session that was created on another node or before a restart. */
  static async restore(id: string, record: SessionRecord, context: SessionContext): Promise<Session> {
    const session = new Session(id, context);
    await session.#open();
    await session.#replay(record.messages);
    return session;
  }

  /** Milliseconds since the last request was answered and the last stream closed here; 0 while there is one. */
  get idleMs(): number {
    return this.#isBusy ? 0 : Date.now() - this.#idleSince;
  }

  /** Answers a request for this session. `body` is the JSON of a POST. */
  async handle(request: Request, body: unknown): Promise<Response> {
    this.#answering += 1;
    const onend = (): void => {
      this.#answering -= 1;
      if (this.#isBusy || this.#isClosed) return;
      this.#idleSince = Date.now();
      this.#context.store.use(this.id, 0).catch(this.#context.onerror);
    };
    try {
      if (request.method === "GET") return await this.#openStream(request, onend);
      return watched(await this.#transport.handleRequest(request, { parsedBody: body }), onend);
    } catch (error) {
      onend();
      throw error;
    }
  }

  /** Ends the stream for messages that belong to no request. */
  endStandaloneStream(): void {
    this.#transport.closeStandaloneSSEStream();
  }

  /** Closes the session on this node, and answers the requests that are under way here with an error. */
  async abandon(): Promise<void> {
    await this.#transport.abandon();
    await this.close();
  }

  /** Closes the session on this node. Other nodes can go on with it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unsubscribe();
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
    this.#unsubscribe = await store.subscribe(this.id, (event) => this.#handleEvent(event));
    await this.#transport.skipStandalone();
  }

  async #replay(messages: readonly JSONRPCMessage[]): Promise<void> {
    const { log } = this.#transport;
    log.muted = true;
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-session-id": this.id,
    };
    for (const message of messages) {
      const request = new Request("http://localhost/", { method: "POST", headers });
      const response = await this.#transport.handleRequest(request, { parsedBody: message });
      // Read to its end, because only then the server has handled the message.
      await response.text();
      const key = rememberedKey(message);
      if (key) this.#remembered.set(key, JSON.stringify(message).length);
    }
    log.muted = false;
  }

  async #openStream(request: Request, onend: () => void): Promise<Response> {
    const { log } = this.#transport;
    const { store, retryMs } = this.#context;
    const canPrime = understandsPriming(request.headers.get("mcp-protocol-version"));
    const last = request.headers.get("last-event-id");
    const position = last === null ? undefined : parseEventId(last);
    if (last !== null && !(position && (await this.#canHave(position)))) {
      onend();
      return errorResponse(400, -32000, "Bad Request: Last-Event-ID is not an event of this session");
    }
    const response =
      position && position.stream !== STANDALONE && !log.isOwn(position.stream)
        ? this.#follow(request, position)
        : await this.#transport.handleRequest(request);
    if (!response.ok || !canPrime) return watched(response, onend);
    const id = position ?? { stream: STANDALONE, seq: await store.append(this.id, STANDALONE, {} as never) };
    return watched(response, onend, priming(eventId(id), retryMs));
  }

  /** Returns whether the session has, or may have had, such an event. */
  async #canHave({ stream }: EventPosition): Promise<boolean> {
    const { log } = this.#transport;
    if (stream === STANDALONE || log.isOwn(stream)) return true;
    return (await this.#context.store.read(this.id, stream, 0)).length > 0;
  }

  #follow(request: Request, { stream, seq }: EventPosition): Response {
    if (!request.headers.get("accept")?.includes("text/event-stream"))
      return errorResponse(406, -32000, "Not Acceptable: Client must accept text/event-stream");
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
      headers: { ...STREAM_HEADERS, "mcp-session-id": this.id },
    });
    return watched(response, () => this.#followers.delete(follower));
  }

  #handleEvent(event: SessionEvent): void {
    if (event.kind === "end") return void this.close();
    if (event.kind === "message") {
      if (event.from !== this.#context.node) this.#transport.receive(event.message);
      return;
    }
    const { stream = STANDALONE } = event;
    if (stream === STANDALONE) this.#transport.deliverStandalone();
    for (const [follower, followed] of this.#followers)
      if (followed === event.stream || event.stream === undefined) follower.wake();
  }

  /** Publishes responses and notifications: they may answer or cancel a request of another node. */
  #forward(message: JSONRPCMessage): void {
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
    const key = rememberedKey(message);
    if (key === undefined) return;
    if ("method" in message && message.method === "resources/unsubscribe") {
      this.#remembered.delete(key);
      return store.remember(this.id, key);
    }
    this.#remembered.delete(key);
    const { length } = JSON.stringify(message);
    if (length + [...this.#remembered.values()].reduce((sum, n) => sum + n, 0) > MAX_REMEMBERED) return;
    this.#remembered.set(key, length);
    await store.remember(this.id, key, message);
  }
}

/** The key of a message that changes the connection itself; the last message of each key counts. */
function rememberedKey(message: JSONRPCMessage): string | undefined {
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
