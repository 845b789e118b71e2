/** The client of a request, as the SDK knows it. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  PROTOCOL_VERSION_META_KEY,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { LogLevel } from "../handler.ts";
import type { ClientContext, RoundState } from "../tools/client-context.ts";
import { SingleRequestTransport } from "./sdk/single-request-transport.ts";

/** The `_meta` of a request of 2026-07-28, which the SDK has checked. */
interface Envelope {
  readonly [PROTOCOL_VERSION_META_KEY]?: string;
  readonly [CLIENT_INFO_META_KEY]?: { readonly name: string; readonly version: string };
  readonly [CLIENT_CAPABILITIES_META_KEY]?: Readonly<Record<string, unknown>>;
}

/**
 * The client's identity and capabilities come with each request of 2026-07-28. Earlier revisions send them once, in
 * `initialize`, so they are unknown if requests stand alone. Most calls need little of this: it is read on demand.
 */
export class RequestContext implements ClientContext {
  readonly #server: Server;
  readonly #context: ServerContext;
  readonly sessionId?: string;
  readonly state?: RoundState;
  readonly progress?: (done: number, total?: number, message?: string) => Promise<void>;

  constructor(server: Server, context: ServerContext) {
    this.#server = server;
    this.#context = context;
    if (context.sessionId !== undefined) this.sessionId = context.sessionId;
    const state = context.mcpReq.requestState<RoundState>();
    if (state !== undefined) this.state = state;
    const token = context.mcpReq._meta?.progressToken;
    if (token !== undefined)
      this.progress = (progress, total, message) =>
        this.#notify("notifications/progress", {
          progressToken: token,
          progress,
          ...(total !== undefined && { total }),
          ...(message !== undefined && { message }),
        });
  }

  get signal(): AbortSignal {
    return this.#context.mcpReq.signal;
  }

  get revision(): string {
    const { transport } = this.#server;
    return (
      this.#envelope?.[PROTOCOL_VERSION_META_KEY] ??
      this.#server.getNegotiatedProtocolVersion() ??
      (transport instanceof SingleRequestTransport ? transport.revision : undefined) ??
      this.#context.http?.req?.headers.get("mcp-protocol-version") ??
      DEFAULT_NEGOTIATED_PROTOCOL_VERSION
    );
  }

  get client(): ClientContext["client"] {
    const envelope = this.#envelope;
    const info = envelope ? envelope[CLIENT_INFO_META_KEY] : this.#server.getClientVersion();
    return info ? { name: info.name, version: info.version } : {};
  }

  get capabilities(): ClientContext["capabilities"] {
    const envelope = this.#envelope;
    return (envelope ? envelope[CLIENT_CAPABILITIES_META_KEY] : this.#server.getClientCapabilities()) ?? {};
  }

  get responses(): Readonly<Record<string, unknown>> {
    return this.#context.mcpReq.inputResponses ?? {};
  }

  async log(level: LogLevel, data: unknown, logger?: string): Promise<void> {
    // The SDK drops the levels that the client did not ask for.
    await this.#context.mcpReq.log(level, data, logger).catch(() => {});
  }

  get supportsCapabilityErrors(): boolean {
    return this.#envelope !== undefined;
  }

  closeStream(): void {
    this.#context.http?.closeSSE?.();
  }

  get #envelope(): Envelope | undefined {
    return this.#context.mcpReq.envelope as Envelope | undefined;
  }

  /** Ignores failures: a client that has disconnected needs no notification. */
  async #notify(method: string, params: Record<string, unknown>): Promise<void> {
    await this.#context.mcpReq.notify({ method, params }).catch(() => {});
  }
}

/** The client of a request that must not ask it anything, such as a list. */
export class ListingContext extends RequestContext {
  override get capabilities(): ClientContext["capabilities"] {
    return {};
  }
}
