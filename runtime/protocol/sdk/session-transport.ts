import { randomBytes } from "node:crypto";
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type MessageExtraInfo,
  ProtocolErrorCode,
  type RequestId,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { EventLog, isPriming, isResponse, STANDALONE, type StoredEvents } from "./event-log.ts";

interface SessionTransportOptions {
  readonly id: string;
  readonly events: StoredEvents;
  /** Milliseconds after which a client whose stream was cut should reconnect. */
  readonly retryMs: number;
  /** Receives every message that the client sends to this process. */
  readonly onclientmessage: (message: JSONRPCMessage) => void;
  /** Called before a request is answered with a result. */
  readonly onresult: (request: JSONRPCMessage) => Promise<void>;
  /** Called when the client ends the session with DELETE. */
  readonly onended: () => Promise<void>;
  readonly onerror: (error: Error) => void;
}

type Send = Parameters<WebStandardStreamableHTTPServerTransport["send"]>[1];

/**
 * The SDK's transport for a session that several nodes share: messages from the client may arrive at other nodes, and
 * the client's own stream may be open at another node.
 *
 * Relies on this behaviour of `@modelcontextprotocol/server` 2.4, beside that listed at `EventLog`:
 * - `Server.connect` sets `onmessage` before it calls `start`.
 * - `handleRequest` passes each message to `onmessage`, in the order of the requests.
 * - `send` takes a response, which names its request, or a message with `relatedRequestId`. A message with neither goes
 *   to the standalone stream, if one is open.
 * - `Server` numbers its requests from 0, uses the number as the progress token, and understands only numbers.
 */
export class SessionTransport extends WebStandardStreamableHTTPServerTransport {
  readonly log: EventLog;
  readonly #options: SessionTransportOptions;
  readonly #ids = new RequestIds();
  readonly #running = new Map<RequestId, JSONRPCMessage>();
  #deliver: ((message: JSONRPCMessage, extra?: MessageExtraInfo) => void) | undefined;
  /** `seq` of the last event that was sent on the standalone stream. */
  #delivered = 0;
  #delivering: Promise<void> = Promise.resolve();

  constructor(options: SessionTransportOptions) {
    const { id, events, retryMs, onended, onerror } = options;
    const log = new EventLog(events, onerror);
    super({
      sessionIdGenerator: () => id,
      eventStore: log,
      retryInterval: retryMs,
      onsessionclosed: onended,
    });
    this.log = log;
    this.#options = options;
  }

  /** True while a request of the client is under way here. */
  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** Marks the events of the standalone stream that are stored so far as delivered. */
  async skipStandalone(): Promise<void> {
    this.#delivered = (await this.#options.events.read(STANDALONE, 0)).at(-1)?.seq ?? 0;
  }

  override async start(): Promise<void> {
    this.#deliver = this.onmessage;
    this.onmessage = (message, extra) => {
      if (isJSONRPCRequest(message)) this.#running.set(message.id, message);
      if (!this.log.muted) this.#options.onclientmessage(message);
      this.#accept(message, extra);
    };
    await super.start();
  }

  /** Accepts a message that the client sent to another node. */
  receive(message: JSONRPCMessage): void {
    this.#accept(message);
  }

  override async send(message: JSONRPCMessage, options?: Send): Promise<void> {
    if ("id" in message && isResponse(message) && message.id !== undefined) {
      const request = this.#running.get(message.id);
      this.#running.delete(message.id);
      if (request && "result" in message && !this.log.muted) await this.#options.onresult(request);
      return super.send(message, options);
    }
    const outgoing = this.#ids.outgoing(message);
    if (options?.relatedRequestId !== undefined) return super.send(outgoing, options);
    if (this.log.muted) return;
    // The node at which the standalone stream is open sends it from the store, so all nodes keep one order.
    await this.#options.events.append(STANDALONE, outgoing);
  }

  /** Answers the requests that are under way here with an error, because this process is going to end. */
  async abandon(): Promise<void> {
    const error = {
      code: ProtocolErrorCode.InternalError,
      message: "The server stopped before this was done.",
    };
    const answers = [...this.#running.keys()].map((id) => super.send({ jsonrpc: "2.0", id, error }));
    await Promise.allSettled(answers);
  }

  /** Sends the new events of the standalone stream, if it is open here. */
  deliverStandalone(): void {
    this.#delivering = this.#delivering
      .then(async () => {
        for (const event of await this.#options.events.read(STANDALONE, this.#delivered)) {
          this.#delivered = event.seq;
          if (isPriming(event)) continue;
          this.log.expect(event);
          await super.send(event.message);
        }
      })
      .catch((error: Error) => this.onerror?.(error));
  }

  #accept(message: JSONRPCMessage, extra?: MessageExtraInfo): void {
    if ("method" in message && message.method === "notifications/cancelled")
      this.#running.delete(message.params?.requestId as RequestId);
    const incoming = this.#ids.incoming(message);
    if (incoming) this.#deliver?.(incoming, extra);
  }
}

/**
 * Makes the ids of the server's requests unique within a session. The SDK counts them from 0 on each node and after
 * each restart.
 */
export class RequestIds {
  readonly #prefix = `${randomBytes(6).toString("base64url")}.`;

  /** A message with ids as the client gets them. */
  outgoing(message: JSONRPCMessage): JSONRPCMessage {
    if (!("method" in message)) return message;
    const { params } = message;
    if (!("id" in message)) {
      if (message.method !== "notifications/cancelled" || params?.requestId === undefined) return message;
      return { ...message, params: { ...params, requestId: this.#out(params.requestId as RequestId) } };
    }
    const token = params?._meta?.progressToken;
    return {
      ...message,
      id: this.#out(message.id),
      ...(token !== undefined && {
        params: { ...params, _meta: { ...params?._meta, progressToken: this.#out(token as RequestId) } },
      }),
    };
  }

  /** A message with ids as the SDK's server knows them; undefined if it belongs to a request of another node. */
  incoming(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if ("method" in message) {
      if (message.method !== "notifications/progress") return message;
      const progressToken = this.#in(message.params?.progressToken);
      return progressToken === undefined
        ? undefined
        : { ...message, params: { ...message.params, progressToken } };
    }
    const id = this.#in(message.id);
    return id === undefined ? undefined : { ...message, id };
  }

  #out(id: RequestId): string {
    return `${this.#prefix}${id}`;
  }

  #in(id: unknown): number | undefined {
    if (typeof id !== "string" || !id.startsWith(this.#prefix)) return undefined;
    const number = Number(id.slice(this.#prefix.length));
    return Number.isSafeInteger(number) ? number : undefined;
  }
}
