/** Questions to the user and the model: validation of responses, state between rounds, confirmation. */
import { describe, expect, it, vi } from "vitest";
import type { Context, Question, Reply } from "../../runtime/handler.ts";
import { z } from "../../runtime/schema.ts";
import type { Code } from "../../runtime/server.ts";
import { defineTool, type Tool } from "../../runtime/tool.ts";
import type { ClientContext, InputRequired } from "../../runtime/tools/client-context.ts";
import { answering, asked, bench, CAPABLE, errorOf, recorder, textOf } from "../support/execution.ts";
import * as fc from "../support/properties.ts";

const tool = (more: object = {}): Tool =>
  defineTool({
    name: "run",
    title: "Run it",
    description: "run",
    input: () => z.looseObject({}),
    annotations: {},
    handler: "h#h",
    ...more,
  } as Parameters<typeof defineTool>[0]);

type Handler = (args: never, context: Context) => unknown;

async function server(handler: Handler, more: object = {}) {
  const { call } = await bench({ tools: [tool(more)], handlers: { "h#h": async () => handler as Code } });
  return (args: object = {}, caller: Partial<ClientContext> = { capabilities: CAPABLE }) =>
    call("run", args, caller);
}

const form = (properties: Record<string, object> = {}, required: string[] = []): Question => ({
  elicit: { message: "?", schema: { type: "object", properties, required } },
});

const asking =
  (question: Question): Handler =>
  async (_args, { ask }) => ({ got: await ask("q", question) });

describe("a response to a question", () => {
  const text = { type: "string" };
  const rows: [string, Question, unknown, unknown][] = [
    ["an empty form", form(), { action: "accept", content: {} }, { action: "accept", content: {} }],
    ["an empty form without content", form(), { action: "accept" }, { action: "accept", content: {} }],
    [
      "an empty form with null for content",
      form(),
      { action: "accept", content: null },
      { action: "accept", content: {} },
    ],
    [
      "a form that matches its schema",
      form({ a: text, n: { type: "integer", minimum: 1 } }, ["a"]),
      { action: "accept", content: { a: "x", n: 1 } },
      { action: "accept", content: { a: "x", n: 1 } },
    ],
    [
      "a form with unknown fields, which are dropped",
      form({ a: text }),
      { action: "accept", content: { a: "x", b: 1, __proto__: 1 } },
      { action: "accept", content: { a: "x" } },
    ],
    [
      "a single choice",
      form({ a: { type: "string", oneOf: [{ const: "x", title: "X" }] } }),
      { action: "accept", content: { a: "x" } },
      { action: "accept", content: { a: "x" } },
    ],
    [
      "a multiple choice",
      form({ a: { type: "array", items: { type: "string", enum: ["x", "y"] }, minItems: 1 } }),
      { action: "accept", content: { a: ["y"] } },
      { action: "accept", content: { a: ["y"] } },
    ],
    [
      "a declined form",
      form({ a: text }, ["a"]),
      { action: "decline", content: { a: "x" } },
      { action: "decline" },
    ],
    ["a cancelled form", form({ a: text }, ["a"]), { action: "cancel" }, { action: "cancel" }],
    [
      "a visited URL",
      { visit: { message: "?", url: "https://x.example" } },
      { action: "accept" },
      { action: "accept", content: {} },
    ],
    [
      "a sample of the model",
      { sample: { messages: [], maxTokens: 5 } },
      {
        role: "assistant",
        content: { type: "text", text: "hi" },
        model: "m",
        stopReason: "endTurn",
        more: 1,
      },
      { role: "assistant", content: { type: "text", text: "hi" }, model: "m", stopReason: "endTurn" },
    ],
    [
      "a list of roots",
      { roots: true },
      { roots: [{ uri: "file:///a", name: "a" }, { uri: "file:///b" }] },
      [{ uri: "file:///a", name: "a" }, { uri: "file:///b" }],
    ],
  ];
  it.each(rows)("is accepted: %s", async (_name, question, answer, want) => {
    const run = await server(asking(question));
    const needed = await asked(run());
    expect(needed.questions).toEqual({ q: question });
    expect((await run({}, answering(needed, { q: answer }))).structuredContent).toEqual({ got: want });
  });

  const bad: [string, Question, unknown][] = [
    ["missing", form(), undefined],
    ["null", form(), null],
    ["of type string", form(), "accept"],
    ["of type array", form(), ["accept"]],
    ["without an action", form(), { content: {} }],
    ["with an unknown action", form(), { action: "yes" }],
    ["with content that is not an object", form(), { action: "accept", content: [1] }],
    ["without a required field", form({ a: text }, ["a"]), { action: "accept", content: {} }],
    ["with a field of another type", form({ a: text }), { action: "accept", content: { a: 1 } }],
    [
      "with a field that is too long",
      form({ a: { type: "string", maxLength: 2 } }),
      { action: "accept", content: { a: "xxx" } },
    ],
    [
      "with a value outside of the enum",
      form({ a: { type: "string", enum: ["x"] } }),
      { action: "accept", content: { a: "y" } },
    ],
    [
      "with a number that is too large",
      form({ a: { type: "number", maximum: 2 } }),
      { action: "accept", content: { a: 3 } },
    ],
    [
      "with a string for a boolean",
      form({ a: { type: "boolean" } }),
      { action: "accept", content: { a: "true" } },
    ],
    [
      "with an inherited field",
      form({ a: text }, ["a"]),
      JSON.parse('{"action":"accept","content":{"__proto__":{"a":"x"}}}'),
    ],
    ["to another kind of question", { roots: true }, { action: "accept" }],
    ["with roots that have no URI", { roots: true }, { roots: [{ name: "a" }] }],
    [
      "with a sample that has no content",
      { sample: { messages: [], maxTokens: 5 } },
      { role: "assistant", model: "m" },
    ],
  ];
  it.each(bad)(
    "is rejected if it is %s, and the question is asked again",
    async (_name, question, answer) => {
      const run = await server(asking(question));
      const needed = await asked(run());
      const again = await asked(run({}, answering(needed, answer === undefined ? {} : { q: answer })));
      expect(again.questions).toEqual({ q: question });
    },
  );

  it("is ignored under an unknown key", async () => {
    const run = await server(asking(form()));
    const needed = await asked(run());
    await asked(run({}, answering(needed, { other: { action: "accept" } })));
    await asked(
      run(
        {},
        { capabilities: CAPABLE, state: needed.state, responses: Object.create({ q: { action: "accept" } }) },
      ),
    );
  });
});

it("accepts responses from a client that was not asked yet", async () => {
  const run = await server(asking(form()));
  const responses = { q: { action: "accept", content: {} }, more: { action: "accept" } };
  const result = await run({}, { capabilities: CAPABLE, responses });
  expect(result.structuredContent).toEqual({ got: { action: "accept", content: {} } });
});

describe("an answer", () => {
  const yes = { q: { action: "accept" } };
  it("does not count for the same tool with other arguments", async () => {
    const run = await server(asking(form()));
    const needed = await asked(run({ a: 1 }));
    await asked(run({ a: 2 }, answering(needed, yes)));
    expect((await run({ a: 1 }, answering(needed, yes))).isError).toBeUndefined();
  });

  it("counts if only the order of the arguments differs", async () => {
    const run = await server(asking(form()));
    const needed = await asked(run({ a: 1, b: { c: [1, { d: 2, e: 3 }] } }));
    expect(
      (await run({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }, answering(needed, yes))).isError,
    ).toBeUndefined();
    await asked(run({ b: { c: [{ e: 3, d: 2 }, 1] }, a: 1 }, answering(needed, yes)));
  });

  it("does not count for a question with another message", async () => {
    let message = "Delete one?";
    const run = await server(async (_args, { ask }) =>
      ask("q", { elicit: { message, schema: { type: "object", properties: {} } } }),
    );
    const needed = await asked(run());
    message = "Delete all?";
    const again = await asked(run({}, answering(needed, yes)));
    expect(again.questions).toMatchObject({ q: { elicit: { message } } });
    expect((await run({}, answering(again, yes))).structuredContent).toMatchObject({ action: "accept" });
  });

  it("does not count for another tool", async () => {
    const { call } = await bench({
      tools: [tool(), tool({ name: "other" })],
      handlers: { "h#h": async () => asking(form()) as Code },
    });
    const needed = await asked(call("run", {}, { capabilities: CAPABLE }));
    await asked(call("other", {}, answering(needed, yes)));
  });

  it("does not count if the state was changed", async () => {
    const run = await server(asking(form()));
    const { state } = await asked(run());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("request", "asked"), fc.string(), async (member, text) => {
        const changed = { ...state, [member]: member === "request" ? text : { q: text } };
        await asked(run({}, { capabilities: CAPABLE, responses: yes, state: changed }));
      }),
      { numRuns: 30 },
    );
  });
});

describe("between rounds", () => {
  it("earlier answers are kept", async () => {
    const run = await server(async (_args, { ask, askAll }) => {
      const name = await ask("name", form({ n: { type: "string" } }));
      const more = await askAll({ a: form(), b: { roots: true } });
      return { name, more };
    });
    const first = await asked(run());
    expect(Object.keys(first.questions)).toEqual(["name"]);
    const second = await asked(
      run({}, answering(first, { name: { action: "accept", content: { n: "x" } } })),
    );
    expect(Object.keys(second.questions)).toEqual(["a", "b"]);
    const third = await asked(run({}, answering(second, { a: { action: "decline" } })));
    expect(Object.keys(third.questions)).toEqual(["b"]);
    const { structuredContent } = await run({}, answering(third, { b: { roots: [] } }));
    expect(structuredContent).toEqual({
      name: { action: "accept", content: { n: "x" } },
      more: { a: { action: "decline" }, b: [] },
    });
  });

  it("`once` calls its function once", async () => {
    const make = vi.fn((n: number) => n + 1);
    const run = await server(async (args: { n: number }, { ask, once }) => {
      const [a, b] = await Promise.all([once("made", () => make(args.n)), once("made", () => make(args.n))]);
      const nothing = await once("nothing", () => undefined);
      await ask("q", form());
      return { a, b, nothing: nothing ?? null };
    });
    const needed = await asked(run({ n: 1 }));
    expect((await run({ n: 1 }, answering(needed, { q: { action: "accept" } }))).structuredContent).toEqual({
      a: 2,
      b: 2,
      nothing: null,
    });
    expect(make).toHaveBeenCalledOnce();
    await asked(run({ n: 5 }, answering(needed, { q: { action: "accept" } })));
    expect(make).toHaveBeenCalledTimes(2);
  });

  it("`once` calls a function again that failed", async () => {
    const make = vi.fn().mockRejectedValueOnce(new Error("no")).mockResolvedValue("yes");
    const run = await server(async (_args, { once }) =>
      once("made", make as () => string).catch(() => once("made", make as () => string)),
    );
    expect(textOf(await run())).toBe("yes");
  });

  it("the code does not run again if the client can be waited for", async () => {
    const ask = vi
      .fn<NonNullable<ClientContext["ask"]>>()
      .mockResolvedValueOnce({ q: "nonsense" })
      .mockResolvedValue({ q: { action: "accept" } });
    const before = vi.fn();
    const run = await server(async (_args, context) => {
      before();
      return ((await context.ask("q", form())) as Reply).action;
    });
    expect(textOf(await run({}, { capabilities: CAPABLE, ask }))).toBe("accept");
    expect(ask).toHaveBeenCalledTimes(2);
    expect(before).toHaveBeenCalledOnce();
  });
});

describe("a question that needs a capability", () => {
  const rows: [Question, object, boolean][] = [
    [form(), {}, false],
    [form(), { elicitation: {} }, true],
    [form(), { elicitation: { form: {} } }, true],
    [form(), { elicitation: { url: {} } }, false],
    [form(), { sampling: {} }, false],
    [{ visit: { message: "?", url: "https://x.example" } }, { elicitation: {} }, false],
    [{ visit: { message: "?", url: "https://x.example" } }, { elicitation: { url: {} } }, true],
    [{ sample: { messages: [], maxTokens: 1 } }, { elicitation: {} }, false],
    [{ sample: { messages: [], maxTokens: 1 } }, { sampling: {} }, true],
    [{ roots: true }, {}, false],
    [{ roots: true }, { roots: {} }, true],
  ];
  it.each(rows)("is asked if the client declared it: %j, %j: %s", async (question, capabilities, isAsked) => {
    const run = await server(asking(question));
    const call = run(
      {},
      { capabilities: capabilities as ClientContext["capabilities"], revision: "2025-11-25" },
    );
    if (isAsked) return void (await asked(call));
    const result = await call;
    expect(errorOf(result)).toMatchObject({ kind: "rejected", retryable: false });
    expect(textOf(result)).toMatch(/this needs a client that can/);
  });

  it("throws the error of the protocol without it, if the protocol has one", async () => {
    const run = await server(asking(form()));
    await expect(run({}, { capabilities: {}, supportsCapabilityErrors: true })).rejects.toMatchObject({
      capabilities: { elicitation: { form: {} } },
    });
  });
});

it("reports a value of `once` that JSON cannot represent as an internal error", async () => {
  const self: Record<string, unknown> = { hunter2: 1 };
  self.self = self;
  for (const value of [self, 10n]) {
    const run = await server(async (_args, { once, ask }) => {
      await once("made", () => value);
      return ask("q", form());
    });
    expect(errorOf(await run())).toEqual({
      kind: "internal",
      message: "The server failed to carry out the call.",
      retryable: false,
    });
  }
});

describe("a tool with `confirm`", () => {
  const http = { handler: undefined, http: { method: "DELETE", path: "/it" } };
  async function guarded(more: object) {
    const api = await recorder();
    const { call } = await bench({
      tools: [tool({ ...http, confirm: true, ...more })],
      at: { "": api.origin },
    });
    return {
      api,
      call: (args: object, caller: Partial<ClientContext> = { capabilities: CAPABLE }) =>
        call("run", args, caller),
    };
  }
  const messageOf = ({ questions }: InputRequired): string =>
    (questions.confirm as { elicit: { message: string } }).elicit.message;

  it("runs after the user has accepted", async () => {
    const { api, call } = await guarded({});
    const needed = await asked(call({ id: 1 }));
    expect(api.requests).toEqual([]);
    await call({ id: 1 }, answering(needed, { confirm: { action: "accept", content: {} } }));
    expect(api.lines()).toEqual(["DELETE /it"]);
  });

  it.each(["decline", "cancel"])("does not run after a %s", async (action) => {
    const { api, call } = await guarded({});
    const result = await call({}, answering(await asked(call({})), { confirm: { action } }));
    expect(errorOf(result)).toMatchObject({ kind: "cancelled", retryable: false });
    expect(textOf(result)).toContain("Do not call again unless the user asks for it.");
    expect(api.requests).toEqual([]);
  });

  it("does not run if the client does not support elicitation", async () => {
    const { api, call } = await guarded({});
    expect(errorOf(await call({}, {}))).toMatchObject({ kind: "rejected" });
    await expect(call({}, { supportsCapabilityErrors: true })).rejects.toThrow(/needs a client/);
    expect(api.requests).toEqual([]);
  });

  it("does not run on a response to a question that was not asked", async () => {
    const { api, call } = await guarded({});
    await asked(call({}, { capabilities: CAPABLE, responses: { confirm: { action: "accept" } } }));
    expect(api.requests).toEqual([]);
  });

  it("does not ask about invalid arguments", async () => {
    const { call } = await guarded({ input: () => z.strictObject({}) });
    expect(errorOf(await call({ x: 1 }))?.kind).toBe("invalid_arguments");
  });

  it("accepts an answer that was given under an alias", async () => {
    const api = await recorder();
    const { call } = await bench({
      tools: [tool({ ...http, confirm: true })],
      surface: { aliases: { old: "run" } },
      at: { "": api.origin },
    });
    const needed = await asked(call("old", { id: 1 }, { capabilities: CAPABLE }));
    await call("run", { id: 1 }, answering(needed, { confirm: { action: "accept" } }));
    expect(api.requests).toHaveLength(1);
  });

  it("binds the answer to arguments that the message does not show in full", async () => {
    const { api, call } = await guarded({});
    const needed = await asked(call({ text: `${"x".repeat(500)}1` }));
    await asked(call({ text: `${"x".repeat(500)}2` }, answering(needed, { confirm: { action: "accept" } })));
    expect(api.requests).toEqual([]);
  });

  const HIDDEN = "a\u202eb\u200b\u{e0041}c";
  const rows: [string, object, object, string][] = [
    ["the default", {}, { id: 1, name: "x", o: { a: [1] } }, 'Run it?\n- id: 1\n- name: "x"\n- o: {"a":[1]}'],
    ["the default, without a title", { title: undefined }, {}, "run?"],
    ["the default, without invisible characters", {}, { [HIDDEN]: HIDDEN }, 'Run it?\n- a b c: "a b c"'],
    ["the default, with each argument on one line", {}, { a: "x\n- b: y" }, 'Run it?\n- a: "x\\n- b: y"'],
    ["that of the template", { confirm: "Delete {$inputs.id}?\nReally?" }, { id: 7 }, "Delete 7?\nReally?"],
    [
      "that of the template, without invisible characters",
      { confirm: "Delete {$inputs.id}?" },
      { id: HIDDEN },
      "Delete a b c?",
    ],
    [
      "that of the template, without line breaks of arguments",
      { confirm: "Delete {$inputs.id}?" },
      { id: "x?\n\nApproved." },
      "Delete x? Approved.?",
    ],
    [
      "that of the template, with nested values",
      { confirm: "{$inputs.o.a}" },
      { o: { a: [HIDDEN] } },
      '["a b c"]',
    ],
    ["the default if the template is empty", { confirm: "$inputs.none" }, { id: 1 }, "Run it?\n- id: 1"],
    [
      "that of the template, without evaluating arguments",
      { confirm: "{$inputs.id}" },
      { id: "{$env.PATH}" },
      "{$env.PATH}",
    ],
  ];
  it.each(rows)("asks with a message: %s", async (_name, more, args, want) => {
    const { call } = await guarded(more);
    expect(messageOf(await asked(call(args)))).toBe(want);
  });

  it("leaves undefined arguments of code out of the message", async () => {
    const inner = tool({ confirm: true });
    const outer = tool({ name: "outer", handler: "h#outer" });
    const { call } = await bench({
      tools: [inner, outer],
      handlers: {
        "h#h": async () => () => "done",
        "h#outer": async () => (_args: object, context: Context) =>
          context.call(inner, { id: 1, note: undefined }),
      },
    });
    const needed = await asked(call("outer", {}, { capabilities: CAPABLE }));
    const [key = ""] = Object.keys(needed.questions);
    expect(needed.questions[key]).toMatchObject({ elicit: { message: "Run it?\n- id: 1" } });
    const yes = answering(needed, { [key]: { action: "accept" } });
    expect(textOf(await call("outer", {}, yes))).toBe("done");
  });

  it("does not ask if the tool needs tasks that the client does not support", async () => {
    const { call } = await guarded({ task: "required" });
    const refused = await call({}, { capabilities: CAPABLE }).catch((error: unknown) => error);
    expect(errorOf(refused as never)).toMatchObject({ kind: "rejected" });
  });

  it("limits the length of the message", async () => {
    const { call } = await guarded({});
    const args = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, "x".repeat(1000)]));
    const message = messageOf(await asked(call(args)));
    expect(message.split("\n")).toHaveLength(22);
    expect(message).toContain("- and 10 more");
    expect(Math.max(...message.split("\n").map((line) => line.length))).toBeLessThan(220);
    const { call: templated } = await guarded({ confirm: "{$inputs}" });
    expect(messageOf(await asked(templated(args))).length).toBeLessThanOrEqual(6001);
  });
});
