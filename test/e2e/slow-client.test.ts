/** All answers to a list request share the bytes of the list; each has its own id. */
import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { defineServer } from "../../runtime/server.ts";
import { onLoopback } from "./clients.ts";

const COUNT = 40;

const server = defineServer({
  name: "large",
  surface: {
    server: { name: "large", title: "Large", version: "1.0.0" },
    // More bytes than the buffers of the system hold for a client that does not read.
    tools: Array.from({ length: COUNT }, (_, i) => ({
      name: `tool_${i}`,
      description: "x".repeat(500_000),
      inputSchema: { type: "object" as const },
    })),
  },
  groups: {},
});

it("sends a slow client its own answer after other requests for the same list", async () => {
  const app = await createApp({ servers: [server], logger: createLogger("silent") });
  const { origin, close } = await onLoopback(app);
  const { port } = new URL(origin);
  const ask = (id: string): string => JSON.stringify({ jsonrpc: "2.0", id, method: "tools/list" });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };

  const slow = connect(Number(port), "127.0.0.1");
  await once(slow, "connect");
  const head = Object.entries({ ...headers, host: "127.0.0.1", connection: "close" });
  const body = ask("slow");
  slow.write(
    `POST /large/mcp HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join("")}content-length: ${body.length}\r\n\r\n${body}`,
  );
  // The answer has begun; the socket buffers its first bytes and stops reading.
  await once(slow, "readable");

  for (let i = 0; i < 4; i++) {
    const answer = await fetch(`${origin}/large/mcp`, { method: "POST", headers, body: ask(`another-${i}`) });
    expect(((await answer.json()) as { id: string }).id).toBe(`another-${i}`);
  }

  const chunks: Buffer[] = [];
  for await (const chunk of slow) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const message = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as {
    id: string;
    result: { tools: unknown[] };
  };
  expect(message.id).toBe("slow");
  expect(message.result.tools).toHaveLength(COUNT);
  close();
  await app.dispose();
});
