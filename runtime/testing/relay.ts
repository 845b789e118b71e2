/**
 * For tests: requests of any method in front of a server of Node's, whose parser knows a list of methods and
 * refuses all others, though RFC 9110 lets a method be any token.
 */
import { once } from "node:events";
import { type IncomingMessage, METHODS } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";

/** Tells the server behind the relay which method it was. */
const HEADER = "speclathe-method";

export interface Relay {
  readonly port: number;
  close(): void;
}

export function isKnownMethod(method: string): boolean {
  return METHODS.includes(method);
}

/** Passes connections on to a port, one request each, whose method becomes POST and a header. */
export async function relayTo(port: number): Promise<Relay> {
  const relay = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("error", end).on("close", end);
    upstream.on("error", end).on("close", end);
    client.once("data", (first: Buffer) => {
      const [head = "", ...rest] = first.toString("latin1").split("\r\n");
      const [method = "", ...target] = head.split(" ");
      const lines = [`POST ${target.join(" ")}`, `${HEADER}: ${method}`, ...rest];
      upstream.write(Buffer.from(lines.join("\r\n"), "latin1"));
      client.pipe(upstream);
    });
    upstream.pipe(client);
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  return { port: (relay.address() as AddressInfo).port, close: () => relay.close() };
}

/** The method of a request, whether it came through the relay or not. */
export function takeMethod(message: IncomingMessage): string {
  const original = message.headers[HEADER];
  delete message.headers[HEADER];
  return typeof original === "string" ? original : (message.method ?? "");
}
