/** Prompts and completion, called without a client. */
import { describe, expect, it } from "vitest";
import type { PromptDefinition } from "../../runtime/prompt.ts";
import type { ResourceDefinition } from "../../runtime/resource.ts";
import type { Code } from "../../runtime/server.ts";
import type { ClientContext } from "../../runtime/tools/client-context.ts";
import { bench, silentClient } from "../support/execution.ts";

const caller: ClientContext = silentClient(new AbortController().signal, "2025-11-25");

const open = (
  prompt: PromptDefinition,
  {
    code,
    resource,
    timeoutMs = 30_000,
  }: { code?: Code; resource?: ResourceDefinition; timeoutMs?: number } = {},
) =>
  bench({
    tools: [],
    prompts: async () => ({ prompt }),
    ...(resource && { resources: async () => ({ resource }) }),
    ...(code && { handlers: { x: async () => code } }),
    surface: { prompts: [{ name: prompt.name, description: "A prompt." }] },
    options: { timeoutMs },
  });

const ARGS = { code: { required: true }, language: { enum: ["a", "b"] }, focus: {} } as const;

describe("arguments of a prompt", () => {
  const prompt: PromptDefinition = {
    name: "p",
    args: ARGS,
    messages: [
      { role: "user", content: { text: "{$inputs.code}/{$inputs.language}/{$inputs.focus}" } },
      { role: "assistant", content: { text: "$inputs.focus" } },
      { role: "user", content: { resource: "$inputs.focus" } },
    ],
  };
  const resource: ResourceDefinition = { name: "r", uri: "r://x", text: "{$inputs.code}" };

  it("are inserted, and messages of missing ones are left out", async () => {
    const { catalogue } = await open(prompt, { resource });
    expect(await catalogue.prompts.get("p", { code: "$inputs.focus {$env.HOME}" }, caller)).toEqual({
      description: "A prompt.",
      messages: [{ role: "user", content: { type: "text", text: "$inputs.focus {$env.HOME}//" } }],
    });
  });

  it("can name the resource to embed", async () => {
    const { catalogue } = await open(prompt, { resource });
    const { messages } = await catalogue.prompts.get("p", { code: "c", focus: "r://x" }, caller);
    expect(messages.slice(1)).toEqual([
      { role: "assistant", content: { type: "text", text: "r://x" } },
      {
        role: "user",
        content: {
          type: "resource",
          resource: { uri: "r://x", mimeType: "text/plain", text: "{$inputs.code}" },
        },
      },
    ]);
  });

  const rows: [unknown, string, string[]][] = [
    [undefined, "code: this is required", ["code"]],
    [{}, "code: this is required", ["code"]],
    [{ code: 1 }, "code: this must be a string", ["code"]],
    [{ code: "x", language: "c" }, "language: this must be one of a, b", ["language"]],
    [{ code: "x", toString: "y" }, "toString: there is no such argument", ["toString"]],
    [JSON.parse('{"code":"x","__proto__":"y"}'), "__proto__: there is no such argument", ["__proto__"]],
    [{ language: "c" }, "language: this must be one of a, b; code: this is required", ["language", "code"]],
  ];
  it.each(rows)("are rejected: %j", async (args, faults, paths) => {
    const { catalogue, log } = await open(prompt);
    const refused = catalogue.prompts.get("p", args, caller);
    await expect(refused).rejects.toMatchObject({
      kind: "invalid_arguments",
      message: `The arguments do not fit the prompt p: ${faults}.`,
      details: { fields: paths.map((path) => ({ path })) },
    });
    expect(log).toEqual([]);
  });
});

describe("the handler of a prompt", () => {
  const prompt: PromptDefinition = { name: "p", args: ARGS, handler: "x" };
  const rows: [unknown, unknown][] = [
    ["hi", [{ role: "user", content: { type: "text", text: "hi" } }]],
    [
      [
        { role: "assistant", content: "a" },
        { role: "user", content: { type: "image", data: "AA==", mimeType: "image/png" } },
      ],
      [
        { role: "assistant", content: { type: "text", text: "a" } },
        { role: "user", content: { type: "image", data: "AA==", mimeType: "image/png" } },
      ],
    ],
    [[], []],
  ];
  it.each(rows)("may return %j", async (value, messages) => {
    const { catalogue } = await open(prompt, { code: () => value });
    expect(await catalogue.prompts.get("p", { code: "c" }, caller)).toMatchObject({ messages });
  });

  it.each([undefined, 1, [{ role: "system", content: "a" }], [{ role: "user" }], ["a"]])(
    "causes an internal error if it returns %j",
    async (value) => {
      const { catalogue, log } = await open(prompt, { code: () => value });
      await expect(catalogue.prompts.get("p", { code: "c" }, caller)).rejects.toMatchObject({
        kind: "internal",
      });
      expect(log).toMatchObject([{ level: "warn", prompt: "p" }]);
    },
  );

  it("is ended by the timeout", async () => {
    const { catalogue } = await open(prompt, { code: () => new Promise(() => {}), timeoutMs: 20 });
    await expect(catalogue.prompts.get("p", { code: "c" }, caller)).rejects.toMatchObject({
      kind: "timeout",
    });
  });
});

describe("completions", () => {
  const prompt: PromptDefinition = {
    name: "p",
    args: ARGS,
    complete: { focus: { handler: "x" }, code: ["Über", "über uns", "unter"] },
    messages: [],
  };
  const complete = async (code: Code, name: string, value: string, given = {}) => {
    const { catalogue, log } = await open(prompt, { code });
    const ref = { type: "ref/prompt", name: "p" } as const;
    return { found: catalogue.completions.complete({ ref, argument: { name, value }, given }, caller), log };
  };

  it("start with the typed text, without regard to case", async () => {
    const { found } = await complete(() => [], "code", "ÜB");
    expect(await found).toEqual({ values: ["Über", "über uns"], total: 2, hasMore: false });
  });

  it("of a handler are the values it returns for the other arguments", async () => {
    const { found } = await complete((typed, given) => [`${typed}!`, `${given.code}`], "focus", "a", {
      code: "c",
    });
    expect(await found).toEqual({ values: ["a!", "c"], total: 2, hasMore: false });
  });

  it.each([100, 101])("are at most a hundred of %i", async (count) => {
    const { found } = await complete(() => Array.from({ length: count }, String), "focus", "");
    const { values, total, hasMore } = await found;
    expect([values.length, total, hasMore]).toEqual([100, count, count > 100]);
  });

  it.each([undefined, "a", [1]])("of a handler that returns %j are an internal error", async (value) => {
    const { found, log } = await complete(() => value, "focus", "");
    await expect(found).rejects.toMatchObject({ kind: "internal" });
    expect(log).toMatchObject([{ level: "warn", completion: "p", argument: "focus" }]);
  });
});
