/** Requests as they go over the wire. */
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

/** One that reads the answer to its end. */
export function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const message = request(url, { method: "POST", headers, agent: false }, (response) => {
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
    message.end(JSON.stringify(body));
  });
}

/** A request of 2026-07-28, with all that belongs to it. */
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

/** A request of 2025-11-25 that stands alone. */
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

/** The messages of an answer, whether they came as JSON or as a stream. */
export function messages({ text }: WireAnswer): Message[] {
  const events = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? "") as Message);
  return events.length > 0 ? events : [JSON.parse(text) as Message];
}

/** The last of them: the response. */
export function response(answer: WireAnswer): Message {
  return messages(answer).at(-1) as Message;
}
