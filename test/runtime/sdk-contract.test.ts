/**
 * The undocumented behaviour of the SDK on which the classes of runtime/protocol/sdk rely. A failure here after an
 * update of the SDK means that the class of the same name needs a change.
 */
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import {
  createMcpHandler,
  type EventStore,
  InMemoryTransport,
  type JSONRPCMessage,
  McpServer,
  PerRequestHTTPServerTransport,
  Server,
  type ServerOptions,
  SUPPORTED_PROTOCOL_VERSIONS,
  type Transport,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { SSEServerTransport } from "@modelcontextprotocol/server-legacy/sse";
import { describe, expect, it, vi } from "vitest";
import { STANDALONE } from "../../runtime/protocol/sdk/event-log.ts";
import { HeaderCheckingServer } from "../../runtime/protocol/sdk/header-checking-server.ts";
import { SingleRequestTransport } from "../../runtime/protocol/sdk/single-request-transport.ts";
import { legacy, modern } from "../e2e/wire.ts";

const INFO = { name: "test", version: "1" };
const OPTIONS = {
  capabilities: { tools: {}, logging: {}, resources: { subscribe: true } },
  supportedProtocolVersions: ["2026-07-28", ...SUPPORTED_PROTOCOL_VERSIONS],
} satisfies ServerOptions;
const NOTIFICATION = { jsonrpc: "2.0", method: "notifications/tools/list_changed" } as const;
const line = (message: unknown): string => `${JSON.stringify(message)}\n`;

describe("SingleRequestTransport", () => {
  it("binds a server to the revision of the request until the next connection", async () => {
    const server = new Server(INFO, OPTIONS);
    const one = new SingleRequestTransport({ era: "modern", revision: "2026-07-28" }, "2026-07-28");
    await server.connect(one);
    expect(server.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    await one.close();
    await one.ended;
    await server.connect(new SingleRequestTransport({ era: "legacy" }, "2025-11-25"));
    expect(server.getNegotiatedProtocolVersion()).toBeUndefined();
  });

  it("gets every message of a request by `send`, the response last, and no other call", async () => {
    const calls: string[] = [];
    class Recorder extends PerRequestHTTPServerTransport {
      override async start(): Promise<void> {
        calls.push("start");
      }
      override async send(message: JSONRPCMessage): Promise<void> {
        calls.push("method" in message ? message.method : "response");
      }
      override async handleMessage(): Promise<never> {
        throw new Error("not called");
      }
      override async close(): Promise<void> {
        calls.push("close");
      }
    }
    const server = new Server(INFO, OPTIONS);
    server.setRequestHandler("tools/call", async (_request, { mcpReq }) => {
      await mcpReq.log("info", "one");
      return { content: [] };
    });
    const transport = new Recorder({ classification: { era: "legacy" } });
    await server.connect(transport);
    transport.onmessage?.(legacy("tools/call", { name: "x" })[1] as never, {
      classification: { era: "legacy" },
    });
    await setImmediate();
    expect(calls).toEqual(["start", "notifications/message", "response"]);
    transport.onclose?.();
    expect(server.transport).toBeUndefined();
  });

  it("inherits no other method that uses the connection", () => {
    expect(Object.getOwnPropertyNames(PerRequestHTTPServerTransport.prototype).sort()).toEqual([
      "close",
      "constructor",
      "finalizeStream",
      "handleMessage",
      "send",
      "settleResponse",
      "start",
      "upgradeToSse",
      "writeCommentFrame",
      "writeFrame",
      "writeMessageFrame",
    ]);
  });
});

describe("NotifyingServer", () => {
  class Probe extends Server {
    closed = 0;
    versionAfterConnect: string | undefined;
    override async connect(transport: Transport): Promise<void> {
      await super.connect(transport);
      this.versionAfterConnect = this.getNegotiatedProtocolVersion();
    }
    protected override _onclose(): void {
      this.closed += 1;
      super._onclose();
    }
  }

  it.each(["client", "server"])("gets one `_onclose` for a connection that the %s closes", async (side) => {
    const [client, transport] = InMemoryTransport.createLinkedPair();
    const server = new Probe(INFO, OPTIONS);
    await server.connect(transport);
    expect(server.versionAfterConnect).toBeUndefined();
    await (side === "client" ? client.close() : server.close());
    expect(server.closed).toBe(1);
  });

  it("is pinned to 2026-07-28 by `serveStdio`, which answers and applies `subscriptions/listen`", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const servers: Probe[] = [];
    const methods: string[] = [];
    const handle = serveStdio(
      () => {
        const server = new Probe(INFO, OPTIONS);
        server.fallbackRequestHandler = async ({ method }) => {
          methods.push(method);
          return {};
        };
        servers.push(server);
        return server;
      },
      { transport: new StdioServerTransport(input, output) },
    );
    let written = "";
    output.on("data", (chunk) => {
      written += chunk;
    });
    const subscription = { notifications: { resourceSubscriptions: ["test://a"] } };
    input.write(line(modern("subscriptions/listen", subscription)[1]));
    await vi.waitFor(() => expect(written).toContain("notifications/subscriptions/acknowledged"));
    expect(servers.at(-1)?.versionAfterConnect).toBe("2026-07-28");
    await servers.at(-1)?.sendResourceUpdated({ uri: "test://b" });
    await servers.at(-1)?.sendResourceUpdated({ uri: "test://a" });
    await vi.waitFor(() => expect(written).toContain("test://a"));
    expect(written).not.toContain("test://b");
    expect(methods).toEqual([]);
    await handle.close();
  });
});

describe("HeaderCheckingServer", () => {
  const schema = {
    type: "object",
    properties: { region: { type: "string", "x-mcp-header": "Region" } },
  };

  it("is asked for the schema of a tool before the call, of which wrong headers are refused", async () => {
    const called = vi.fn(async () => ({ content: [] }));
    const asked: string[] = [];
    const handler = createMcpHandler(() => {
      const checked = new HeaderCheckingServer(INFO, OPTIONS, (tool) => {
        asked.push(tool);
        return schema;
      });
      checked.server.setRequestHandler("tools/call", called);
      return checked;
    });
    const status = async (region: string): Promise<number> => {
      const [headers, body] = modern("tools/call", { name: "x", arguments: { region: "eu" } });
      const request = new Request("http://localhost/", {
        method: "POST",
        headers: { ...headers, "mcp-param-region": region },
      });
      return (await handler.fetch(request, { parsedBody: body })).status;
    };
    expect(await status("us")).toBe(400);
    expect(called).not.toHaveBeenCalled();
    expect(await status("eu")).toBe(200);
    expect(called).toHaveBeenCalledTimes(1);
    expect(asked).toEqual(["x", "x"]);
    await handler.close();
  });

  it("keeps the capabilities as given, which an `McpServer` would change", () => {
    const { capabilities } = OPTIONS;
    expect(new McpServer(INFO, OPTIONS).server.getCapabilities()).toMatchObject({
      tools: { listChanged: true },
    });
    const { server } = new HeaderCheckingServer(INFO, OPTIONS, () => undefined);
    expect(server.getCapabilities()).toEqual(capabilities);
  });
});

describe("SessionTransport and EventLog", () => {
  /** An event store that resolves when the test lets it. */
  class Store implements EventStore {
    readonly stored: [stream: string, message: JSONRPCMessage][] = [];
    readonly pending: ((id: string) => void)[] = [];
    isPaused = false;
    replay: () => Promise<void> = async () => {};

    async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
      this.stored.push([stream, message]);
      return this.isPaused ? new Promise((resolve) => this.pending.push(resolve)) : "stored";
    }

    async replayEventsAfter(): Promise<string> {
      await this.replay();
      return STANDALONE;
    }
  }

  async function initialized() {
    const store = new Store();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => "id",
      eventStore: store,
    });
    const server = new Server(INFO, OPTIONS);
    await server.connect(transport);
    const send = async (method: string, headers: object, parsedBody?: unknown): Promise<Response> =>
      transport.handleRequest(
        new Request("http://localhost/", { method, headers: { "mcp-session-id": "id", ...headers } }),
        parsedBody === undefined ? {} : { parsedBody },
      );
    const [headers, body] = legacy("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: { roots: {} },
      clientInfo: INFO,
    });
    await (await send("POST", headers, body)).text();
    const listen = async (more: object = {}): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
      const response = await send("GET", { accept: "text/event-stream", ...more });
      return response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    };
    return { store, transport, server, listen };
  }

  const read = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> =>
    Buffer.from((await reader.read()).value ?? []).toString();

  it("stores an empty priming event, and messages without a request under the id of the standalone stream", async () => {
    const { store, transport } = await initialized();
    const [primed] = store.stored;
    expect(primed?.[1]).toEqual({});
    await transport.send(NOTIFICATION);
    expect(store.stored.at(-1)).toEqual([STANDALONE, NOTIFICATION]);
    await transport.close();
  });

  it("looks up the stream after the event is stored, and leaves out an empty id", async () => {
    const { store, transport, listen } = await initialized();
    store.isPaused = true;
    const sending = [transport.send(NOTIFICATION), transport.send(NOTIFICATION)];
    const reader = await listen();
    for (const id of ["the-id", ""]) store.pending.shift()?.(id);
    await Promise.all(sending);
    const data = `data: ${JSON.stringify(NOTIFICATION)}\n\n`;
    expect(await read(reader)).toBe(`event: message\nid: the-id\n${data}`);
    expect(await read(reader)).toBe(`event: message\n${data}`);
    await transport.close();
  });

  it("attaches a replayed stream by the turn after `replayEventsAfter` has resolved", async () => {
    const { store, transport, listen } = await initialized();
    store.replay = async () => {
      void setImmediate().then(() => transport.send(NOTIFICATION));
    };
    const reader = await listen({ "last-event-id": "stored" });
    expect(await read(reader)).toContain(NOTIFICATION.method);
    await transport.close();
  });

  it("gets `onmessage` before `start`, and requests that are numbered from 0", async () => {
    const sent: JSONRPCMessage[] = [];
    let isSet = false;
    const transport: Transport = {
      start: async () => {
        isSet = transport.onmessage !== undefined;
      },
      send: async (message) => void sent.push(message),
      close: async () => transport.onclose?.(),
    };
    const server = new Server(INFO, OPTIONS);
    await server.connect(transport);
    expect(isSet).toBe(true);
    const asked = server.request({ method: "ping" }, { onprogress: () => {} }).catch(() => {});
    expect(sent).toMatchObject([{ id: 0, method: "ping", params: { _meta: { progressToken: 0 } } }]);
    transport.onmessage?.({ jsonrpc: "2.0", id: 0, result: {} });
    await asked;
    await server.close();
  });
});

describe("StdioTransport", () => {
  it("delivers a message in the turn in which it is read, and closes when the input ends", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const listeners = process.stdin.listenerCount("data");
    const transport = new StdioServerTransport(input, output);
    const received: JSONRPCMessage[] = [];
    transport.onmessage = (message) => void received.push(message);
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    await transport.start();
    let inSameTurn = -1;
    input.once("data", () => {
      inSameTurn = received.length;
    });
    input.end(line(NOTIFICATION));
    await closed;
    expect(inSameTurn).toBe(1);
    expect(process.stdin.listenerCount("data")).toBe(listeners);
    await expect(transport.send(NOTIFICATION)).rejects.toThrow("closed");
  });
});

describe("BoundedSseTransport", () => {
  class Response extends EventEmitter {
    readonly written: string[] = [];
    isEnded = false;
    writeHead(): this {
      return this;
    }
    write(text: string): boolean {
      this.written.push(text);
      return false;
    }
    end(): void {
      this.isEnded = true;
    }
  }

  it("passes messages on at once, refuses what is not a message, and ends with the response", async () => {
    const response = new Response();
    const transport = new SSEServerTransport("/messages", response as unknown as ServerResponse);
    const received: JSONRPCMessage[] = [];
    const onclose = vi.fn();
    transport.onmessage = (message) => void received.push(message);
    transport.onclose = onclose;
    await transport.start();
    const handling = transport.handleMessage(NOTIFICATION);
    expect(received).toEqual([NOTIFICATION]);
    await handling;
    await expect(transport.handleMessage({})).rejects.toThrow();
    const sending = transport.send(NOTIFICATION);
    expect(response.written.at(-1)).toBe(`event: message\ndata: ${JSON.stringify(NOTIFICATION)}\n\n`);
    await sending;
    response.emit("close");
    expect(onclose).toHaveBeenCalledTimes(1);

    const other = new Response();
    const closing = new SSEServerTransport("/messages", other as unknown as ServerResponse);
    await closing.start();
    await closing.close();
    expect(other.isEnded).toBe(true);
  });
});
