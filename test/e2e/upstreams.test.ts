/** A server that calls several APIs, started from the command line. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLIENTS, cli, onLoopback, ROOT } from "./clients.ts";

// Each test starts a process.
vi.setConfig({ testTimeout: 120_000 });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  const { command, args: all, env: whole } = cli(args, env);
  const child = spawn(command, all, { env: whole, cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  cleanups.push(() => child.kill("SIGKILL"));
  return child;
}

/** The first line that matches. */
async function lineOf(output: Readable | null, pattern = /./): Promise<string> {
  for await (const line of createInterface({ input: output as Readable }))
    if (pattern.test(line)) return line;
  throw new Error(`no line matches ${pattern}`);
}

const connect = async (child: ChildProcess) => {
  const [url = ""] = /http:\/\/\S+\/mcp/.exec(await lineOf(child.stdout, /\/mcp/)) ?? [];
  return (CLIENTS["v1 client"] as (typeof CLIENTS)[string])(new URL(url));
};

describe("a server with several upstreams", () => {
  async function folder(): Promise<string> {
    const out = await mkdtemp(join(tmpdir(), "speclathe-"));
    cleanups.push(() => rm(out, { recursive: true }));
    await mkdir(join(out, "acme"));
    const tool = (name: string, http: string): string => `${name}: defineTool({
      name: "${name}", description: "${name}", input: () => z.strictObject({}), annotations: {},
      http: { method: "GET", path: "/it", ${http} },
    })`;
    await writeFile(
      join(out, "acme", "index.ts"),
      `import { z } from "${ROOT}runtime/schema.ts";
      import { defineServer } from "${ROOT}runtime/server.ts";
      import { defineTool } from "${ROOT}runtime/tool.ts";
      const tools = { ${tool("own", "")}, ${tool("posted", 'upstream: "slack"')} };
      export default defineServer({
        name: "acme",
        upstreams: { slack: {} },
        surface: {
          server: { name: "acme", title: "Acme", version: "1.0.0" },
          tools: Object.keys(tools).map((name) => ({ name, description: name, inputSchema: { type: "object" } })),
        },
        groups: { tools: async () => tools },
      });`,
    );
    return out;
  }

  it("takes the base URLs from an option and from the environment", async () => {
    const upstream = await onLoopback((request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ url: request.url }));
    });
    cleanups.push(upstream.close);
    const args = [
      "serve",
      "--port",
      "0",
      "--out",
      await folder(),
      "--base-url",
      `acme=${upstream.origin}/own`,
    ];
    const client = await connect(start(args, { ACME_SLACK_BASE_URL: `${upstream.origin}/slack` }));
    expect((await client.call("own", {})).structuredContent).toEqual({ url: "/own/it" });
    expect((await client.call("posted", {})).structuredContent).toEqual({ url: "/slack/it" });
    await client.close();
  });

  it("refuses the base URL of an unknown upstream", async () => {
    const args = ["serve", "--out", await folder(), "--base-url", "acme.teams=http://x"];
    const child = start(args);
    expect(await text(child.stderr as Readable)).toContain(
      "--base-url: expected one of acme, acme.slack, found acme.teams",
    );
  });

  it("warns of the upstreams without a base URL", async () => {
    const child = start(
      ["serve", "--port", "0", "--out", await folder(), "--base-url", "acme=http://127.0.0.1:1"],
      {
        SPECLATHE_LOG_LEVEL: "warn",
      },
    );
    const logged = await lineOf(child.stderr);
    expect(JSON.parse(logged)).toMatchObject({
      server: "acme",
      upstream: "acme.slack",
      msg: "the base URL of acme.slack is not set: set ACME_SLACK_BASE_URL or --base-url acme.slack=URL",
    });
  });
});
