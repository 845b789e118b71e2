/** Resources, prompts and changes on the wire, with the details that clients do not expose. */
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
/** Paths of the requests that arrived upstream, decoded as a server does. */
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

describe("cache hints", () => {
  const rows: [string, Record<string, unknown>, object][] = [
    ["tools/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/templates/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["prompts/list", {}, { ttlMs: 300_000, cacheScope: "public" }],
    ["resources/read", { uri: "test://notes" }, { ttlMs: 0, cacheScope: "private" }],
  ];
  it.each(rows)("of %s are sent only in 2026-07-28", async (method, params, hint) => {
    expect(response(await post(url, ...modern(method, params))).result).toMatchObject(hint);
    const before = response(await post(url, ...legacy(method, params))).result;
    expect(before).toBeDefined();
    expect(before).not.toHaveProperty("ttlMs");
  });
});

describe("a call whose arguments are also in headers", () => {
  const call = (args: Record<string, unknown>): ReturnType<typeof modern> =>
    modern("tools/call", { name: "in_region", arguments: args });
  const rows: [string, Record<string, unknown>, Record<string, string>, number, number | undefined][] = [
    ["headers that agree", { region: "eu" }, { "mcp-param-region": "eu" }, 200, undefined],
    [
      "two headers that agree",
      { region: "eu", count: 2 },
      { "mcp-param-region": "eu", "mcp-param-count": "2" },
      200,
      undefined,
    ],
    ["missing headers", { region: "eu" }, {}, 400, -32020],
    ["headers that differ", { region: "eu" }, { "mcp-param-region": "us" }, 400, -32020],
  ];
  it.each(rows)("gets the status that belongs to %s", async (_name, args, extra, status, code) => {
    const [headers, body] = call(args);
    const answer = await post(url, { ...headers, ...extra }, body);
    expect(answer.status).toBe(status);
    expect(response(answer).error?.code).toBe(code);
  });

  it.each([
    ["agree", "eu", 200],
    ["differ", "us", 400],
  ])("is checked under an alias of the tool: headers that %s", async (_name, region, status) => {
    const [headers, body] = modern("tools/call", { name: "at_region", arguments: { region: "eu" } });
    const answer = await post(url, { ...headers, "mcp-param-region": region }, body);
    expect(answer.status).toBe(status);
  });

  it("needs no such headers for the arguments of other tools", async () => {
    const answer = await post(
      url,
      ...modern("tools/call", { name: "read_file", arguments: { owner: "o", path: "p" } }),
    );
    expect(response(answer).result).toMatchObject({ structuredContent: { path: "p" } });
  });
});

describe("the state of an earlier round", () => {
  it.each(["", "v1.e30.AAAA", "not ours"])(
    "is refused unless the server signed it: %j",
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

describe("a client without the capability to answer a question", () => {
  const rows: [string, Record<string, unknown>, object][] = [
    ["tools/call", { name: "asks_person", arguments: {} }, { elicitation: {} }],
    ["tools/call", { name: "asks_model", arguments: {} }, { sampling: {} }],
    ["tools/call", { name: "asks_folders", arguments: {} }, { roots: {} }],
    ["tools/call", { name: "asks_at_page", arguments: {} }, { elicitation: { url: {} } }],
    ["resources/read", { uri: "test://asking" }, { elicitation: {} }],
    ["prompts/get", { name: "asking", arguments: { topic: "x" } }, { elicitation: {} }],
  ];
  it.each(rows)(
    "gets an error with the required capabilities, from %s of %o",
    async (method, params, requiredCapabilities) => {
      for (const meta of [{}, { progressToken: 1 }]) {
        const answer = await post(coding, ...modern(method, params, { meta }));
        expect(answer.status).toBe(400);
        expect(response(answer).error).toMatchObject({ code: -32021, data: { requiredCapabilities } });
      }
    },
  );
});

describe("variables of a URI template", () => {
  it.each(["repo://../contents/x", "repo://%2E%2E/contents/x", "repo://..%2Fadmin/contents/x"])(
    "cannot leave their segment of the path: %s",
    async (uri) => {
      paths.length = 0;
      const answer = response(await post(url, ...modern("resources/read", { uri })));
      expect(paths.filter((path) => !path.startsWith("/files/"))).toEqual([]);
      if (paths.length === 0) expect(answer.error).toMatchObject({ code: -32602 });
    },
  );
});

describe("questions in 2026-07-28", () => {
  const call = { name: "asks_person", arguments: {} };
  const capabilities = { elicitation: {} };
  const ask = async (params: Record<string, unknown>): Promise<Message> =>
    response(await post(coding, ...modern("tools/call", { ...call, ...params }, { capabilities })));

  it("are asked in one round and answered in the next", async () => {
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
    ["missing", {}],
    ["under another key", { other: { action: "accept", content: { name: "Ada" } } }],
    ["against the schema", { name: { action: "accept", content: { name: 1 } } }],
  ])("are asked again if the answer is %s", async (_name, inputResponses) => {
    const { requestState } = (await ask({})).result as { requestState: string };
    expect((await ask({ requestState, inputResponses })).result).toMatchObject({
      resultType: "input_required",
      inputRequests: { name: {} },
    });
  });

  it("are not asked if the first call brings the answers", async () => {
    const inputResponses = { name: { action: "accept", content: { name: "Ada" } } };
    expect((await ask({ inputResponses })).result).toMatchObject({ content: [{ text: "Hello, Ada!" }] });
  });

  it("are refused if the state belongs to another method or was changed", async () => {
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

describe("a request of the 2025 era without a session", () => {
  it("is answered by a stream if the tool logs", async () => {
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

  it("is answered by JSON if the tool does not log", async () => {
    const answer = await post(coding, ...legacy("tools/call", { name: "text", arguments: {} }));
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  });

  it("gets an error at once if the tool asks a question", async () => {
    const answer = await post(coding, ...legacy("tools/call", { name: "asks_person", arguments: {} }));
    expect(response(answer).result).toMatchObject({ isError: true });
  });
});

describe("changes in 2026-07-28", () => {
  it("reach only the clients that subscribe to them", async () => {
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
      expect(other.notifications).toEqual([]);
    } finally {
      one.close();
      other.close();
      await writeFile(notes, text);
    }
  });

  it("end with a result when the server stops, without waiting for the client", async () => {
    const own = await listen({
      servers: [everything],
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
    });
    const listener = await listenFor(["test://notes"], `${own.origin}/everything/mcp`);
    // Longer than the test may take.
    await own.close(600_000);
    expect(await listener.next()).toMatchObject({ id: 1, result: { resultType: "complete" } });
  });

  it("cannot be subscribed to in the 2025 era without sessions", async () => {
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
  /** Messages except the acknowledgement. */
  readonly notifications: Message[];
  next(): Promise<Message>;
  close(): void;
}

/** Resolves when the server has acknowledged the subscription. */
function listenFor(resourceSubscriptions: string[], at = url): Promise<Listener> {
  const [headers, body] = modern("subscriptions/listen", { notifications: { resourceSubscriptions } });
  return new Promise((resolve, reject) => {
    const notifications: Message[] = [];
    let wake: (() => void) | undefined;
    const message = request(at, { method: "POST", headers, agent: false }, (stream) => {
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const lines = text.split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          if (!line.startsWith("data: ")) continue;
          const received = JSON.parse(line.slice(6)) as Message;
          if (received.method === "notifications/subscriptions/acknowledged") resolve(listener);
          else notifications.push(received);
        }
        wake?.();
      });
      stream.on("error", () => {});
    });
    const listener: Listener = {
      notifications,
      next: () =>
        new Promise((found) => {
          wake = () => notifications[0] && found(notifications[0]);
          wake();
        }),
      close: () => message.destroy(),
    };
    message.on("error", reject);
    message.end(JSON.stringify(body));
  });
}
