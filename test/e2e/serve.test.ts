/** The process: how it starts, how it refuses to, and how it goes away. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Koa from "koa";
import { afterEach, describe, expect, it } from "vitest";
import bookshop from "../../generated/bookshop/index.ts";
import { createApp } from "../../runtime/app.ts";
import { createLogger } from "../../runtime/log.ts";
import { CLIENTS, cli, onLoopback, ROOT } from "./clients.ts";

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

async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => (stdout += chunk));
  child.stderr?.on("data", (chunk) => (stderr += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

async function urlOf(child: ChildProcess): Promise<URL> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const found = /http:\/\/\S+\/mcp/.exec(line)?.[0];
    if (found) return new URL(found);
  }
  throw new Error("the server said no address");
}

const connect = (url: URL) => (CLIENTS["v1 client"] as (typeof CLIENTS)[string])(url);

describe("what cannot be served is refused with a reason", () => {
  const rows: [string, string[], RegExp][] = [
    ["no folder", ["serve", "--out", "/nowhere"], /There is no folder \/nowhere: run `speclathe generate`/],
    [
      "an unknown server",
      ["serve", "library"],
      /There is no server called library in generated\. There are: bookshop\./,
    ],
    ["a port that is none", ["serve", "--port", "http"], /A port is a whole number from 0 to 65535/],
    ["a base URL that is none", ["serve", "--base-url", "bookshop"], /NAME=URL with an http or https URL/],
    [
      "a base URL of another scheme",
      ["serve", "--base-url", "bookshop=ftp://x"],
      /NAME=URL with an http or https URL/,
    ],
    [
      "a base URL of nobody",
      ["serve", "--base-url", "library=http://x"],
      /a server that is not served: library/,
    ],
    ["an unknown flag", ["serve", "--verbose"], /unknown option '--verbose'[\s\S]*--help/],
    ["an unknown command", ["sreve"], /unknown command 'sreve'[\s\S]*serve/],
  ];
  it.each(rows)("%s", async (_name, args, message) => {
    const { code, stdout, stderr } = await finish(start(args));
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });

  it("a folder without servers", async () => {
    const out = await mkdtemp(join(tmpdir(), "speclathe-"));
    cleanups.push(() => rm(out, { recursive: true }));
    const { code, stderr } = await finish(start(["serve", "--out", out]));
    expect(stderr).toContain("run `speclathe generate` first");
    expect(code).toBe(1);
  });

  it("a port that is taken", async () => {
    const { origin, close } = await onLoopback(new Koa());
    cleanups.push(close);
    const { code, stderr } = await finish(start(["serve", "--port", new URL(origin).port]));
    expect(stderr).toContain("is taken; choose another with --port");
    expect(code).toBe(1);
  });
});

it.each([["--help"], ["serve", "--help"], ["generate", "--help"]])("helps: %s %s", async (...args) => {
  const { code, stdout } = await finish(start(args));
  expect(stdout).toContain("Usage: speclathe");
  expect(code).toBe(0);
});

it("takes the API's address from the environment, and lets a flag win", async () => {
  const upstream = await onLoopback((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ url: request.url }));
  });
  cleanups.push(upstream.close);
  for (const [args, prefix] of [
    [[], "/environment"],
    [["--base-url", `bookshop=${upstream.origin}/flag`], "/flag"],
  ] as const) {
    const child = start(["serve", "--port", "0", ...args], {
      BOOKSHOP_BASE_URL: `${upstream.origin}/environment`,
    });
    const client = await connect(await urlOf(child));
    const result = await client.call("get_author", { authorId: "au_000001" });
    expect(JSON.parse(result.content[0]?.text ?? "")).toEqual({ url: `${prefix}/authors/au_000001` });
    await client.close();
  }
});

it("answers what is under way before it goes", async () => {
  let arrived = (): void => {};
  const called = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const upstream = await onLoopback((_request, response) => {
    arrived();
    setTimeout(() => response.setHeader("content-type", "application/json").end('{"late":true}'), 400);
  });
  cleanups.push(upstream.close);
  const child = start(["serve", "--port", "0", "--base-url", `bookshop=${upstream.origin}`]);
  const url = await urlOf(child);
  const client = await connect(url);
  const pending = client.call("get_author", { authorId: "au_000001" });
  await called;
  const ended = once(child, "close");
  child.kill("SIGTERM");
  expect(JSON.parse((await pending).content[0]?.text ?? "")).toEqual({ late: true });
  expect((await ended)[0]).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

it("a client that hangs up cancels the call to the API", async () => {
  let arrived = (): void => {};
  let gone = (): void => {};
  const called = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const cancelled = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const upstream = await onLoopback((request) => {
    arrived();
    request.once("close", gone);
  });
  cleanups.push(upstream.close);
  const app = await createApp({
    servers: [bookshop],
    baseUrls: { bookshop: upstream.origin },
    logger: createLogger("silent"),
  });
  const served = await onLoopback(app);
  cleanups.push(served.close, () => app.dispose());
  const abort = new AbortController();
  const pending = fetch(`${served.origin}/bookshop/mcp`, {
    method: "POST",
    signal: abort.signal,
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "get_author", arguments: { authorId: "au_000001" } },
    }),
  });
  await called;
  abort.abort();
  await expect(pending).rejects.toThrow();
  await cancelled;
});

describe("as a library", () => {
  it("is a Koa application to extend", async () => {
    const app = await createApp({ servers: [bookshop], logger: createLogger("silent") });
    app.use((ctx) => {
      ctx.body = `mine: ${ctx.path}`;
    });
    const served = await onLoopback(app);
    cleanups.push(served.close, () => app.dispose());
    expect(await (await fetch(`${served.origin}/about`)).text()).toBe("mine: /about");
    expect((await fetch(`${served.origin}/healthz`)).status).toBe(200);
    const client = await connect(new URL(`${served.origin}/bookshop/mcp`));
    expect(await client.list()).toHaveLength(18);
    await client.close();
  });

  it("refuses two servers of one name, and a base URL that is none", async () => {
    await expect(createApp({ servers: [bookshop, bookshop] })).rejects.toThrow(
      'two servers called "bookshop"',
    );
    await expect(createApp({ servers: [bookshop], baseUrls: { bookshop: "nowhere" } })).rejects.toThrow(
      TypeError,
    );
  });

  it("lets middleware in front see and refuse a request", async () => {
    const app = await createApp({ servers: [bookshop], logger: createLogger("silent") });
    const outer = new Koa();
    outer.use(async (ctx, next) => {
      if (ctx.get("x-pass") !== "yes") ctx.throw(401);
      await next();
      ctx.set("x-seen", "yes");
    });
    for (const middleware of app.middleware) outer.use(middleware);
    const served = await onLoopback(outer);
    cleanups.push(served.close, () => app.dispose());
    expect((await fetch(`${served.origin}/healthz`)).status).toBe(401);
    const passed = await fetch(`${served.origin}/healthz`, { headers: { "x-pass": "yes" } });
    expect([passed.status, passed.headers.get("x-seen")]).toEqual([200, "yes"]);
  });
});
