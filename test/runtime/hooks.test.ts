/** Hooks around tools. */
import { describe, expect, it, vi } from "vitest";
import { content, type Hook, type Hooked, hook, ToolError } from "../../runtime/handler.ts";
import { z } from "../../runtime/schema.ts";
import { defineTool, type Tool } from "../../runtime/tool.ts";
import {
  answering,
  asked,
  bench,
  CAPABLE,
  errorOf,
  type Recorder,
  recorder,
  textOf,
} from "../support/execution.ts";

const put = (more: object = {}): Tool =>
  defineTool({
    name: "put",
    description: "put",
    input: () => z.strictObject({ id: z.string(), n: z.int().default(1) }),
    annotations: {},
    http: {
      method: "PUT",
      path: "/{id}",
      params: { id: { in: "path" }, n: { in: "body" } },
      body: { type: "application/json" },
    },
    ...more,
  });

type Around = Hook<Tool<z.ZodType<{ id: string; n?: number }>, z.ZodType<{ n: number }>>>;

async function around(
  hooks: readonly Around[],
  more: object = {},
): Promise<{ api: Recorder } & Awaited<ReturnType<typeof bench>>> {
  const api = await recorder(({ body }) => ({ json: { n: JSON.parse(body || "{}").n } }));
  const tool = put(more);
  const made = await bench({
    tools: [tool],
    hooks: async () => ({ default: hooks.map((each) => hook(tool, each as never)) }),
    at: { "": api.origin },
  });
  return { api, ...made };
}

describe("a hook before a call", () => {
  it("can change the arguments, which are then validated", async () => {
    const { call, api } = await around([{ before: (args) => ({ ...args, id: String(args.id) }) }]);
    await call("put", { id: 5 });
    expect(api.requests.map(({ line, body }) => [line, body])).toEqual([["PUT /5", '{"n":1}']]);
    const bad = await around([{ before: () => ({ id: 5 }) as never }]);
    expect(errorOf(await bad.call("put", { id: "x" }))?.kind).toBe("invalid_arguments");
    expect(bad.api.requests).toEqual([]);
  });

  it("keeps the arguments and the result if it returns undefined", async () => {
    const { call, api } = await around([
      { before: () => undefined },
      { after: async () => undefined as never },
    ]);
    expect((await call("put", { id: "x", n: 3 })).structuredContent).toEqual({ n: 3 });
    expect(api.requests).toHaveLength(1);
  });

  it("can refuse the call", async () => {
    const after = vi.fn();
    const { call, api } = await around([
      {
        before: () => {
          throw new ToolError("forbidden", "Not on a Sunday.");
        },
        after,
      },
    ]);
    expect(errorOf(await call("put", { id: "x" }))).toMatchObject({
      kind: "forbidden",
      message: "Not on a Sunday.",
    });
    expect(api.requests).toEqual([]);
    expect(after).not.toHaveBeenCalled();
  });

  it("does not reveal its error", async () => {
    const { call, api, log } = await around([
      {
        before: () => {
          throw new Error("hunter2");
        },
      },
    ]);
    const result = await call("put", { id: "x" });
    expect(errorOf(result)?.kind).toBe("internal");
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(log[0]?.err).toMatchObject({ message: "hunter2" });
    expect(api.requests).toEqual([]);
  });
});

describe("a hook after a call", () => {
  it("can replace the result", async () => {
    const { call } = await around([{ after: ({ n }) => ({ n: n * 2 }) }]);
    expect(await call("put", { id: "x", n: 4 })).toMatchObject({
      structuredContent: { n: 8 },
      content: [{ type: "text", text: '{"n":8}' }],
    });
    const blocks = await around([{ after: () => content({ type: "text", text: "done" }) }]);
    expect(await blocks.call("put", { id: "x" })).toEqual({ content: [{ type: "text", text: "done" }] });
  });

  it("does not run if the call failed", async () => {
    const after = vi.fn();
    const { call } = await around([{ after }]);
    expect(errorOf(await call("put", { id: ".." }))?.kind).toBe("invalid_arguments");
    expect(after).not.toHaveBeenCalled();
  });
});

it("nests several hooks, the first outermost", async () => {
  const order: string[] = [];
  const named = (name: string): Around => ({
    before: (args) => {
      order.push(`${name} before`);
      return { ...args, id: `${args.id}${name}` };
    },
    after: (result) => {
      order.push(`${name} after`);
      return result;
    },
  });
  const { call, api } = await around([named("a"), named("b")]);
  await call("put", { id: "x" });
  expect(api.lines()).toEqual(["PUT /xab"]);
  expect(order).toEqual(["a before", "b before", "b after", "a after"]);
});

it("runs hooks also if a step calls the tool", async () => {
  const tool = put();
  const api = await recorder();
  const { call } = await bench({
    tools: [
      tool,
      defineTool({
        name: "run",
        description: "run",
        input: () => z.strictObject({}),
        annotations: {},
        steps: [{ id: "s", call: "put", with: { id: "x" } }],
      }),
    ],
    internal: ["put"],
    hooks: async () => ({
      default: [hook(tool, { before: (args) => ({ ...(args as object), id: "hooked" }) })],
    }),
    at: { "": api.origin },
  });
  await call("run");
  expect(api.lines()).toEqual(["PUT /hooked"]);
});

it("asks for confirmation before hooks run", async () => {
  const before = vi.fn();
  const { call, api } = await around([{ before }], { confirm: true });
  const needed = await asked(call("put", { id: "x" }, { capabilities: CAPABLE }));
  expect(before).not.toHaveBeenCalled();
  await call("put", { id: "x" }, answering(needed, { confirm: { action: "accept" } }));
  expect(before).toHaveBeenCalledOnce();
  expect(api.requests).toHaveLength(1);
});

it("keeps the questions of several hooks apart", async () => {
  const asks: Around = {
    before: async (args, { ask }) => {
      await ask("q", { elicit: { message: "?", schema: { type: "object", properties: {} } } });
      return args;
    },
  };
  const { call, api } = await around([asks, asks]);
  const first = await asked(call("put", { id: "x" }, { capabilities: CAPABLE }));
  const second = await asked(
    call(
      "put",
      { id: "x" },
      answering(first, { [Object.keys(first.questions)[0] as string]: { action: "accept" } }),
    ),
  );
  expect(Object.keys(second.questions)).not.toEqual(Object.keys(first.questions));
  expect(api.requests).toEqual([]);
});

it("applies the tool timeout to hooks", async () => {
  const { call } = await around([{ before: () => new Promise(() => {}) }], { timeoutMs: 20 });
  expect(errorOf(await call("put", { id: "x" }))?.kind).toBe("timeout");
});

it("rejects a hook around an unknown tool, and runs no tool then", async () => {
  const { catalogue, call } = await bench({
    tools: [put()],
    hooks: async () => ({ default: [{ tool: "putt", hook: {} }] as Hooked[] }),
  });
  await expect(catalogue.warm()).rejects.toThrow("there is a hook around putt, but no tool of that name");
  const result = await call("put", { id: "x" });
  expect(errorOf(result)?.kind).toBe("internal");
  expect(textOf(result)).not.toContain("putt");
});

it("rejects a hooks module that exports no list", async () => {
  const { catalogue } = await bench({ tools: [put()], hooks: async () => ({ default: undefined as never }) });
  await expect(catalogue.warm()).rejects.toThrow("expected a list of hooks as the default export");
});
