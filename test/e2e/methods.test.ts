/** Resources, prompts and changes on the wire: what answers say beside what clients make of them. */
import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { onLoopback } from "./clients.ts";
import coded from "./everything/coded.ts";
import everything from "./everything/declared.ts";
import { legacy, type Message, messages, modern, post, response } from "./wire.ts";

let upstream: Awaited<ReturnType<typeof onLoopback>>;
let listening: Listening;
let url: string;
let coding: string;
/** What arrived upstream, as a server understands it. */
const paths: string[] = [];

beforeAll(async () => {
  upstream = await onLoopback((message, answer) => {
    const { pathname, searchParams } = new URL(message.url ?? "", "http://upstream");
    paths.push(pathname);
    answer
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ path: pathname, ...Object.fromEntries(searchParams) }));
  });
  listening = await listen({
    servers: [everything, coded],
    baseUrls: { everything: upstream.origin },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
  url = `${listening.origin}/everything/mcp`;
  coding = `${listening.origin}/coded/mcp`;
});

afterAll(async () => {
  await listening.close(0);
  upstream.close();
});

describe("the cache hints", () => {
  const rows: [string, Record<string, unknown>, object][] = [
    ["tools/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/templates/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["prompts/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/read", { uri: "test://notes" }, { ttlMs: 0, cacheScope: "private" }],
  ];
  it.each(rows)("are sent with %s", async (method, params, hint) => {
    expect(response(await post(url, ...modern(method, params))).result).toMatchObject(hint);
    const before = response(await post(url, ...legacy(method, params))).result;
    expect(before).toBeDefined();
    expect(before).not.toHaveProperty("ttlMs");
  });
});

describe("arguments in headers", () => {
  const call = (args: Record<string, unknown>): ReturnType<typeof modern> =>
    modern("tools/call", { name: "in_region", arguments: args });
  const rows: [string, Record<string, unknown>, Record<string, string>, number, number | undefined][] = [
    ["agree", { region: "eu" }, { "mcp-param-region": "eu" }, 200, undefined],
    [
      "agree, both of them",
      { region: "eu", count: 2 },
      { "mcp-param-region": "eu", "mcp-param-count": "2" },
      200,
      undefined,
    ],
    ["are missing", { region: "eu" }, {}, 400, -32020],
    ["differ", { region: "eu" }, { "mcp-param-region": "us" }, 400, -32020],
  ];
  it.each(rows)("are compared with the body: %s", async (_name, args, extra, status, code) => {
    const [headers, body] = call(args);
    const answer = await post(url, { ...headers, ...extra }, body);
    expect(answer.status).toBe(status);
    expect(response(answer).error?.code).toBe(code);
  });

  it.each([
    ["agree", "eu", 200],
    ["differ", "us", 400],
  ])("are compared when an alias calls the tool: %s", async (_name, region, status) => {
    const [headers, body] = modern("tools/call", { name: "at_region", arguments: { region: "eu" } });
    const answer = await post(url, { ...headers, "mcp-param-region": region }, body);
    expect(answer.status).toBe(status);
  });

  it("are not required of other tools", async () => {
    const answer = await post(
      url,
      ...modern("tools/call", { name: "read_file", arguments: { owner: "o", path: "p" } }),
    );
    expect(response(answer).result).toMatchObject({ structuredContent: { path: "p" } });
  });
});

describe("the state of an earlier round", () => {
  it.each(["", "v1.e30.AAAA", "not ours"])(
    "is rejected unless the server signed it: %j",
    async (requestState) => {
      for (const [method, params] of [
        ["tools/call", { name: "read_file", arguments: { owner: "o", path: "p" } }],
        ["resources/read", { uri: "test://static-text" }],
        ["prompts/get", { name: "summarise", arguments: { uri: "test://static-text" } }],
      ] as const) {
        const answer = await post(url, ...modern(method, { ...params, requestState, inputResponses: {} }));
        expect(response(answer).error).toMatchObject({
          code: -32602,
          data: { reason: "invalid_request_state" },
        });
      }
    },
  );
});

describe("a client that cannot be asked", () => {
  const rows: [string, Record<string, unknown>, object][] = [
    ["tools/call", { name: "asks_person", arguments: {} }, { elicitation: {} }],
    ["tools/call", { name: "asks_model", arguments: {} }, { sampling: {} }],
    ["tools/call", { name: "asks_folders", arguments: {} }, { roots: {} }],
    ["tools/call", { name: "asks_at_page", arguments: {} }, { elicitation: { url: {} } }],
    ["resources/read", { uri: "test://asking" }, { elicitation: {} }],
    ["prompts/get", { name: "asking", arguments: { topic: "x" } }, { elicitation: {} }],
  ];
  it.each(rows)("gets the missing capability from %s of %o", async (method, params, requiredCapabilities) => {
    for (const meta of [{}, { progressToken: 1 }]) {
      const answer = await post(coding, ...modern(method, params, { meta }));
      expect(answer.status).toBe(400);
      expect(response(answer).error).toMatchObject({ code: -32021, data: { requiredCapabilities } });
    }
  });
});

describe("template variables in the request to the API", () => {
  it.each(["repo://../contents/x", "repo://%2E%2E/contents/x", "repo://..%2Fadmin/contents/x"])(
    "stay in their path segment: %s",
    async (uri) => {
      paths.length = 0;
      const answer = response(await post(url, ...modern("resources/read", { uri })));
      expect(paths.filter((path) => !path.startsWith("/files/"))).toEqual([]);
      if (paths.length === 0) expect(answer.error).toMatchObject({ code: -32602 });
    },
  );
});

describe("rounds of questions over 2026-07-28", () => {
  const call = { name: "asks_person", arguments: {} };
  const capabilities = { elicitation: {} };
  const ask = async (params: Record<string, unknown>): Promise<Message> =>
    response(await post(coding, ...modern("tools/call", { ...call, ...params }, { capabilities })));

  it("ask and continue with the answers", async () => {
    const { result: first } = await ask({});
    expect(first).toMatchObject({
      resultType: "input_required",
      inputRequests: {
        name: { method: "elicitation/create", params: { message: "What is your name?" } },
      },
    });
    const { requestState } = first as { requestState: string };
    const inputResponses = { name: { action: "accept", content: { name: "Ada" } } };
    expect((await ask({ requestState, inputResponses })).result).toMatchObject({
      resultType: "complete",
      content: [{ text: "Hello, Ada!" }],
    });
  });

  it.each([
    ["nothing", {}],
    ["another key", { other: { action: "accept", content: { name: "Ada" } } }],
    ["what does not fit the form", { name: { action: "accept", content: { name: 1 } } }],
  ])("repeat a question whose answer is %s", async (_name, inputResponses) => {
    const { requestState } = (await ask({})).result as { requestState: string };
    expect((await ask({ requestState, inputResponses })).result).toMatchObject({
      resultType: "input_required",
      inputRequests: { name: {} },
    });
  });

  it("are skipped if the client sends the answers ahead", async () => {
    const inputResponses = { name: { action: "accept", content: { name: "Ada" } } };
    expect((await ask({ inputResponses })).result).toMatchObject({ content: [{ text: "Hello, Ada!" }] });
  });

  it("reject state that was changed or belongs to another method", async () => {
    const { requestState } = (await ask({})).result as { requestState: string };
    const prompt = { name: "asking", arguments: { topic: "x" }, requestState };
    const invalid = { code: -32602, data: { reason: "invalid_request_state" } };
    expect(response(await post(coding, ...modern("prompts/get", prompt))).error).toMatchObject(invalid);
    const changed = requestState.replace(/\.([^.])([^.]*)$/, (_all, first: string, rest: string) =>
      first === "A" ? `.B${rest}` : `.A${rest}`,
    );
    const middle = requestState.replace(/^(.{20})./, (_all, start) => `${start}_`);
    for (const state of [changed, middle])
      expect((await ask({ requestState: state })).error).toMatchObject(invalid);
  });
});

describe("a single request of the 2025 era", () => {
  it("gets log messages as a stream", async () => {
    const answer = await post(coding, ...legacy("tools/call", { name: "logs", arguments: {} }));
    expect(answer.headers["content-type"]).toBe("text/event-stream");
    expect(messages(answer).map(({ method }) => method)).toEqual([
      "notifications/message",
      "notifications/message",
      "notifications/message",
      undefined,
    ]);
    expect(response(answer).result).toMatchObject({ content: [{ text: "logged" }] });
  });

  it("gets JSON if nothing is logged", async () => {
    const answer = await post(coding, ...legacy("tools/call", { name: "text", arguments: {} }));
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  });

  it("gets an error at once if the tool has to ask", async () => {
    const answer = await post(coding, ...legacy("tools/call", { name: "asks_person", arguments: {} }));
    expect(response(answer).result).toMatchObject({ isError: true });
  });
});

describe("subscriptions over 2026-07-28", () => {
  it("get the changes that they name and no others", async () => {
    const notes = new URL("everything/notes.md", import.meta.url);
    const text = await readFile(notes, "utf8");
    const one = await listenFor(["test://notes"]);
    const other = await listenFor(["test://static-text"]);
    try {
      await writeFile(notes, `${text}\nMore.\n`);
      expect(await one.next()).toMatchObject({
        method: "notifications/resources/updated",
        params: { uri: "test://notes" },
      });
      expect(other.heard).toEqual([]);
    } finally {
      one.close();
      other.close();
      await writeFile(notes, text);
    }
  });

  it("end with a response when the server stops", async () => {
    const own = await listen({
      servers: [everything],
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
    });
    const listener = await listenFor(["test://notes"], `${own.origin}/everything/mcp`);
    // Waiting for the client would take longer than the test may.
    await own.close(600_000);
    expect(await listener.next()).toMatchObject({ id: 1, result: { resultType: "complete" } });
  });

  it("are rejected for the 2025 era without sessions", async () => {
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "t", version: "1" },
    };
    const { result } = response(await post(url, ...legacy("initialize", params)));
    expect(result?.capabilities).toMatchObject({ resources: {} });
    expect(result?.capabilities).not.toMatchObject({ resources: { subscribe: true } });
    const { error } = response(await post(url, ...legacy("resources/subscribe", { uri: "test://notes" })));
    expect(error?.code).toBe(-32601);
  });
});

interface Listener {
  /** Beside the acknowledgement. */
  readonly heard: Message[];
  next(): Promise<Message>;
  close(): void;
}

/** Resolves when the server has acknowledged. */
function listenFor(resourceSubscriptions: string[], at = url): Promise<Listener> {
  const [headers, body] = modern("subscriptions/listen", { notifications: { resourceSubscriptions } });
  return new Promise((resolve, reject) => {
    const heard: Message[] = [];
    let wake: (() => void) | undefined;
    const message = request(at, { method: "POST", headers, agent: false }, (stream) => {
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const lines = text.split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          if (!line.startsWith("data: ")) continue;
          const said = JSON.parse(line.slice(6)) as Message;
          if (said.method === "notifications/subscriptions/acknowledged") resolve(listener);
          else heard.push(said);
        }
        wake?.();
      });
      stream.on("error", () => {});
    });
    const listener: Listener = {
      heard,
      next: () =>
        new Promise((found) => {
          wake = () => heard[0] && found(heard[0]);
          wake();
        }),
      close: () => message.destroy(),
    };
    message.on("error", reject);
    message.end(JSON.stringify(body));
  });
}
