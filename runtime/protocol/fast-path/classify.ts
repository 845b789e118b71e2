/** Which requests can go the short way: those that are plainly right. The SDK has the word on all others. */
import {
  classifyInboundRequest,
  type JSONRPCRequest,
  LOG_LEVEL_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { SingleRequestTransport } from "../sdk/single-request-transport.ts";

/** The stateless revision. Earlier ones, which start with `initialize`, are the SDK's own list. */
export const MODERN = "2026-07-28";

/** Headers of a request as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export type Classification = ConstructorParameters<typeof SingleRequestTransport>[0];

export interface FastPathRequest {
  readonly request: JSONRPCRequest;
  readonly classification: Classification;
  /** What the request's header says. */
  readonly revision: string | undefined;
}

/** Envelopes to remember: there is one for each version of each client. */
const MAX_ENVELOPES = 500;
/** Longer ones are no client's own, and are looked at each time. */
const MAX_ENVELOPE_LENGTH = 2000;

/**
 * Finds the plain requests: a list without a cursor or a call that wants to be told nothing on the way and brings no
 * answers to questions, with every header in place and in agreement with the body. An envelope that the SDK has accepted is not put before it again:
 * its check tries several schemas in turn, and costs more than all the rest of answering a list.
 */
export class Classifier {
  readonly #accepted = new Map<string, Classification>();
  readonly #methods: ReadonlySet<string>;

  /** `methods`: those with a short way. */
  constructor(methods: ReadonlySet<string>) {
    this.#methods = methods;
  }

  classify(headers: Headers, body: unknown): FastPathRequest | undefined {
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

/** Whether a request asks for no more than its response, and is the first of its kind. */
function isPlain(params: JSONRPCRequest["params"]): boolean {
  return (
    params === undefined ||
    (params._meta?.progressToken === undefined &&
      params._meta?.[LOG_LEVEL_META_KEY] === undefined &&
      params.inputResponses === undefined &&
      params.requestState === undefined)
  );
}

/** What the SDK says of a request, if that is that it is one of a revision we know, and nothing amiss. */
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
    const isOurs = messageKind === "request" && classification.revision === MODERN;
    return isOurs && version === MODERN && methodHeader === body.method ? classification : undefined;
  }
  if (outcome.kind !== "legacy" || outcome.reason !== "no-claim" || body.method === "server/discover")
    return undefined;
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  return { era: "legacy" };
}

/** A JSON-RPC request with nothing that the specification does not give it. */
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
