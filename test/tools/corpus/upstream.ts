/** An upstream that records requests byte for byte, and sends the given response. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import type { Recorded } from "./validator/recorded.ts";

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: Buffer;
}

/**
 * Speaks HTTP/1.1 over plain sockets: Node's own server accepts only some methods, and normalises requests.
 */
export class Upstream {
  readonly port: number;
  answer: Answer = { status: 200 };
  readonly #received: Recorded[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      this.#converse(socket);
    });
  }

  static async start(): Promise<Upstream> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Upstream(server);
  }

  /** Returns the requests since the last call. */
  take(): Recorded[] {
    return this.#received.splice(0);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #converse(socket: Socket): void {
    let buffer = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      for (let read = readRequest(buffer); read; read = readRequest(buffer)) {
        buffer = buffer.subarray(read.length);
        this.#received.push(read.request);
        socket.write(this.#response(read.request.method));
      }
    });
  }

  #response(method: string): Buffer {
    const { status, type, body = Buffer.alloc(0) } = this.answer;
    // RFC 9110, section 6.4.1; a 205 has `content-length: 0`.
    const hasBody = status >= 200 && status !== 204 && status !== 304;
    const lines = [
      `HTTP/1.1 ${status} Answered`,
      ...(type !== undefined && hasBody ? [`content-type: ${type}`] : []),
    ];
    if (hasBody) lines.push(`content-length: ${body.length}`);
    const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
    return hasBody && method !== "HEAD" ? Buffer.concat([head, body]) : head;
  }
}

/** Parses the first request in a buffer, and returns its length; undefined if the request is incomplete. */
function readRequest(bytes: Buffer): { request: Recorded; length: number } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [line = "", ...fields] = bytes.toString("latin1", 0, end).split("\r\n");
  const [method = "", target = ""] = line.split(" ");
  const headers = fields.map((field) => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon), field.slice(colon + 1).trim()] as const;
  });
  const find = (name: string): string | undefined => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const start = end + 4;
  if (find("transfer-encoding")?.toLowerCase() === "chunked") {
    const read = readChunks(bytes, start);
    return read && { request: { method, target, headers, body: read.body }, length: read.end };
  }
  const length = start + Number(find("content-length") ?? 0);
  if (bytes.length < length) return undefined;
  return { request: { method, target, headers, body: Buffer.from(bytes.subarray(start, length)) }, length };
}

function readChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line === -1) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16);
    const end = line + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), end };
    chunks.push(bytes.subarray(line + 2, end - 2));
    at = end;
  }
}
