import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  PerRequestHTTPServerTransport,
  type Server,
} from "@modelcontextprotocol/server";

type Classification = ConstructorParameters<typeof PerRequestHTTPServerTransport>[0]["classification"];

/**
 * One request through the SDK's `Server` without the web `Request` and `Response` around it, which cost more
 * than everything else in a call. The SDK still dispatches, checks the envelope and the result, and encodes;
 * by extending its per-request transport it also binds the server to the revision of the request.
 */
export class Exchange extends PerRequestHTTPServerTransport {
  readonly #classification: Classification;
  readonly #response: Promise<JSONRPCMessage | undefined>;
  #request: JSONRPCRequest | undefined;
  #settle: (response: JSONRPCMessage | undefined) => void = () => {};

  constructor(classification: Classification) {
    super({ classification });
    this.#classification = classification;
    this.#response = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** The response to a request; undefined if the exchange was closed before there was one. */
  async run(server: Server, request: JSONRPCRequest): Promise<JSONRPCMessage | undefined> {
    this.#request = request;
    await server.connect(this);
    this.onmessage?.(request, { classification: this.#classification });
    const message = await this.#response;
    this.onclose?.();
    return message;
  }

  /** A call's arguments as they came: the SDK hands on a copy that has no member called `__proto__`. */
  get arguments(): unknown {
    return this.#request?.params?.arguments;
  }

  override async start(): Promise<void> {}

  override async send(message: JSONRPCMessage): Promise<void> {
    // Whoever wants notifications sent a progress token, and was not sent here.
    if ("result" in message || "error" in message) this.#settle(message);
  }

  /** Ends the exchange early: closing the connection aborts the handler's signal. */
  override async close(): Promise<void> {
    this.#settle(undefined);
  }
}
