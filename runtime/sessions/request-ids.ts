import { randomBytes } from "node:crypto";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/server";

/**
 * Ids of the requests that a server sends to its client. The SDK counts them from zero, and so would each node
 * that has the session at hand, and again after a restart; within a session none may come twice.
 */
export class RequestIds {
  readonly #prefix = `${randomBytes(6).toString("base64url")}.`;

  /** A message as the client gets it. */
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

  /** A message as the server knows it; undefined if it answers a request of another's. */
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
