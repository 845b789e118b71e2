import { PassThrough, type Readable } from "node:stream";
import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  PerRequestHTTPServerTransport,
  type Server,
} from "@modelcontextprotocol/server";

type Classification = ConstructorParameters<typeof PerRequestHTTPServerTransport>[0]["classification"];

/** Milliseconds between signs of life on a stream: what stands between often gives up on silence. */
const KEEP_ALIVE = 15_000;

/**
 * One request through the SDK's `Server` without the web `Request` and `Response` around it, which cost more
 * than everything else in a call. The SDK still dispatches, checks the envelope and the result, and encodes;
 * by extending its per-request transport it also binds the server to the revision of the request.
 */
export class SingleRequestTransport extends PerRequestHTTPServerTransport {
  /** The revision that the request says it is of; of the 2025 era, those of before 2025-06-18 said nothing. */
  readonly revision: string | undefined;
  /** Resolves when nothing more is sent, and the server is free for another request. */
  readonly ended: Promise<void>;
  readonly #classification: Classification;
  readonly #answer: Promise<JSONRPCMessage | Readable | undefined>;
  #request: JSONRPCRequest | undefined;
  #settle: (answer: JSONRPCMessage | Readable | undefined) => void = () => {};
  #end: () => void = () => {};
  #events: PassThrough | undefined;
  #isDone = false;

  constructor(classification: Classification, revision: string | undefined) {
    super({ classification });
    this.revision = revision;
    this.#classification = classification;
    this.#answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /**
   * The response to a request, or server-sent events of which it is the last where something else is sent before
   * it. Undefined if the exchange was closed before there was anything.
   */
  async run(server: Server, request: JSONRPCRequest): Promise<JSONRPCMessage | Readable | undefined> {
    this.#request = request;
    await server.connect(this);
    this.onmessage?.(request, { classification: this.#classification });
    return this.#answer;
  }

  /** A call's arguments as they came: the SDK hands on a copy that has no member called `__proto__`. */
  get arguments(): unknown {
    return this.#request?.params?.arguments;
  }

  override async start(): Promise<void> {}

  override async send(message: JSONRPCMessage): Promise<void> {
    if (!("method" in message)) return this.#finish(message);
    // The client has no way to answer a request, which would wait in vain.
    if ("id" in message) throw new Error("there is no way to ask the client anything here");
    if (this.#isDone) return;
    this.#events ??= this.#open();
    this.#events.write(frame(message));
  }

  /** Ends the exchange early: closing the connection aborts the handler's signal. */
  override async close(): Promise<void> {
    this.#finish(undefined);
  }

  #open(): PassThrough {
    const events = new PassThrough();
    const alive = setInterval(() => events.write(": keepalive\n\n"), KEEP_ALIVE).unref();
    events.once("close", () => clearInterval(alive));
    this.#settle(events);
    return events;
  }

  #finish(response: JSONRPCMessage | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (!this.#events) this.#settle(response);
    else this.#events.end(response && frame(response));
    // Not before the SDK is through with the response.
    queueMicrotask(() => {
      this.onclose?.();
      this.#end();
    });
  }
}

function frame(message: JSONRPCMessage): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
