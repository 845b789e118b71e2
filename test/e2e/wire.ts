/** Requests and answers on the wire. */
import { request } from "node:http";

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export const JSON_BOTH = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
};

/** Sends a request and reads the answer to its end. A body that is a string is sent as it is. */
export function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const message = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    message.on("error", reject);
    message.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
  });
}

export function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<WireAnswer> {
  return send(url, "POST", headers, body);
}

/** A request of 2026-07-28, with its headers and `_meta`. */
export function modern(
  method: string,
  params: Record<string, unknown> = {},
  { meta = {}, capabilities = {}, id = 1 as unknown } = {},
): [headers: Record<string, string>, body: Record<string, unknown>] {
  const name = params.name ?? params.uri;
  return [
    {
      ...JSON_BOTH,
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof name === "string" && { "mcp-name": name }),
    },
    {
      jsonrpc: "2.0",
      id,
      method,
      params: {
        ...params,
        _meta: {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
          "io.modelcontextprotocol/clientCapabilities": capabilities,
          ...meta,
        },
      },
    },
  ];
}

/** A request of 2025-11-25 without a session. */
export function legacy(
  method: string,
  params: Record<string, unknown> = {},
  meta?: Record<string, unknown>,
): [headers: Record<string, string>, body: Record<string, unknown>] {
  return [
    { ...JSON_BOTH, "mcp-protocol-version": "2025-11-25" },
    { jsonrpc: "2.0", id: 1, method, params: { ...params, ...(meta && { _meta: meta }) } },
  ];
}

/** The messages of an answer, which is JSON or a stream. */
export function messages({ text }: WireAnswer): Message[] {
  const events = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? "") as Message);
  return events.length > 0 ? events : [JSON.parse(text) as Message];
}

/** The last message of an answer: the response. */
export function response(answer: WireAnswer): Message {
  return messages(answer).at(-1) as Message;
}
