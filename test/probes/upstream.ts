/** An upstream that records requests as they are on the wire, and answers as a row says. */
import { createServer, type Server, type Socket } from "node:net";

/** A request, with nothing of it interpreted. */
export interface WireRequest {
  readonly method: string;
  /** The request target, as on the request line. */
  readonly target: string;
  /** In the order in which they came, by the names they came with. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Listens on loopback. It knows HTTP/1.1 just well enough for a client that sends nothing unusual. */
export class RecordingUpstream {
  readonly received: WireRequest[] = [];
  answer: Answer = {};
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      let pending = Buffer.alloc(0);
      socket.on("data", (chunk) => {
        pending = Buffer.concat([pending, chunk]);
        for (let parsed = parse(pending); parsed; parsed = parse(pending)) {
          pending = pending.subarray(parsed.length);
          this.received.push(parsed.request);
          socket.write(format(this.answer, parsed.request.method));
        }
      });
    });
  }

  static async listen(): Promise<RecordingUpstream> {
    const upstream = new RecordingUpstream();
    await new Promise<void>((resolve) => upstream.#server.listen(0, "127.0.0.1", resolve));
    return upstream;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The upstream does not listen.");
    return address.port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** The first request in the bytes, if all of it is there. */
function parse(bytes: Buffer): { request: WireRequest; length: number } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [line = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const [method = "", target = ""] = line.split(" ");
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(":");
    return [header.slice(0, colon), header.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "")];
  });
  const header = (name: string): string | undefined =>
    headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
  const rest = bytes.subarray(end + 4);
  if (header("transfer-encoding") !== undefined) {
    const chunked = parseChunks(rest);
    return (
      chunked && {
        request: { method, target, headers, body: chunked.body },
        length: end + 4 + chunked.length,
      }
    );
  }
  const size = Number(header("content-length") ?? 0);
  if (rest.length < size) return undefined;
  return {
    request: { method, target, headers, body: Buffer.from(rest.subarray(0, size)) },
    length: end + 4 + size,
  };
}

function parseChunks(bytes: Buffer): { body: Buffer; length: number } | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    if (end === -1) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (bytes.length < end + 2 + size + 2) return undefined;
    chunks.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
    if (size === 0) return { body: Buffer.concat(chunks), length: at };
  }
}

function format({ status = 200, reason = "", headers = {}, body = "" }: Answer, method: string): Buffer {
  const bytes = Buffer.from(body as string);
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(hasBody ? [`content-length: ${bytes.length}`] : []),
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return hasBody ? Buffer.concat([head, bytes]) : head;
}
