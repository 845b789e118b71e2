import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type MessageExtraInfo,
  ProtocolErrorCode,
  type RequestId,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { EventLog, isPriming, isResponse, STANDALONE } from "./event-log.ts";
import { RequestIds } from "./request-ids.ts";
import type { SessionStore } from "./store.ts";

interface TransportOptions {
  readonly id: string;
  readonly store: SessionStore;
  readonly retryMs: number;
  /** Everything that the client says on this node. */
  readonly onclientmessage: (message: JSONRPCMessage) => void;
  /** A request was answered with a result. */
  readonly onresult: (request: JSONRPCMessage) => Promise<void>;
  readonly onerror: (error: Error) => void;
}

type Send = Parameters<WebStandardStreamableHTTPServerTransport["send"]>[1];

/** The SDK's transport, on a session whose streams and answers may come by way of other nodes. */
export class SessionTransport extends WebStandardStreamableHTTPServerTransport {
  readonly journal: EventLog;
  readonly #options: TransportOptions;
  readonly #ids = new RequestIds();
  readonly #running = new Map<RequestId, JSONRPCMessage>();
  #deliver: ((message: JSONRPCMessage, extra?: MessageExtraInfo) => void) | undefined;
  #delivered = 0;
  #delivering: Promise<void> = Promise.resolve();

  constructor(options: TransportOptions) {
    const { id, store, retryMs, onerror } = options;
    const journal = new EventLog(store, id, onerror);
    super({
      sessionIdGenerator: () => id,
      eventStore: journal,
      retryInterval: retryMs,
      onsessionclosed: () => store.end(id),
    });
    this.journal = journal;
    this.#options = options;
  }

  /** Whether a request of the client's is being carried out here. */
  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** What the client heard before this node had the session at hand is not for it to say again. */
  async skip(): Promise<void> {
    const { store, id } = this.#options;
    this.#delivered = (await store.read(id, STANDALONE, 0)).at(-1)?.seq ?? 0;
  }

  override async start(): Promise<void> {
    const deliver = this.onmessage;
    this.#deliver = deliver;
    this.onmessage = (message, extra) => {
      if (isJSONRPCRequest(message)) this.#running.set(message.id, message);
      if (!this.journal.muted) this.#options.onclientmessage(message);
      this.#take(message, extra);
    };
    await super.start();
  }

  /** Something that the client said to another node. */
  receive(message: JSONRPCMessage): void {
    this.#take(message);
  }

  override async send(message: JSONRPCMessage, options?: Send): Promise<void> {
    if ("id" in message && isResponse(message) && message.id !== undefined) {
      const request = this.#running.get(message.id);
      this.#running.delete(message.id);
      if (request && "result" in message && !this.journal.muted) await this.#options.onresult(request);
      return super.send(message, options);
    }
    const outgoing = this.#ids.outgoing(message);
    if (options?.relatedRequestId !== undefined) return super.send(outgoing, options);
    if (this.journal.muted) return;
    // It goes out from the store, by whichever node the client listens to, so that there is one order for all.
    await this.#options.store.append(this.#options.id, STANDALONE, outgoing);
  }

  /** Answers what is being carried out here with an error, since this process will not end it. */
  async abandon(): Promise<void> {
    const error = {
      code: ProtocolErrorCode.InternalError,
      message: "The server stopped before this was done.",
    };
    const answers = [...this.#running.keys()].map((id) => super.send({ jsonrpc: "2.0", id, error }));
    await Promise.allSettled(answers);
  }

  /** Sends what has come into the store for the client's own stream, if it is open here. */
  deliverStandalone(): void {
    this.#delivering = this.#delivering
      .then(async () => {
        const { store, id } = this.#options;
        for (const event of await store.read(id, STANDALONE, this.#delivered)) {
          this.#delivered = event.seq;
          if (isPriming(event)) continue;
          this.journal.expect(event);
          await super.send(event.message);
        }
      })
      .catch((error: Error) => this.onerror?.(error));
  }

  #take(message: JSONRPCMessage, extra?: MessageExtraInfo): void {
    if ("method" in message && message.method === "notifications/cancelled")
      this.#running.delete(message.params?.requestId as RequestId);
    const incoming = this.#ids.incoming(message);
    if (incoming) this.#deliver?.(incoming, extra);
  }
}
