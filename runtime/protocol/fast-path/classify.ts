/** Selects the requests of the fast path: common ones without any fault. The SDK's HTTP handler judges all others. */
import type { IncomingHttpHeaders } from "node:http";
import {
  classifyInboundRequest,
  type JSONRPCRequest,
  LOG_LEVEL_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { MODERN_REVISION } from "../revision.ts";
import type { SingleRequestTransport } from "../sdk/single-request-transport.ts";

export type Classification = ConstructorParameters<typeof SingleRequestTransport>[0];

export interface FastPathRequest {
  readonly request: JSONRPCRequest;
  readonly classification: Classification;
  /** The `MCP-Protocol-Version` header. */
  readonly revision: string | undefined;
}

/** Number of accepted envelopes to cache. Each version of each client has one for each method. */
const MAX_ENVELOPES = 500;
/** Longer envelopes are not cached: they carry more than the identity of a client. */
const MAX_ENVELOPE_LENGTH = 2000;

/**
 * Accepts a list without a cursor, or a call without a progress token, a log level and answers to questions, if every
 * header is present and agrees with the body. An envelope that the SDK has accepted is cached: the SDK's check tries
 * several schemas in turn, and costs more than everything else in answering a list.
 */
export class Classifier {
  readonly #accepted = new Map<string, Classification>();
  readonly #methods: ReadonlySet<string>;

  /** `methods`: the methods of the fast path. */
  constructor(methods: ReadonlySet<string>) {
    this.#methods = methods;
  }

  classify(headers: IncomingHttpHeaders, body: unknown): FastPathRequest | undefined {
    if (!isRequest(body)) return undefined;
    const { method, params } = body;
    if (!this.#methods.has(method) || !isPlain(params)) return undefined;
    const version = single(headers["mcp-protocol-version"]);
    const methodHeader = single(headers["mcp-method"]);
    const nameHeader = single(headers["mcp-name"]);
    const envelope = JSON.stringify([version, method, methodHeader, params?._meta]);
    let classification = this.#accepted.get(envelope);
    if (!classification) {
      classification = accept(body, version, methodHeader, nameHeader);
      if (!classification) return undefined;
      if (this.#accepted.size >= MAX_ENVELOPES) this.#accepted.clear();
      if (envelope.length <= MAX_ENVELOPE_LENGTH) this.#accepted.set(envelope, classification);
    }

    if (method === "tools/call" ? typeof params?.name !== "string" : params?.cursor !== undefined)
      return undefined;
    if (classification.era === "modern") {
      if (nameHeader !== (method === "tools/call" ? params?.name : undefined)) return undefined;
    } else {
      const accepted = single(headers.accept) ?? "";
      if (!accepted.includes("application/json") || !accepted.includes("text/event-stream")) return undefined;
    }
    return { request: body, classification, revision: version };
  }
}

/** Returns whether a request asks for nothing but its response, and is the first of its round trip. */
function isPlain(params: JSONRPCRequest["params"]): boolean {
  return (
    params === undefined ||
    (params._meta?.progressToken === undefined &&
      params._meta?.[LOG_LEVEL_META_KEY] === undefined &&
      params.inputResponses === undefined &&
      params.requestState === undefined)
  );
}

/** The SDK's classification of a request, if its revision is supported and the SDK finds no fault. */
function accept(
  body: JSONRPCRequest,
  version: string | undefined,
  methodHeader: string | undefined,
  nameHeader: string | undefined,
): Classification | undefined {
  const outcome = classifyInboundRequest({
    httpMethod: "POST",
    body,
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(methodHeader !== undefined && { mcpMethodHeader: methodHeader }),
    ...(nameHeader !== undefined && { mcpNameHeader: nameHeader }),
  });
  if (outcome.kind === "modern") {
    const { messageKind, classification } = outcome;
    const isSupported = messageKind === "request" && classification.revision === MODERN_REVISION;
    return isSupported && version === MODERN_REVISION && methodHeader === body.method
      ? classification
      : undefined;
  }
  if (outcome.kind !== "legacy" || outcome.reason !== "no-claim" || body.method === "server/discover")
    return undefined;
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  return { era: "legacy" };
}

/** Returns whether a message is a JSON-RPC request without unspecified members. */
function isRequest(body: unknown): body is JSONRPCRequest {
  if (typeof body !== "object" || body === null) return false;
  const { jsonrpc, id, method, params, ...more } = body as Record<string, unknown>;
  return (
    jsonrpc === "2.0" &&
    (typeof id === "string" || Number.isSafeInteger(id)) &&
    typeof method === "string" &&
    (params === undefined || (typeof params === "object" && params !== null && !Array.isArray(params))) &&
    Object.keys(more).length === 0
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
