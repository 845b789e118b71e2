/** The generated server of the first example in the reference, with every kind of client. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import acme from "../golden/first/output/acme/index.ts";
import { onLoopback } from "./clients.ts";
import { FULL_CLIENTS } from "./full-client.ts";

let tracker: Awaited<ReturnType<typeof onLoopback>>;
let server: Listening;
const before = process.env.TRACKER_TOKEN;

beforeAll(async () => {
  process.env.TRACKER_TOKEN = "a-secret";
  const seen: string[] = [];
  tracker = await onLoopback((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ number: 7, seen: seen.splice(0) }));
  });
  server = await listen({
    servers: [acme],
    baseUrls: { "acme.tracker": `${tracker.origin}/api` },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
});

afterAll(async () => {
  await server.close(0);
  tracker.close();
  if (before === undefined) delete process.env.TRACKER_TOKEN;
  else process.env.TRACKER_TOKEN = before;
});

it.each(Object.entries(FULL_CLIENTS))("%s uses tools, resources and prompts", async (_, connect) => {
  const client = await connect(new URL(`${server.origin}/acme/mcp`));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["create_issue", "escalate"]);
  const created = await client.call("create_issue", { title: "It is slow" });
  expect(created.structuredContent).toEqual({
    number: 7,
    seen: ["POST /api/issues Bearer a-secret"],
  });
  const escalated = await client.call("escalate", { title: "It is slow", to: "ada" });
  expect(escalated.structuredContent).toEqual({ number: 7 });
  const { contents } = await client.readResource({ uri: "acme://runbook" });
  expect(contents).toMatchObject([{ text: "# When it is slow\n\nRestart it." }]);
  const { messages } = await client.getPrompt({ name: "triage", arguments: { report: "Slow" } });
  expect(messages).toMatchObject([{ role: "user", content: { text: "Triage this report: Slow" } }]);
  await client.close();
});
