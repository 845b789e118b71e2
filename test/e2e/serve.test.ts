/** The process: its start, the errors that prevent it, and its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import Koa from "koa";
import { afterEach, describe, expect, it, vi } from "vitest";
import bookshop from "../../generated/bookshop/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { StdioTransport } from "../../runtime/protocol/sdk/stdio-transport.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { listen } from "../../runtime/serve/serve.ts";
import { CLIENTS, cli, onLoopback, ROOT } from "./clients.ts";

// Most tests start a process.
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
  throw new Error("the server printed no address");
}

const connect = (url: URL) => (CLIENTS["v1 client"] as (typeof CLIENTS)[string])(url);

describe("speclathe serve refuses", () => {
  const rows: [string, string[], RegExp][] = [
    [
      "a missing folder",
      ["serve", "--out", "/nowhere"],
      /There is no folder \/nowhere: run `speclathe generate`/,
    ],
    [
      "an unknown server",
      ["serve", "library"],
      /There is no server called library in generated\. There are: bookshop, [a-z, ]*workbench\./,
    ],
    ["an invalid port", ["serve", "--port", "http"], /Expected a port from 0 to 65535/],
    ["an invalid base URL", ["serve", "--base-url", "bookshop"], /NAME=URL with an http or https URL/],
    [
      "a base URL of another scheme",
      ["serve", "--base-url", "bookshop=ftp://x"],
      /NAME=URL with an http or https URL/,
    ],
    [
      "a base URL with a password",
      ["serve", "--base-url", "bookshop=https://user:hunter2@api.example"],
      /The base URL of bookshop contains a user name or a password: remove them/,
    ],
    [
      "a base URL with a query",
      ["serve", "--base-url", "bookshop=https://api.example/v1?key=hunter2"],
      /The base URL of bookshop contains a query or a fragment: remove it/,
    ],
    [
      "an invalid host",
      ["serve", "--allow-host", "http://x"],
      /Expected a host name such as app\.example, found "http:\/\/x"/,
    ],
    [
      "a wildcard as origin",
      ["serve", "--allow-origin", "*"],
      /Expected a host name .*, found "\*"\. Wildcards are not supported/,
    ],
    [
      "an origin with a path",
      ["serve", "--allow-origin", "https://x.example/a"],
      /Expected an origin .*, found "https:\/\/x\.example\/a"/,
    ],
    [
      "the base URL of an unknown server",
      ["serve", "--base-url", "library=http://x"],
      /--base-url: expected one of bookshop, .*, found library/,
    ],
    ["an unknown flag", ["serve", "--verbose"], /unknown option '--verbose'[\s\S]*--help/],
    ["an unknown command", ["sreve"], /unknown command 'sreve'[\s\S]*serve/],
  ];
  it.each(rows)("%s", async (_name, args, message) => {
    const { code, stdout, stderr } = await finish(start(args));
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at |hunter2/);
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

it.each([["--help"], ["serve", "--help"], ["generate", "--help"]])(
  "prints the help of: %s %s",
  async (...args) => {
    const { code, stdout } = await finish(start(args));
    expect(stdout).toContain("Usage: speclathe");
    expect(code).toBe(0);
  },
);

it("takes the base URL from the environment, and prefers the option", async () => {
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

it("answers the requests under way before it exits", async () => {
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

describe("over standard input and output", () => {
  const CALL = { name: "get_author", arguments: { authorId: "au_000001" } };
  const line = (id: number, method: string, params: object): string =>
    `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
  const initialize = line(1, "initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  });

  /** A server over stdio, whose API answers when the test lets it. */
  async function startStdio() {
    let arrived = (): void => {};
    let answer = (): void => {};
    const called = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const upstream = await onLoopback((_request, response) => {
      arrived();
      answer = () => response.setHeader("content-type", "application/json").end('{"late":true}');
    });
    cleanups.push(upstream.close);
    const { command, args, env } = cli(["serve", "bookshop", "--stdio"], {
      BOOKSHOP_BASE_URL: upstream.origin,
    });
    const child = spawn(command, args, { env, cwd: ROOT, stdio: "pipe" });
    cleanups.push(() => child.kill("SIGKILL"));
    return { child, called, answer: () => answer() };
  }

  const messages = (stdout: string): { id: number; result?: object }[] =>
    stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { id: number; result?: object });

  const endings: [string, (child: ReturnType<typeof spawn>) => void][] = [
    ["the input ends", (child) => child.stdin?.end()],
    ["SIGTERM comes", (child) => child.kill("SIGTERM")],
  ];
  it.each(endings)("answers the requests under way before it exits, when %s", async (_name, end) => {
    const { child, called, answer } = await startStdio();
    const finished = finish(child);
    child.stdin.write(initialize + line(2, "tools/call", CALL));
    await called;
    end(child);
    setTimeout(answer, 200);
    const { code, stdout } = await finished;
    expect(messages(stdout)).toMatchObject([
      { id: 1, result: { serverInfo: { name: "bookshop" } } },
      { id: 2, result: { structuredContent: { late: true } } },
    ]);
    expect(code).toBe(0);
  });

  it("answers all requests that arrive at once", async () => {
    const { child } = await startStdio();
    const lists = Array.from({ length: 30 }, (_, i) => line(i + 2, "tools/list", {}));
    child.stdin.end(initialize + lists.join(""));
    const { code, stdout } = await finish(child);
    expect(messages(stdout).map(({ id }) => id)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
    expect(code).toBe(0);
  });

  it("does not wait for a cancelled call", async () => {
    const { child, called } = await startStdio();
    const finished = finish(child);
    child.stdin.write(initialize + line(2, "tools/call", CALL));
    await called;
    const params = { requestId: 2 };
    child.stdin.end(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params })}\n`);
    const { code, stdout } = await finished;
    expect(messages(stdout).map(({ id }) => id)).toEqual([1]);
    expect(code).toBe(0);
  });

  it("exits when its output is closed", async () => {
    const { child, called } = await startStdio();
    child.stdin.write(initialize + line(2, "tools/call", CALL));
    await called;
    child.stdout.destroy();
    child.stdin.write(line(3, "tools/list", {}));
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
  });
});

it("waits for a call over stdio no longer than the given time", async () => {
  const source = new PassThrough();
  const transport = new StdioTransport(source);
  transport.onmessage = () => {};
  await transport.start();
  const ended = transport.ended();
  source.end('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}\n');
  await ended;
  await transport.answered(50);
  await transport.close();
});

it("does not wait for idle connections when it closes", async () => {
  let arrived = (): void => {};
  let answer = (): void => {};
  const called = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const upstream = await onLoopback((_request, response) => {
    arrived();
    answer = () => response.setHeader("content-type", "application/json").end("{}");
  });
  cleanups.push(upstream.close);
  const listening = await listen({
    servers: [bookshop],
    baseUrls: { bookshop: upstream.origin },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
  const agent = new Agent({ keepAlive: true });
  cleanups.push(() => agent.destroy());
  const sent = request(`${listening.origin}/bookshop/mcp`, {
    method: "POST",
    agent,
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
  });
  sent.end(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "get_author", arguments: { authorId: "au_000001" } },
    }),
  );
  await called;
  const unused = connectTo(Number(new URL(listening.origin).port), "127.0.0.1");
  cleanups.push(() => unused.destroy());
  await once(unused, "connect");
  // Longer than the test may take.
  const closed = listening.close(600_000);
  answer();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await closed;
});

it("cancels the call to the API when the client disconnects", async () => {
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
  it("is a Koa application that can be extended", async () => {
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

  it("refuses two servers of the same name, and an invalid base URL", async () => {
    const logger = createLogger("silent");
    await expect(createApp({ servers: [bookshop, bookshop], logger })).rejects.toThrow(
      'Two servers have the name "bookshop"',
    );
    await expect(createApp({ servers: [bookshop], baseUrls: { bookshop: "nowhere" } })).rejects.toThrow(
      TypeError,
    );
  });

  it("does not quote a password in an error", async () => {
    await expect(
      createApp({ servers: [bookshop], baseUrls: { bookshop: "ftp://user:hunter2@api.example/x" } }),
    ).rejects.toThrow("expected an http or https URL, found ftp://…@api.example/x");
  });

  it("refuses a base URL with credentials, a query or a fragment", async () => {
    for (const url of [
      "https://u:p@x.example",
      "https://u@x.example",
      "https://x.example/?a=1",
      "https://x.example/#a",
    ])
      for (const baseUrl of [url, new URL(url)])
        await expect(createApp({ servers: [bookshop], baseUrls: { bookshop: baseUrl } })).rejects.toThrow(
          "The base URL of bookshop contains",
        );
  });

  describe("behind middleware that has read the body", () => {
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };
    const read = async (ctx: Koa.Context): Promise<string> => {
      let text = "";
      for await (const chunk of ctx.req) text += chunk;
      return text;
    };
    const leave = (ctx: Koa.Context, body: unknown): void => void Object.assign(ctx.request, { body });

    const rows: [string, Koa.Middleware, string, number][] = [
      [
        "uses the parsed body",
        async (ctx, next) => {
          leave(ctx, JSON.parse(await read(ctx)));
          await next();
        },
        '"tools":[',
        200,
      ],
      [
        "uses the text of the body",
        async (ctx, next) => {
          leave(ctx, await read(ctx));
          await next();
        },
        '"tools":[',
        200,
      ],
      [
        "uses the bytes of the body",
        async (ctx, next) => {
          leave(ctx, Buffer.from(await read(ctx)));
          await next();
        },
        '"tools":[',
        200,
      ],
      [
        "reads a body that the middleware did not read",
        async (ctx, next) => {
          leave(ctx, {});
          await next();
        },
        '"tools":[',
        200,
      ],
      [
        "fails if the middleware kept nothing",
        async (ctx, next) => {
          await read(ctx);
          await next();
        },
        "other middleware has read the request body",
        500,
      ],
      [
        "refuses text that is not JSON",
        async (ctx, next) => {
          await read(ctx);
          leave(ctx, "{");
          await next();
        },
        "not valid JSON",
        400,
      ],
      [
        "applies the limit",
        async (ctx, next) => {
          await read(ctx);
          leave(ctx, { ...list, params: { x: "y".repeat(10_000) } });
          await next();
        },
        "the limit is 5000 bytes",
        413,
      ],
    ];
    it.each(rows)("%s", async (_name, middleware, want, status) => {
      const app = await createApp({
        servers: [bookshop],
        logger: createLogger("silent"),
        maxRequestBytes: 5000,
      });
      const outer = new Koa();
      outer.use(middleware);
      for (const each of app.middleware) outer.use(each);
      const served = await onLoopback(outer);
      cleanups.push(served.close, () => app.dispose());
      const answer = await fetch(`${served.origin}/bookshop/mcp`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify(list),
      });
      expect(await answer.text()).toContain(want);
      expect(answer.status).toBe(status);
    });
  });

  it("lets middleware in front inspect and refuse requests", async () => {
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
