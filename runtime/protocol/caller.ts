/** Whoever made a request, out of what the SDK knows of it. */
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

/** What a request of 2026-07-28 says of whoever sends it; the SDK has checked it. */
interface Envelope {
  readonly [PROTOCOL_VERSION_META_KEY]?: string;
  readonly [CLIENT_INFO_META_KEY]?: { readonly name: string; readonly version: string };
  readonly [CLIENT_CAPABILITIES_META_KEY]?: Readonly<Record<string, unknown>>;
}

/**
 * Requests of 2026-07-28 say who sends them; before, it was said when the connection began, and is not known where
 * there is none. Most calls ask for little of it, so that it is looked up when it is asked for.
 */
export class RequestCaller implements ClientContext {
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
        this.#tell("notifications/progress", {
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
    // Which levels the client wants to hear of, the SDK knows.
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

  /** A client that has gone is told nothing, and that is no fault. */
  async #tell(method: string, params: Record<string, unknown>): Promise<void> {
    await this.#context.mcpReq.notify({ method, params }).catch(() => {});
  }
}

/** One that cannot be asked: of the requests in the course of which nothing is asked. */
export class ListingCaller extends RequestCaller {
  override get capabilities(): ClientContext["capabilities"] {
    return {};
  }
}
