import { PassThrough, type Readable } from "node:stream";
import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  PerRequestHTTPServerTransport,
  type Server,
} from "@modelcontextprotocol/server";
import { KEEP_ALIVE, KEEP_ALIVE_MS } from "../sse.ts";

type Classification = ConstructorParameters<typeof PerRequestHTTPServerTransport>[0]["classification"];

/**
 * Carries one request through the SDK's `Server` without a web `Request` and `Response`, which cost more than
 * everything else in a call. The SDK still dispatches, checks the envelope and the result, and encodes.
 *
 * Relies on this behaviour of `@modelcontextprotocol/server` 2.4:
 * - `Server.connect` binds the server to the revision in the `classification` of any instance of
 *   `PerRequestHTTPServerTransport`, until it connects to the next transport.
 * - `Server` passes each message of a request to `send`, the response last and once, and calls nothing else of the
 *   transport. The methods that this class overrides are all that the base class does with the connection.
 * - `Protocol._onclose` makes `server.transport` undefined, and aborts the signals of requests without a response.
 *   It must not run inside `send`, so it runs in a microtask, as it does in the SDK's own transport.
 */
export class SingleRequestTransport extends PerRequestHTTPServerTransport {
  /** The request's `MCP-Protocol-Version` header, which clients of revisions before 2025-06-18 do not send. */
  readonly revision: string | undefined;
  /** Resolves when nothing more is sent, and the server is free for another request. */
  readonly ended: Promise<void>;
  readonly #classification: Classification;
  readonly #answer: Promise<JSONRPCMessage | Readable | undefined>;
  #request: JSONRPCRequest | undefined;
  #resolveAnswer: (answer: JSONRPCMessage | Readable | undefined) => void = () => {};
  #resolveEnded: () => void = () => {};
  #events: PassThrough | undefined;
  #isDone = false;

  constructor(classification: Classification, revision: string | undefined) {
    super({ classification });
    this.revision = revision;
    this.#classification = classification;
    this.#answer = new Promise((resolve) => {
      this.#resolveAnswer = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  /**
   * Sends a request to a server. Resolves with the response, or with server-sent events that end with the response
   * if the server sends a notification first; with undefined if the transport is closed before either.
   */
  async run(server: Server, request: JSONRPCRequest): Promise<JSONRPCMessage | Readable | undefined> {
    this.#request = request;
    await server.connect(this);
    this.onmessage?.(request, { classification: this.#classification });
    return this.#answer;
  }

  /** The arguments of a call as received: the SDK's copy lacks a member called `__proto__`. */
  get arguments(): unknown {
    return this.#request?.params?.arguments;
  }

  override async start(): Promise<void> {}

  override async send(message: JSONRPCMessage): Promise<void> {
    if (!("method" in message)) return this.#finish(message);
    // The client cannot answer a request on this connection, so the server would wait forever.
    if ("id" in message) throw new Error("this connection cannot carry a request to the client");
    if (this.#isDone) return;
    this.#events ??= this.#open();
    this.#events.write(frame(message));
  }

  /** Ends the request early: closing the connection aborts the handler's signal. */
  override async close(): Promise<void> {
    this.#finish(undefined);
  }

  #open(): PassThrough {
    const events = new PassThrough();
    const alive = setInterval(() => events.write(KEEP_ALIVE), KEEP_ALIVE_MS).unref();
    events.once("close", () => clearInterval(alive));
    this.#resolveAnswer(events);
    return events;
  }

  #finish(response: JSONRPCMessage | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (!this.#events) this.#resolveAnswer(response);
    else this.#events.end(response && frame(response));
    queueMicrotask(() => {
      this.onclose?.();
      this.#resolveEnded();
    });
  }
}

function frame(message: JSONRPCMessage): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
