/** Tools with a handler: its arguments and context, its results and errors. */
import { describe, expect, it, vi } from "vitest";
import { type Context, content, ToolError } from "../../runtime/handler.ts";
import { z } from "../../runtime/schema.ts";
import type { AdvertisedTool, Code } from "../../runtime/server.ts";
import { defineTool, type Tool } from "../../runtime/tool.ts";
import type { ClientContext } from "../../runtime/tools/client-context.ts";
import { answering, asked, bench, CAPABLE, errorOf, recorder, textOf } from "../support/execution.ts";

const REFERENCE = "specs/acme.handlers.ts#run";

const coded = (more: object = {}): Tool =>
  defineTool({
    name: "run",
    description: "run",
    input: () => z.looseObject({}),
    annotations: {},
    handler: REFERENCE,
    ...more,
  } as Parameters<typeof defineTool>[0]);

/** Calls a tool with this handler. */
async function run(
  handler: (args: never, context: Context) => unknown,
  {
    args = {},
    caller = {},
    more = {},
    advertised = {},
  }: {
    args?: object;
    caller?: Partial<ClientContext>;
    more?: object;
    advertised?: Partial<AdvertisedTool>;
  } = {},
) {
  const { call, log, catalogue } = await bench({
    tools: [coded(more)],
    handlers: { [REFERENCE]: async () => handler as Code },
    advertised: { run: advertised },
  });
  return { result: await call("run", args, caller), log, catalogue };
}

describe("the returned value becomes the result:", () => {
  const text = (...texts: string[]) => texts.map((each) => ({ type: "text", text: each }));
  const rows: [string, unknown, object][] = [
    ["a string as text", "hi", { content: text("hi") }],
    ["undefined as an empty text", undefined, { content: text("") }],
    ["an object as structured content", { a: 1 }, { content: text('{"a":1}'), structuredContent: { a: 1 } }],
    ["a list, wrapped in an object", [1], { content: text("[1]"), structuredContent: { result: [1] } }],
    ["null, wrapped in an object", null, { content: text("null"), structuredContent: { result: null } }],
    ["a number, wrapped in an object", 0, { content: text("0"), structuredContent: { result: 0 } }],
    [
      "a date as its JSON",
      { at: new Date(0) },
      {
        content: text('{"at":"1970-01-01T00:00:00.000Z"}'),
        structuredContent: { at: "1970-01-01T00:00:00.000Z" },
      },
    ],
    [
      "an object without its undefined members",
      { a: undefined },
      { content: text("{}"), structuredContent: {} },
    ],
    ["one content block", content({ type: "text", text: "a" }), { content: text("a") }],
    [
      "several content blocks with structured content",
      content(
        [
          { type: "text", text: "a" },
          { type: "image", data: "AA==", mimeType: "image/png" },
        ],
        { n: 1 },
      ),
      {
        content: [...text("a"), { type: "image", data: "AA==", mimeType: "image/png" }],
        structuredContent: { n: 1 },
      },
    ],
    [
      "an embedded resource",
      content({ type: "resource", resource: { uri: "a:b", text: "t" } }),
      { content: [{ type: "resource", resource: { uri: "a:b", text: "t" } }] },
    ],
    [
      "a resource link",
      content({ type: "resource_link", uri: "a:b", name: "b" }),
      { content: [{ type: "resource_link", uri: "a:b", name: "b" }] },
    ],
    ["an empty list of content blocks", content([]), { content: [] }],
    [
      "an object with a member called __proto__",
      JSON.parse('{"__proto__":{"x":1}}'),
      { content: text('{"__proto__":{"x":1}}') },
    ],
  ];
  it.each(rows)("%s", async (_name, value, want) => {
    const { result } = await run(() => value);
    expect(result).toMatchObject(want);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it("is copied, so that the handler can no longer change it", async () => {
    const shared = { list: [1] };
    const { result } = await run(() => shared);
    shared.list.push(2);
    expect(result.structuredContent).toEqual({ list: [1] });
  });
});

describe("a value that cannot be a result is an internal error:", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const rows: [string, unknown][] = [
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["a bigint", 1n],
    ["a circular object", circular],
    ["an incomplete content block", content({ type: "text" } as never)],
    ["an unknown content block", content({ type: "video", data: "" } as never)],
    ["null as a content block", content([null] as never)],
    [
      "an embedded resource without content",
      content({ type: "resource", resource: { uri: "a:b" } } as never),
    ],
    ["a list as structured content", content([], [1] as never)],
  ];
  it.each(rows)("%s", async (_name, value) => {
    const { result, log } = await run(() => value);
    expect(errorOf(result)).toEqual({
      kind: "internal",
      message: "The server failed to carry out the call.",
      retryable: false,
    });
    expect(log).toMatchObject([{ level: "warn", tool: "run", err: expect.any(Error) }]);
  });
});

describe("an output schema", () => {
  const advertised: Partial<AdvertisedTool> = {
    outputSchema: { type: "object", properties: { n: { type: "number" } } },
  };
  it("prunes the structured content and leaves the text complete", async () => {
    const { result } = await run(() => ({ n: "x", m: 1 }), { advertised });
    expect(result.structuredContent).toEqual({ m: 1 });
    expect(textOf(result)).toBe('{"n":"x","m":1}');
    expect((await run(() => "text", { advertised })).result.structuredContent).toEqual({});
  });

  it("counts results that do not match the declared schema", async () => {
    const { catalogue } = await run(() => ({ n: "x" }), {
      more: { output: () => z.object({ n: z.number() }) },
    });
    await new Promise(setImmediate);
    expect(catalogue.schemaDrift).toEqual(new Map([["run", 1]]));
  });
});

describe("an error that a handler throws", () => {
  it("reaches the client unchanged if it is a ToolError", async () => {
    const { result } = await run(() => {
      throw new ToolError("conflict", "There is one already.", { retryAfterSeconds: 3 });
    });
    expect(errorOf(result)).toEqual({
      kind: "conflict",
      message: "There is one already.",
      retryable: false,
      retryAfterSeconds: 3,
    });
  });

  it.each([new Error("password is hunter2"), "hunter2", undefined, { kind: "conflict", message: "hunter2" }])(
    "goes only to the log if it is not a ToolError: %j",
    async (thrown) => {
      const { result, log } = await run(() => {
        throw thrown;
      });
      expect(errorOf(result)?.kind).toBe("internal");
      expect(JSON.stringify(result)).not.toContain("hunter2");
      expect(log).toMatchObject([{ level: "warn", kind: "internal", tool: "run" }]);
      expect(log[0]?.err).toBe(thrown);
    },
  );
});

describe("a handler receives", () => {
  it("the arguments unchanged, with defaults for missing ones", async () => {
    const given = vi.fn();
    const input = () =>
      z.strictObject({
        a: z.string().optional(),
        n: z.int().default(20),
        o: z.object({ d: z.int().default(1) }).optional(),
      });
    await run(given, { more: { input }, args: { a: "x", o: {} } });
    await run(given, { more: { input }, args: { n: 5 } });
    expect(given.mock.calls.map(([args]) => args)).toEqual([{ a: "x", o: {}, n: 20 }, { n: 5 }]);
  });

  it("valid arguments only", async () => {
    const handler = vi.fn();
    const { result } = await run(handler, {
      more: { input: () => z.strictObject({}) },
      args: { x: 1 },
    });
    expect(errorOf(result)?.kind).toBe("invalid_arguments");
    expect(handler).not.toHaveBeenCalled();
  });

  it("the properties of the client", async () => {
    const { result } = await run((_args, { client, name }) => ({ client, name }), {
      caller: {
        revision: "2025-11-25",
        client: { name: "c", version: "1" },
        capabilities: { roots: {} },
        sessionId: "s",
      },
    });
    expect(result.structuredContent).toEqual({
      name: "run",
      client: {
        revision: "2025-11-25",
        name: "c",
        version: "1",
        capabilities: { roots: {} },
        sessionId: "s",
      },
    });
  });

  it("functions that report progress and write to both logs", async () => {
    const sent: unknown[][] = [];
    const closeStream = vi.fn();
    const { log } = await run(
      async (_args, context) => {
        await context.progress(1, 2, "half");
        await context.log("warning", "careful", { n: 1 });
        await context.log("debug", "plain");
        context.closeStream();
      },
      {
        caller: {
          progress: async (...args) => void sent.push(["progress", ...args]),
          log: async (...args) => void sent.push(["log", ...args]),
          closeStream,
        },
      },
    );
    expect(sent).toEqual([
      ["progress", 1, 2, "half"],
      ["log", "warning", { message: "careful", n: 1 }, "run"],
      ["log", "debug", "plain", "run"],
    ]);
    expect(closeStream).toHaveBeenCalledOnce();
    expect(log).toMatchObject([
      { level: "warn", message: "careful", data: { n: 1 } },
      { level: "debug", message: "plain" },
    ]);
  });

  it("a progress function that does nothing if the client asked for no progress", async () => {
    expect((await run((_args, { progress }) => progress(1))).result.isError).toBeUndefined();
  });

  it("functions that announce changes", async () => {
    const { call, catalogue } = await bench({
      tools: [coded()],
      handlers: {
        [REFERENCE]:
          async () =>
          (_args: unknown, { changed }: Context) => {
            changed.resource("a:b");
            changed.resources();
            changed.tools();
            changed.prompts();
          },
      },
    });
    const heard: unknown[] = [];
    catalogue.changes.subscribe((change) => heard.push(change));
    await call("run");
    expect(heard).toEqual([
      { kind: "resource_updated", uri: "a:b" },
      { kind: "resources_list_changed" },
      { kind: "tools_list_changed" },
      { kind: "prompts_list_changed" },
    ]);
  });
});

describe("a handler that takes too long", () => {
  const forever = () => new Promise(() => {});
  it("is ended by the timeout of the tool", async () => {
    const { result } = await run(forever, { more: { timeoutMs: 20 } });
    expect(errorOf(result)).toMatchObject({
      kind: "timeout",
      message: "This did not finish within 0.02 s.",
    });
  });

  it("is ended by the client, and its signal is aborted", async () => {
    const gone = new AbortController();
    let signal: AbortSignal | undefined;
    const { result } = await run(
      (_args, context) => {
        ({ signal } = context);
        setImmediate(() => gone.abort());
        return forever();
      },
      { caller: { signal: gone.signal } },
    );
    expect(errorOf(result)?.kind).toBe("cancelled");
    expect(signal?.aborted).toBe(true);
  });

  it("is not run for a client that has disconnected", async () => {
    const handler = vi.fn();
    const { result } = await run(handler, { caller: { signal: AbortSignal.abort() } });
    expect(errorOf(result)?.kind).toBe("cancelled");
    expect(handler).not.toHaveBeenCalled();
  });

  it("is not charged for the time that the user takes to answer", async () => {
    const { result } = await run(
      async (_args, { ask }) =>
        (await ask("a", { elicit: { message: "?", schema: { type: "object", properties: {} } } })).action,
      {
        more: { timeoutMs: 30 },
        caller: {
          capabilities: CAPABLE,
          ask: async () => {
            await new Promise((resolve) => setTimeout(resolve, 120));
            return { a: { action: "accept" } };
          },
        },
      },
    );
    expect(textOf(result)).toBe("accept");
  });
});

describe("the module of a handler", () => {
  it("is imported once, by the first call", async () => {
    const load = vi.fn(async () => () => "hi");
    const { call, catalogue } = await bench({
      tools: [coded()],
      handlers: { [REFERENCE]: load },
    });
    await catalogue.warm();
    expect(load).not.toHaveBeenCalled();
    await Promise.all([call("run"), call("run")]);
    await call("run");
    expect(load).toHaveBeenCalledOnce();
  });

  const rows: [string, Record<string, () => Promise<Code>>][] = [
    ["the declaration does not import it", {}],
    ["its name is inherited", { __proto__: {} } as never],
    ["its export is not a function", { [REFERENCE]: async () => "x" as unknown as Code }],
    ["its import fails", { [REFERENCE]: () => Promise.reject(new Error("Cannot find /etc/hunter2")) }],
  ];
  it.each(rows)("causes an internal error: %s", async (_name, handlers) => {
    const { call, log } = await bench({ tools: [coded()], handlers });
    const result = await call("run");
    expect(errorOf(result)?.kind).toBe("internal");
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(log[0]?.err).toBeInstanceOf(Error);
  });
});

describe("a handler that calls other tools", () => {
  const other = (more: object): Tool =>
    coded({ name: "other", handler: "o#o", input: () => z.strictObject({ n: z.int() }), ...more });
  const using = async (
    handler: (context: Context) => unknown,
    code: Code,
    caller: Partial<ClientContext> = {},
  ) => {
    const { call } = await bench({
      tools: [coded(), other({})],
      internal: ["other"],
      handlers: {
        [REFERENCE]: async () => (_args: unknown, context: Context) => handler(context),
        "o#o": async () => code,
      },
    });
    return call("run", {}, caller);
  };

  it("receives their values", async () => {
    const values: unknown[] = [{ a: 1 }, [1, 2], "text", null, 5];
    for (const value of values)
      expect(
        (
          await using(
            async ({ call }) => ({ got: await call(other({}), { n: 1 }) }),
            () => value,
          )
        ).structuredContent,
      ).toEqual({ got: value });
  });

  it("can catch their errors", async () => {
    const fail = () => {
      throw new ToolError("rate_limited", "Slow down.");
    };
    expect(errorOf(await using(({ call }) => call(other({}), { n: 1 }), fail))).toMatchObject({
      kind: "rate_limited",
      message: "Slow down.",
    });
    const caught = await using(
      async ({ call }) => call(other({}), { n: "x" } as never).catch((error: ToolError) => error.kind),
      fail,
    );
    expect(textOf(caught)).toBe("invalid_arguments");
  });

  it("passes on their questions under distinct keys", async () => {
    const both = async ({ call }: Context) => {
      const calls = [1, 1, 2].map((n) => call(other({}), { n }));
      return { all: await Promise.all(calls) };
    };
    const asking = async (args: { n: number }, { ask }: Context) => {
      const reply = await ask("sure", {
        elicit: { message: `n ${args.n}?`, schema: { type: "object", properties: {} } },
      });
      return `${args.n} ${reply.action}`;
    };
    const keys = new Set<string>();
    let next: Partial<ClientContext> = { capabilities: CAPABLE };
    for (let round = 0; round < 3; round++) {
      const needed = await asked(using(both, asking, next));
      const [key = ""] = Object.keys(needed.questions);
      keys.add(key);
      next = answering(needed, { [key]: { action: round === 1 ? "decline" : "accept" } });
    }
    expect(keys.size).toBe(3);
    expect((await using(both, asking, next)).structuredContent).toEqual({
      all: ["1 accept", "1 decline", "2 accept"],
    });
  });
});

describe("context.fetch", () => {
  const fetching = async (
    handler: (context: Context) => unknown,
    answer?: Parameters<typeof recorder>[0],
  ) => {
    const api = await recorder(answer);
    const { call, log } = await bench({
      tools: [coded()],
      handlers: { [REFERENCE]: async () => (_args: unknown, context: Context) => handler(context) },
      headers: { authorization: "Bearer {$env.FETCH_TEST_TOKEN}", "x-version": "1" },
      upstreams: { other: { headers: { "x-other": "2" } } },
      at: { "": `${api.origin}/v1`, other: `${api.origin}/other` },
    });
    process.env.FETCH_TEST_TOKEN = "s3cret";
    const result = await call("run");
    delete process.env.FETCH_TEST_TOKEN;
    return { result, api, log };
  };

  it("sends the headers of the upstream", async () => {
    const { result, api } = await fetching(
      async ({ fetch }) => {
        const answer = await fetch("/items?x=1");
        return {
          status: answer.status,
          etag: answer.headers.etag,
          json: answer.json(),
          text: answer.text(),
          length: answer.body.length,
        };
      },
      () => ({ status: 404, headers: { etag: "e" }, json: { a: 1 } }),
    );
    expect(api.requests[0]).toMatchObject({
      line: "GET /v1/items?x=1",
      headers: { authorization: "Bearer s3cret", "x-version": "1" },
    });
    expect(result.structuredContent).toEqual({
      status: 404,
      etag: "e",
      json: { a: 1 },
      text: '{"a":1}',
      length: 7,
    });
  });

  it("sends requests to a named upstream with the headers of that one", async () => {
    const { api } = await fetching(({ fetch }) =>
      fetch("x", {
        upstream: "other",
        method: "put",
        headers: { "X-Other": "3", "X-More": "4" },
        body: { a: 1 },
      }),
    );
    const [request] = api.requests;
    expect(request).toMatchObject({
      line: "PUT /other/x",
      body: '{"a":1}',
      headers: { "content-type": "application/json", "x-other": "3", "x-more": "4" },
    });
    expect(request?.headers.authorization).toBeUndefined();
  });

  const bodies: [string, string | Uint8Array | object, string, string][] = [
    ["text", "hi", "text/plain; charset=utf-8", "hi"],
    ["bytes", Buffer.from("b"), "application/octet-stream", "b"],
    ["a list", [1], "application/json", "[1]"],
  ];
  it.each(bodies)("sends a body of %s", async (_name, body, type, sent) => {
    const { api } = await fetching(({ fetch }) => fetch("/x", { method: "POST", body }).then(() => {}));
    expect(api.requests[0]).toMatchObject({ body: sent, headers: { "content-type": type } });
  });

  const paths = ["/../x", "/a/../../x", "/%2e%2e/x", "/..\\x", "/a#b", "/ü"];
  it.each(paths)("refuses a path outside of the base URL: %s", async (path) => {
    const { result, api } = await fetching(({ fetch }) => fetch(path).then(() => "sent"));
    expect(errorOf(result)?.kind).toBe("invalid_arguments");
    expect(api.requests).toEqual([]);
  });

  it.each(["//evil.example/x", "@evil.example", "https://evil.example/"])(
    "never sends requests to another host: %s",
    async (path) => {
      const { api } = await fetching(({ fetch }) => fetch(path).then(() => "sent"));
      expect(api.requests.every(({ line }) => line.startsWith("GET /v1/"))).toBe(true);
    },
  );

  it.each([
    ["x", "a\r\nevil: 1"],
    ["x", "a\0"],
    ["a b", "1"],
    ["host", "evil"],
    ["content-length", "0"],
  ])("refuses an invalid header: %s", async (name, value) => {
    const { result, api } = await fetching(({ fetch }) =>
      fetch("/x", { headers: { [name]: value } }).then(() => "sent"),
    );
    expect(errorOf(result)?.kind).toBe("invalid_arguments");
    expect(api.requests).toEqual([]);
  });

  it("fails for an unknown upstream, and names it in the log", async () => {
    const { result, log } = await fetching(({ fetch }) =>
      fetch("/x", { upstream: "nowhere" }).then(() => "sent"),
    );
    expect(errorOf(result)?.kind).toBe("internal");
    expect(log[0]?.err).toMatchObject({ message: expect.stringContaining("acme.nowhere") });
  });
});

it("context.read passes the questions of a resource to the client", async () => {
  const { call } = await bench({
    tools: [coded()],
    handlers: {
      [REFERENCE]:
        async () =>
        async (_args: unknown, { read }: Context) => ({ contents: await read("acme://x") }),
      "r#r":
        async () =>
        async (_request: unknown, { ask }: Context) =>
          (await ask("sure", { elicit: { message: "?", schema: { type: "object", properties: {} } } }))
            .action,
    },
    resources: async () => ({ x: { name: "x", uri: "acme://x", handler: "r#r" } }),
  });
  const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
  const [key = ""] = Object.keys(needed.questions);
  const result = await call("run", {}, answering(needed, { [key]: { action: "decline" } }));
  expect(result.structuredContent).toEqual({
    contents: [{ uri: "acme://x", mimeType: "text/plain", text: "decline" }],
  });
});

describe("an error of a tool whose output schema has required members", () => {
  const outputSchema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] } as const;
  const refuse = () => {
    throw new ToolError("not_found", "There is none.");
  };
  it.each([
    ["2026-07-28", true],
    ["2025-11-25", false],
    ["2024-11-05", false],
  ])("has structured content for clients of %s: %s", async (revision, want) => {
    const { result } = await run(refuse, { caller: { revision }, advertised: { outputSchema } });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^There is none/) }],
    });
    expect("structuredContent" in result).toBe(want);
  });

  it("has structured content for all clients if no member is required", async () => {
    const { required: _, ...lenient } = outputSchema;
    const { result } = await run(refuse, {
      caller: { revision: "2025-11-25" },
      advertised: { outputSchema: lenient },
    });
    expect(errorOf(result)).toMatchObject({ kind: "not_found" });
  });
});
