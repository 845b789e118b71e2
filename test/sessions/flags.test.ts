import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { cli, ROOT } from "../e2e/clients.ts";

it("speclathe serve --sessions --legacy-sse serves sessions and HTTP+SSE", async () => {
  const { command, args, env } = cli(["serve", "bookshop", "--port", "0", "--sessions", "--legacy-sse"]);
  const server = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void server.kill("SIGKILL"));
  const exited = once(server, "exit");
  let origin = "";
  for await (const line of createInterface({ input: server.stdout })) {
    origin = /http:\/\/[^/\s]+/.exec(line)?.[0] ?? "";
    if (origin !== "") break;
  }
  const initialized = await fetch(`${origin}/bookshop/mcp`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
    }),
  });
  expect(initialized.headers.get("mcp-session-id")).toMatch(/^[0-9a-f-]{36}$/);
  await initialized.text();
  const stream = await fetch(`${origin}/bookshop/sse`);
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  server.kill("SIGTERM");
  expect(await stream.text()).toContain("data: /bookshop/messages?sessionId=");
  expect(await exited).toEqual([0, null]);
}, 60_000);
