/** The upstream of generated tests: it records requests and sends prepared replies. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  /** Method and target. */
  readonly line: string;
  /** The content type without its boundary. */
  readonly headers: Record<string, string>;
  readonly boundary: string | undefined;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Headers of the connection and the client, which no row compares. */
const TRANSPORT = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "host",
  "transfer-encoding",
  "user-agent",
]);

/** The reply to requests beyond the prepared ones. */
const UNEXPECTED: Reply = {
  status: 501,
  headers: { "content-type": "text/plain" },
  body: Buffer.from("The test expected no such request."),
};

export class RecordingUpstream {
  readonly received: Received[] = [];
  readonly #server: Server;
  #replies: Reply[] = [];

  private constructor() {
    this.#server = createServer((message, response) => void this.#answer(message, response));
  }

  static async open(): Promise<RecordingUpstream> {
    const upstream = new RecordingUpstream();
    upstream.#server.listen(0, "127.0.0.1");
    await once(upstream.#server, "listening");
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets the recorded requests, and prepares the next replies. */
  prepare(replies: readonly Reply[]): void {
    this.received.length = 0;
    this.#replies = [...replies];
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.received.push(await record(message));
    const { status, headers = {}, body } = this.#replies.shift() ?? UNEXPECTED;
    response.writeHead(status, headers).end(body);
  }
}

async function record(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const boundary = /; boundary=(\S+)$/.exec(message.headers["content-type"] ?? "")?.[1];
  if (boundary !== undefined)
    message.headers["content-type"] = message.headers["content-type"]?.replace(`; boundary=${boundary}`, "");
  const headers = Object.entries(message.headers).filter(([name]) => !TRANSPORT.has(name));
  return {
    line: `${message.method} ${message.url}`,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    boundary,
    body: Buffer.concat(chunks),
  };
}
