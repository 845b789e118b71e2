import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type JSONRPCRequest, Server, type ServerContext } from "@modelcontextprotocol/server";
import { describe, expect, it } from "vitest";
import { SingleRequestTransport } from "../../runtime/protocol/sdk/single-request-transport.ts";
import { eventually } from "../support/eventually.ts";

const REQUEST: JSONRPCRequest = { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "x" } };

function serverThat(handler: (context: ServerContext) => Promise<string>): Server {
  const server = new Server({ name: "test", version: "1" }, { capabilities: { tools: {}, logging: {} } });
  server.setRequestHandler("tools/call", async (_request, context) => ({
    content: [{ type: "text", text: await handler(context) }],
  }));
  return server;
}

function transport(): SingleRequestTransport {
  return new SingleRequestTransport({ era: "legacy" }, "2025-11-25");
}

describe("SingleRequestTransport", () => {
  it("resolves with the response, and frees the server for the next request", async () => {
    const server = serverThat(async () => "done");
    for (let round = 0; round < 3; round++) {
      const one = transport();
      expect(await one.run(server, REQUEST)).toMatchObject({
        id: 7,
        result: { content: [{ text: "done" }] },
      });
      await one.ended;
      expect(server.transport).toBeUndefined();
    }
  });

  it("resolves with a stream if the server sends notifications before the response", async () => {
    const server = serverThat(async ({ mcpReq }) => {
      await mcpReq.log("info", "one");
      await mcpReq.log("info", "two");
      return "done";
    });
    const one = transport();
    const answer = await one.run(server, REQUEST);
    expect(answer).toBeInstanceOf(Readable);
    const events = (await text(answer as Readable)).split("\n\n").filter((event) => event !== "");
    expect(events.map((event) => JSON.parse(event.replace("event: message\ndata: ", "")))).toMatchObject([
      { method: "notifications/message", params: { data: "one" } },
      { method: "notifications/message", params: { data: "two" } },
      { id: 7, result: { content: [{ text: "done" }] } },
    ]);
    await one.ended;
    expect(server.transport).toBeUndefined();
  });

  it("refuses a request of the server to the client", async () => {
    const server = serverThat(async ({ mcpReq }) => {
      const asked = mcpReq.send({ method: "roots/list" });
      return asked.then(
        () => "answered",
        (error: Error) => error.message,
      );
    });
    expect(await transport().run(server, REQUEST)).toMatchObject({
      result: { content: [{ text: "this connection cannot carry a request to the client" }] },
    });
  });

  it("cancels the request when it is closed", async () => {
    let signal: AbortSignal | undefined;
    const server = serverThat(async ({ mcpReq }) => {
      signal = mcpReq.signal;
      await new Promise((resolve) => mcpReq.signal.addEventListener("abort", resolve));
      return "late";
    });
    const one = transport();
    const answer = one.run(server, REQUEST);
    await eventually(() => expect(signal).toBeDefined());
    await one.close();
    expect(await answer).toBeUndefined();
    await one.ended;
    expect(signal?.aborted).toBe(true);
    expect(server.transport).toBeUndefined();
  });

  it("ends its stream when it is closed before the response", async () => {
    const server = serverThat(async ({ mcpReq }) => {
      await mcpReq.log("info", "one");
      await new Promise((resolve) => mcpReq.signal.addEventListener("abort", resolve));
      await mcpReq.log("info", "too late").catch(() => {});
      return "late";
    });
    const one = transport();
    const answer = (await one.run(server, REQUEST)) as Readable;
    await one.close();
    expect(await text(answer)).toMatch(/^event: message\ndata: .*"one".*\n\n$/);
  });
});
