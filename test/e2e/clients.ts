import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type Koa from "koa";

export interface CallResult {
  isError?: boolean;
  content: { type: string; text?: string; data?: string; mimeType?: string }[];
  structuredContent?: Record<string, unknown>;
}

/** The operations that every kind of client supports. */
export interface AnyClient {
  list(): Promise<{ name: string; inputSchema: unknown }[]>;
  call(
    name: string,
    args: Record<string, unknown>,
    options?: { onprogress?: () => void },
  ): Promise<CallResult>;
  close(): Promise<void>;
}

/** An HTTP endpoint, or a server process to start. */
export type Target = URL | { command: string; args: string[]; env: Record<string, string> };

const INFO = { name: "speclathe-test", version: "1.0.0" };

/** The three kinds of deployed clients: the 1.x SDK, and the 2.x SDK in either era. */
export const CLIENTS: Readonly<Record<string, (target: Target) => Promise<AnyClient>>> = {
  "v1 client": async (target) => {
    const client = new ClientV1(INFO);
    const transport =
      target instanceof URL
        ? new TransportV1(target)
        : new StdioTransportV1({ ...target, stderr: "inherit" });
    // The 1.x SDK's types predate exactOptionalPropertyTypes.
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return {
      list: async () => (await client.listTools()).tools,
      call: async (name, args, options) =>
        (await client.callTool({ name, arguments: args }, undefined, options)) as CallResult,
      close: () => client.close(),
    };
  },
  "v2 client, 2026-07-28": (target) => connectV2(target, { mode: { pin: "2026-07-28" } }),
  "v2 client, 2025 era": (target) => connectV2(target, { mode: "legacy" }),
};

async function connectV2(
  target: Target,
  versionNegotiation: { mode: "legacy" | { pin: string } },
): Promise<AnyClient> {
  const client = new Client(INFO, { versionNegotiation });
  await client.connect(
    target instanceof URL
      ? new StreamableHTTPClientTransport(target)
      : new StdioClientTransport({ ...target, stderr: "inherit" }),
  );
  return {
    list: async () => (await client.listTools()).tools,
    call: async (name, args, options) =>
      (await client.callTool({ name, arguments: args }, options)) as CallResult,
    close: () => client.close(),
  };
}

/** Serves a Koa app or a request listener on a free port of the loopback interface. */
export async function onLoopback(
  app: Koa | Parameters<typeof createServer>[1],
): Promise<{ origin: string; server: Server; close: () => void }> {
  const server = createServer(typeof app === "function" ? app : (app as Koa).callback()).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    server,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The command line, run from its sources, as a process to start. */
export function cli(
  args: string[],
  env: Record<string, string> = {},
): { command: string; args: string[]; env: Record<string, string> } {
  return {
    command: process.execPath,
    args: ["--import", "tsx", `${ROOT}bin/speclathe.ts`, ...args],
    env: { ...(process.env as Record<string, string>), SPECLATHE_LOG_LEVEL: "silent", ...env },
  };
}
