/** Tools with several steps. */
import { describe, expect, it } from "vitest";
import { z } from "../../runtime/schema.ts";
import { defineTool, type Step, type Tool } from "../../runtime/tool.ts";
import type { ClientContext } from "../../runtime/tools/client-context.ts";
import {
  answering,
  asked,
  bench,
  CAPABLE,
  errorOf,
  type Reply,
  type Request,
  recorder,
  textOf,
} from "../support/execution.ts";
import * as fc from "../support/properties.ts";

const anything = () => z.looseObject({});

/** A tool that posts its arguments to `/<name>`. */
const post = (name: string, more: Partial<Tool> = {}): Tool =>
  defineTool({
    name,
    description: name,
    input: anything,
    annotations: {},
    http: { method: "POST", path: `/${name}`, body: { type: "application/json", value: "$inputs" } },
    ...(more as object),
  });

const steps = (list: readonly Step[], more: object = {}): Tool =>
  defineTool({ name: "run", description: "run", input: anything, annotations: {}, steps: list, ...more });

/** Runs steps over the tools `a`, `b` and `c`. */
async function run(
  list: readonly Step[],
  {
    args = {},
    answer,
    more = {},
    caller = {},
  }: {
    args?: object;
    answer?: (request: Request) => Reply | Promise<Reply>;
    more?: object;
    caller?: Partial<ClientContext>;
  } = {},
) {
  const api = await recorder(answer);
  const { call, log } = await bench({
    tools: [post("a"), post("b"), post("c"), steps(list, more)],
    internal: ["a", "b", "c"],
    at: { "": api.origin },
  });
  return { result: await call("run", args, caller), api, log };
}

describe("steps", () => {
  it("run in order and see the outputs of earlier steps", async () => {
    const { result, api } = await run(
      [
        {
          id: "first",
          call: "a",
          with: { x: "$inputs.x" },
          outputs: { id: "$response.body.id", etag: "$response.header.ETag", status: "$statusCode" },
        },
        {
          id: "second",
          call: "b",
          with: { of: "$steps.first.outputs.id", none: "$steps.later.outputs.x" },
          outputs: { all: "$response.body" },
        },
      ],
      {
        args: { x: 1 },
        answer: ({ line }) =>
          line === "POST /a" ? { status: 201, json: { id: 7 }, headers: { etag: '"e"' } } : { json: [1] },
      },
    );
    expect(api.requests.map(({ line, body }) => [line, body])).toEqual([
      ["POST /a", '{"x":1}'],
      ["POST /b", '{"of":7}'],
    ]);
    const want = { first: { id: 7, etag: '"e"', status: 201 }, second: { all: [1] } };
    expect(result.structuredContent).toEqual(want);
    expect(JSON.parse(textOf(result))).toEqual(want);
  });

  it("return the value of `result`", async () => {
    const list: Step[] = [{ id: "s", call: "a", outputs: { n: "$response.body.n" } }];
    const answer = () => ({ json: { n: 5 } });
    expect(
      (
        await run(list, {
          answer,
          more: { result: { is: "$steps.s.outputs.n", x: "$inputs.x" } },
          args: { x: 1 },
        })
      ).result.structuredContent,
    ).toEqual({ is: 5, x: 1 });
    expect((await run(list, { answer, more: { result: "n is {$steps.s.outputs.n}" } })).result).toEqual({
      content: [{ type: "text", text: "n is 5" }],
    });
    expect(
      (await run(list, { answer, more: { result: "$steps.s.outputs.n" } })).result.structuredContent,
    ).toEqual({ result: 5 });
  });

  it("are skipped unless their conditions hold", async () => {
    const { result, api } = await run(
      [
        { id: "a", call: "a", when: [{ value: "$inputs.x", is: 2 }] },
        {
          id: "b",
          call: "b",
          when: [
            { value: "$inputs.x", is: 1 },
            { value: "$steps.a.outputs", exists: false },
          ],
        },
      ],
      { args: { x: 1 } },
    );
    expect(api.lines()).toEqual(["POST /b"]);
    expect(result.structuredContent).toEqual({ b: {} });
  });

  it("do not evaluate expressions in arguments", async () => {
    process.env.STEPS_TEST_SECRET = "s3cret";
    const { api } = await run([{ id: "a", call: "a", with: { x: "$inputs.x", y: "<{$inputs.x}>" } }], {
      args: { x: "$env.STEPS_TEST_SECRET {$env.STEPS_TEST_SECRET} $steps.a.outputs" },
    });
    expect(api.requests[0]?.body).not.toContain("s3cret");
    delete process.env.STEPS_TEST_SECRET;
  });
});

describe("a step that fails", () => {
  const down = ({ line }: Request): Reply =>
    line === "POST /b" ? { status: 404, json: { message: "no b" } } : undefined;
  const list = (more: Partial<Step>): Step[] => [
    { id: "one", call: "a", outputs: {} },
    { id: "two", call: "b", outputs: { x: "$statusCode" }, ...more },
    { id: "three", call: "c", outputs: {} },
  ];

  it("ends the tool with an error that names it and the earlier steps", async () => {
    const { result, api } = await run(list({}), { answer: down });
    expect(api.lines()).toEqual(["POST /a", "POST /b"]);
    expect(errorOf(result)).toEqual({
      kind: "not_found",
      message: "Step two: The API answered 404 Not Found.",
      status: 404,
      upstream: "no b",
      retryable: false,
    });
    expect(textOf(result)).toContain("These earlier steps have taken effect: one.");
  });

  it("does not name earlier steps without effect", async () => {
    const api = await recorder(down);
    const reader = post("a", { annotations: { readOnlyHint: true } });
    const { call } = await bench({ tools: [reader, post("b"), steps(list({}))], at: { "": api.origin } });
    expect(textOf(await call("run"))).not.toContain("taken effect");
  });

  const rows: [string, Partial<Step>, string[], object][] = [
    ["continues", { onFailure: "continue" }, ["a", "b", "c"], { one: {}, three: {} }],
    ["ends the tool with the outputs so far", { onFailure: "end" }, ["a", "b"], { one: {} }],
    ["is retried", { retries: 2, onFailure: "continue" }, ["a", "b", "b", "b", "c"], { one: {}, three: {} }],
  ];
  it.each(rows)("%s if it is declared so", async (_name, more, sent, want) => {
    const { result, api } = await run(list(more), { answer: down });
    expect(api.lines()).toEqual(sent.map((name) => `POST /${name}`));
    expect(result.structuredContent).toEqual(want);
  });

  it("is retried until it succeeds", async () => {
    let left = 2;
    const { result, api } = await run(
      [{ id: "s", call: "a", retries: 5, afterMs: 1, outputs: { ok: "$response.body.ok" } }],
      {
        answer: () => (left-- > 0 ? { status: 503 } : { json: { ok: true } }),
      },
    );
    expect(api.requests).toHaveLength(3);
    expect(result.structuredContent).toEqual({ s: { ok: true } });
  });

  it("is not retried if its arguments are invalid", async () => {
    const api = await recorder();
    const strict = post("a", { input: () => z.strictObject({ n: z.int() }) });
    const { call } = await bench({
      tools: [
        strict,
        steps([{ id: "s", call: "a", with: { n: "$inputs.n" }, retries: 1000, afterMs: 60_000 }]),
      ],
      at: { "": api.origin },
    });
    expect(errorOf(await call("run", { n: "x" }))).toMatchObject({
      kind: "invalid_arguments",
      message: "Step s: The arguments do not fit a.",
    });
    expect(api.requests).toEqual([]);
  });

  it("can be one whose response does not meet `success`", async () => {
    const success: Step["success"] = [{ value: "$response.body#/ok", is: true }];
    const { result, api } = await run([{ id: "s", call: "a", success, retries: 1 }], {
      answer: () => ({ json: { ok: false, error: "channel_not_found" } }),
    });
    expect(api.requests).toHaveLength(2);
    expect(errorOf(result)).toMatchObject({ kind: "rejected", upstream: "channel_not_found" });
    expect(
      (await run([{ id: "s", call: "a", success }], { answer: () => ({ json: { ok: true } }) })).result
        .isError,
    ).toBeUndefined();
  });

  it("is logged if the API or the server caused it", async () => {
    const { log } = await run(list({ onFailure: "continue" }), {
      answer: ({ line }) => (line === "POST /b" ? { status: 503 } : undefined),
    });
    expect(log).toMatchObject([{ level: "warn", step: "two", kind: "unavailable", status: 503 }]);
  });

  it("because its tool does not exist is an internal error", async () => {
    const { result, log } = await run([{ id: "s", call: "nothing" }]);
    expect(errorOf(result)).toMatchObject({
      kind: "internal",
      message: "Step s: The server failed to carry out the call.",
    });
    expect(log[0]).toMatchObject({ err: new Error("there is no tool called nothing") });
  });
});

describe("a step for each item", () => {
  const each = (more: Partial<Step> = {}): Step => ({
    id: "each",
    call: "a",
    forEach: "$inputs.list",
    with: { item: "$item", index: "$index" },
    outputs: { id: "$response.body.id", extra: "$response.body.extra" },
    ...more,
  });
  const list = ["x", "y", "z"];

  it("runs in order and returns aligned lists", async () => {
    const { result, api } = await run([each()], {
      args: { list },
      answer: ({ body }) => {
        const { item, index } = JSON.parse(body);
        return { json: { id: item, ...(index === 1 && { extra: 1 }) } };
      },
    });
    expect(api.requests.map(({ body }) => body)).toEqual(
      list.map((item, index) => JSON.stringify({ item, index })),
    );
    expect(result.structuredContent).toEqual({ each: { id: list, extra: [null, 1, null] } });
  });

  it("skips items whose conditions do not hold", async () => {
    const { result } = await run([each({ when: [{ value: "$item", not: "y" }] })], {
      args: { list },
      answer: ({ body }) => ({ json: { id: JSON.parse(body).item } }),
    });
    expect(result.structuredContent).toEqual({ each: { id: ["x", "z"], extra: [null, null] } });
  });

  it("runs for as many items at once as `concurrency` allows", async () => {
    let [under, most] = [0, 0];
    let release = (): void => {};
    const both = new Promise<void>((resolve) => (release = resolve));
    const { api } = await run([each({ concurrency: 2 })], {
      args: { list: [1, 2, 3, 4, 5] },
      answer: async () => {
        most = Math.max(most, ++under);
        if (under === 2) release();
        await both;
        under--;
        return undefined;
      },
    });
    expect(most).toBe(2);
    expect(api.requests).toHaveLength(5);
  });

  it("accepts a `concurrency` above the number of items", async () => {
    const { api } = await run([each({ concurrency: Number.MAX_SAFE_INTEGER })], { args: { list } });
    expect(api.requests).toHaveLength(3);
  });

  const failing = ({ body }: Request): Reply =>
    JSON.parse(body).item === "y" ? { status: 409 } : { json: { id: JSON.parse(body).item } };
  it("ends at the first failure and names the earlier items", async () => {
    const { result, api } = await run([each()], { args: { list }, answer: failing });
    expect(api.requests).toHaveLength(2);
    expect(errorOf(result)).toMatchObject({
      kind: "conflict",
      message: "Step each[1]: The API answered 409 Conflict.",
    });
    expect(textOf(result)).toContain("taken effect: each[0]");
  });

  it("names at most twenty earlier items", async () => {
    const many = [...Array(100).fill("x"), "y"];
    const { result } = await run([each()], { args: { list: many }, answer: failing });
    expect(textOf(result)).toContain("each[18], each[19] and 80 more. Calling");
  });

  it("leaves out failed items with `onFailure: continue`", async () => {
    const { result, api } = await run([each({ onFailure: "continue" })], { args: { list }, answer: failing });
    expect(api.requests).toHaveLength(3);
    expect(result.structuredContent).toMatchObject({ each: { id: ["x", "z"] } });
  });

  it("ends the tool with the outputs so far with `onFailure: end`", async () => {
    const { result, api } = await run([each({ onFailure: "end" }), { id: "last", call: "b" }], {
      args: { list },
      answer: failing,
    });
    expect(api.lines()).toEqual(["POST /a", "POST /a"]);
    expect(result.structuredContent).toEqual({ each: { id: ["x"], extra: [null] } });
  });

  const rows: [unknown, object][] = [
    [undefined, { each: { id: [], extra: [] } }],
    [null, { each: { id: [], extra: [] } }],
    [[], { each: { id: [], extra: [] } }],
  ];
  it.each(rows)("does nothing for %j", async (given, want) => {
    expect((await run([each()], { args: { list: given } })).result.structuredContent).toEqual(want);
  });

  it.each([[{ length: 3 }], ["xyz"], [3]])("rejects %j as a list of items", async (given) => {
    const { result, api } = await run([each()], { args: { list: given } });
    expect(errorOf(result)).toMatchObject({ kind: "bad_response" });
    expect(api.requests).toEqual([]);
  });

  it("keeps the order of items at any concurrency", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        async (items, concurrency) => {
          const { result } = await run([each({ concurrency })], {
            args: { list: items },
            answer: async ({ body }) => {
              for (let i = 0; i < Math.abs(JSON.parse(body).item) % 4; i++) await new Promise(setImmediate);
              return { json: { id: JSON.parse(body).item } };
            },
          });
          expect(result.structuredContent).toMatchObject({ each: { id: items } });
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("while steps run", () => {
  it("the client receives progress of the outer tool only", async () => {
    const reports: unknown[][] = [];
    const progress = async (...args: unknown[]) => void reports.push(args);
    const inner = steps([{ id: "deep", call: "a" }], { name: "inner" });
    const api = await recorder();
    const { call } = await bench({
      tools: [
        post("a"),
        inner,
        steps([
          { id: "one", call: "a" },
          { id: "two", call: "inner" },
        ]),
      ],
      at: { "": api.origin },
    });
    await call("run", {}, { progress });
    expect(reports).toEqual([
      [0, 2, "one"],
      [1, 2, "two"],
      [2, 2],
    ]);
  });

  it("a client that disconnects stops them at once, also between retries", async () => {
    const gone = new AbortController();
    const { result, api } = await run(
      [
        { id: "s", call: "a", retries: 5, afterMs: 60_000 },
        { id: "t", call: "b" },
      ],
      {
        answer: () => {
          setImmediate(() => gone.abort());
          return { status: 503 };
        },
        caller: { signal: gone.signal },
      },
    );
    expect(errorOf(result)).toMatchObject({ kind: "cancelled" });
    expect(api.lines()).toEqual(["POST /a"]);
  });

  it("the tool timeout covers all of them together", async () => {
    const { result, api } = await run(
      [
        { id: "s", call: "a" },
        { id: "t", call: "b" },
      ],
      {
        more: { timeoutMs: 60 },
        answer: () => new Promise(() => {}),
      },
    );
    expect(errorOf(result)).toMatchObject({
      kind: "timeout",
      message: "This did not finish within 0.06 s.",
      retryable: false,
    });
    expect(api.lines()).toEqual(["POST /a"]);
  });

  it("a tool that calls itself is stopped", async () => {
    const { result, log } = await run([{ id: "s", call: "run" }]);
    expect(errorOf(result)?.kind).toBe("internal");
    expect(JSON.stringify(log.map(({ err }) => (err as Error).message))).toContain("call each other");
  });
});

describe("if a step asks for confirmation,", () => {
  const asking = (confirm: true = true): Tool => post("b", { confirm });
  const list: Step[] = [
    { id: "one", call: "a", with: { n: 1 }, outputs: { id: "$response.body.id" } },
    { id: "two", call: "b", with: { of: "$steps.one.outputs.id" }, outputs: { id: "$response.body.id" } },
  ];
  async function world(given: readonly Step[], extra: readonly Tool[] = []) {
    let id = 0;
    const api = await recorder(() => ({ json: { id: ++id } }));
    return {
      api,
      ...(await bench({ tools: [post("a"), asking(), ...extra, steps(given)], at: { "": api.origin } })),
    };
  }

  it("earlier steps do not run again", async () => {
    const { api, call } = await world(list);
    const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
    expect(api.lines()).toEqual(["POST /a"]);
    const [key = ""] = Object.keys(needed.questions);
    const result = await call("run", {}, answering(needed, { [key]: { action: "accept" } }));
    expect(api.requests.map(({ line, body }) => [line, body])).toEqual([
      ["POST /a", '{"n":1}'],
      ["POST /b", '{"of":1}'],
    ]);
    expect(result.structuredContent).toEqual({ one: { id: 1 }, two: { id: 2 } });
  });

  it("a client without elicitation is rejected before any step runs", async () => {
    const { api, call } = await world(list);
    const result = await call("run", {}, { revision: "2025-11-25" });
    expect(errorOf(result)).toMatchObject({ kind: "rejected", retryable: false });
    expect(textOf(result)).toContain("elicitation");
    expect(api.requests).toEqual([]);
  });

  it("a step with conditions does not cause an early rejection", async () => {
    const [one, two] = list as [Step, Step];
    const { api, call } = await world([one, { ...two, when: [{ value: "$inputs.sure", is: true }] }]);
    expect((await call("run")).structuredContent).toEqual({ one: { id: 1 } });
    expect(api.lines()).toEqual(["POST /a"]);
  });

  it("all items are asked about in one round, and no call is repeated", async () => {
    const { api, call } = await world(
      [
        {
          id: "each",
          call: "mixed",
          forEach: ["ask", "do", "ask"],
          concurrency: 3,
          with: { item: "$item" },
          outputs: { id: "$response.body.done.id" },
        },
      ],
      [
        steps(
          [
            {
              id: "plain",
              call: "a",
              when: [{ value: "$inputs.item", is: "do" }],
              outputs: { id: "$response.body.id" },
            },
            {
              id: "sure",
              call: "b",
              when: [{ value: "$inputs.item", is: "ask" }],
              outputs: { id: "$response.body.id" },
            },
          ],
          { name: "mixed", result: { done: { id: "$inputs.item" } } },
        ),
      ],
    );
    const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
    expect(Object.keys(needed.questions).sort()).toEqual(["each[0]/sure/confirm", "each[2]/sure/confirm"]);
    expect(api.lines()).toEqual(["POST /a"]);
    const yes = Object.fromEntries(Object.keys(needed.questions).map((key) => [key, { action: "accept" }]));
    const result = await call("run", {}, answering(needed, yes));
    expect(api.lines().sort()).toEqual(["POST /a", "POST /b", "POST /b"]);
    expect(result.structuredContent).toEqual({ each: { id: ["ask", "do", "ask"] } });
  });

  it("the answer is valid only for the arguments that were asked about", async () => {
    const { api, call } = await world([
      { id: "two", call: "b", with: { text: `${"x".repeat(500)}{$env.STEPS_TEST_SETTING}` } },
    ]);
    process.env.STEPS_TEST_SETTING = "1";
    const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
    process.env.STEPS_TEST_SETTING = "2";
    const again = await asked(call("run", {}, answering(needed, { "two/confirm": { action: "accept" } })));
    expect(again.questions).toEqual(needed.questions);
    await call("run", {}, answering(again, { "two/confirm": { action: "accept" } }));
    delete process.env.STEPS_TEST_SETTING;
    expect(api.lines()).toEqual(["POST /b"]);
  });

  it("a declined step ends the tool and is not retried", async () => {
    const [one, two] = list as [Step, Step];
    const { api, call } = await world([one, { ...two, retries: 3 }]);
    const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
    const result = await call("run", {}, answering(needed, { "two/confirm": { action: "decline" } }));
    expect(errorOf(result)).toMatchObject({ kind: "cancelled", retryable: false });
    expect(textOf(result)).toMatch(
      /^Step two: Nothing was done: the user was asked to confirm the call and declined\./,
    );
    expect(api.lines()).toEqual(["POST /a"]);
  });
});
