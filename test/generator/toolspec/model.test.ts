/** The models of tools, resources and prompts that a tool spec declares. */

import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../../generator/diagnostics.ts";
import { render } from "../../../generator/generate.ts";
import { formatPointer } from "../../../generator/json.ts";
import type { ServerModel, ToolModel } from "../../../generator/model/server-model.ts";
import { readToolSpec } from "../../../generator/toolspec/spec.ts";
import { fromYaml, GENERATOR, source } from "../../support/documents.ts";
import { operations } from "../../support/servers.ts";
import { specSource } from "../../support/specs.ts";

const DOCUMENT = operations([
  "get /pets list_pets #pets",
  "get /pets/{id} get_pet #pets",
  "delete /pets/{id} delete_pet #pets",
]);

interface Made {
  readonly model: ServerModel;
  readonly problems: readonly string[];
  tool(name: string): ToolModel;
  shown(name: string): unknown;
}

/** The server `acme`, of a document with pets and of the tools (and more) that are given as YAML. */
function make(tools: string, more = ""): Made {
  const diagnostics = new Diagnostics("specs/acme.mcp.yaml");
  const root = fromYaml(
    `speclathe: 1\nupstreams: { chat: { baseUrl: "https://chat.example" } }\ntools:\n${tools}\n${more}`,
  );
  const { model } = render(
    {
      name: "acme",
      documents: [{ upstream: "acme", source: source(DOCUMENT, "acme"), hasExplicitBaseUrl: false }],
      spec: specSource(root, { code: new Map([["./a.ts", { path: "specs/a.ts" }]]) }),
    },
    GENERATOR,
    { spec: diagnostics, of: () => diagnostics },
    { readSpec: readToolSpec },
  );
  const problems = diagnostics.items.map(
    ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
  );
  if (!model) throw new Error(problems.join("\n"));
  return {
    model,
    problems,
    tool: (name) => {
      const found = model.groups.flatMap((group) => group.tools).find((tool) => tool.name === name);
      if (!found) throw new Error(`there is no tool ${name}: ${problems.join("\n")}`);
      return found;
    },
    shown: (name) => model.surface.tools.find((tool) => tool.name === name),
  };
}

const tool = (action: string): string => `  it: { description: A tool., ${action} }`;
const http = (request: string, input = "{ a: string, b: string? }"): ToolModel =>
  make(tool(`input: ${input}, http: { upstream: chat, ${request} }`)).tool("it");

describe("the hints of a tool", () => {
  const safe = { readOnlyHint: true, idempotentHint: true, openWorldHint: true };
  const unsafe = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true };
  const call = (target: string, given = ""): string =>
    `{ id: s${target.length}, call: ${target}, with: { ${given} } }`;
  it.each<[string, string, object]>([
    ["a GET", "http: { upstream: chat, get: /a }", safe],
    ["a POST", "http: { upstream: chat, post: /a }", unsafe],
    ["a PUT", "http: { upstream: chat, put: /a }", { ...unsafe, idempotentHint: true }],
    ["code", "handler: ./a.ts#a", unsafe],
    ["steps that read", `steps: [${call("list_pets")}, ${call("get_pet", "id: a")}]`, safe],
    ["steps of which one does not", `steps: [${call("list_pets")}, ${call("delete_pet", "id: a")}]`, unsafe],
    ["steps with a request", "steps: [{ id: a, http: { upstream: chat, get: /a } }]", safe],
    ["steps with code", "steps: [{ id: a, handler: ./a.ts#a }]", unsafe],
    [
      "what somebody says",
      "handler: ./a.ts#a, annotations: { readOnlyHint: true, openWorldHint: false }",
      { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    ],
    [
      "what somebody says of steps",
      `steps: [${call("delete_pet", "id: a")}], annotations: { destructiveHint: false }`,
      { ...unsafe, destructiveHint: false },
    ],
  ])("are derived for %s", (_, action, want) => {
    expect(make(tool(action)).tool("it").annotations).toEqual(want);
  });

  it("of steps are derived from the tools that they call", () => {
    const made = make(`
  a: { description: A., steps: [{ id: b, call: b }] }
  b: { description: B., steps: [{ id: c, call: c }] }
  c: { description: C., http: { upstream: chat, get: /c } }`);
    expect(made.tool("a").annotations).toEqual(safe);
  });
});

describe("a request in a tool spec", () => {
  it.each<[string, string, object]>([
    ["an argument as it is", "get: /x, query: { a: $inputs.a }", [["a", { in: "query" }]]],
    [
      "an argument under another name",
      "get: /x, query: { q: $inputs.a }",
      [["a", { in: "query", name: "q" }]],
    ],
    [
      "in the path",
      'get: "/x/{a}", path: { a: $inputs.a }, headers: { X-B: $inputs.b }',
      [
        ["a", { in: "path" }],
        ["b", { in: "header", name: "X-B" }],
      ],
    ],
    [
      "twice",
      "get: /x, query: { a: $inputs.a, again: $inputs.a }",
      [
        ["a", { in: "query" }],
        ["again", { in: "query", value: "$inputs.a" }],
      ],
    ],
    [
      "by the name of an argument that is another value",
      "get: /x, query: { a: 1 }, headers: { a: $inputs.a }",
      [
        ["a", { in: "query", value: 1 }],
        ["a_header", { in: "header", name: "a", value: "$inputs.a" }],
      ],
    ],
    [
      "what is made of one",
      'get: /x, query: { q: "{$inputs.a}!", n: $inputs.a.b }',
      [
        ["q", { in: "query", value: "{$inputs.a}!" }],
        ["n", { in: "query", value: "$inputs.a.b" }],
      ],
    ],
  ])("has the parameters of the case: %s", (_, request, params) => {
    const tool = http(request);
    expect(tool).toMatchObject({ http: { upstream: "chat" } });
    expect("http" in tool && Object.entries(tool.http.params ?? {})).toEqual(params);
  });

  it.each<[string, string, object | undefined]>([
    [
      "made of arguments",
      "post: /x, body: { c: $inputs.a }",
      { type: "application/json", value: { c: "$inputs.a" } },
    ],
    ["that is an argument", "post: /x, body: $inputs.a", { type: "application/json", argument: "a" }],
    [
      "that is sent elsewhere too",
      "post: /x, body: $inputs.a, query: { a: $inputs.a }",
      { type: "application/json", value: "$inputs.a" },
    ],
    ["of all arguments", "post: /x, body: $inputs", { type: "application/json", value: "$inputs" }],
    [
      "of another type",
      "post: /x, body: $inputs.a, contentType: text/plain",
      { type: "text/plain", argument: "a" },
    ],
    [
      "whose type is a header",
      "post: /x, body: $inputs.a, headers: { content-type: text/x }",
      { type: "text/x", argument: "a" },
    ],
    ["that is none", "post: /x", undefined],
  ])("has the body of the case: a body %s", (_, request, body) => {
    expect((http(request) as { http?: { body?: object } }).http?.body).toEqual(body);
  });

  it.each<[string, string, string, string | undefined]>([
    ["of which nothing is known", "http: { upstream: chat, get: /x }", "", undefined],
    ["with an output", "http: { upstream: chat, get: /x }", "output: { a: string }", "application/json"],
    ["with a result", "http: { upstream: chat, get: /x }", "result: $response.body#/a", "application/json"],
    [
      "that says what it accepts",
      "http: { upstream: chat, get: /x, headers: { Accept: text/csv } }",
      "output: { a: string }",
      "text/csv",
    ],
  ])("has the Accept header of the case: a tool %s", (_, request, more, accept) => {
    const made = make(tool([request, more].filter((part) => part !== "").join(", "))).tool("it");
    expect((made as { http?: { accept?: string } }).http?.accept).toBe(accept);
  });
});

describe("a step", () => {
  const STEPS = `
  it:
    description: A tool.
    timeout: 9s
    input: { a: string, b: integer? }
    steps:
      - id: one
        http:
          upstream: chat
          post: /x/{p}
          path: { p: $inputs.a }
          query: { fixed: 1, secret: $env.SECRET, both: "{$inputs.a} {$env.SECRET}", p: $inputs.b }
          body: { all: $inputs }
        outputs: { x: $response.body }
      - { id: two, handler: ./a.ts#a, with: { a: $inputs.a, b: $inputs.b, c: "{$inputs.a}", d: $steps.one.outputs.x } }
`;

  it("with a request becomes its own tool, whose arguments come from the step", () => {
    const made = make(STEPS);
    expect(made.tool("it.one")).toMatchObject({
      internal: true,
      exportName: "itOne",
      http: {
        params: {
          p: { in: "path" },
          fixed: { in: "query", value: 1 },
          secret: { in: "query", value: "$env.SECRET" },
          both: { in: "query" },
          p_: { in: "query", name: "p" },
        },
        body: { type: "application/json", argument: "body" },
      },
    });
    expect(made.tool("it")).toMatchObject({
      steps: [
        {
          call: "it.one",
          with: {
            p: "$inputs.a",
            both: "{$inputs.a} {$env.SECRET}",
            p_: "$inputs.b",
            body: { all: "$inputs" },
          },
        },
        { call: "it.two" },
      ],
    });
    expect(made.model.surface.tools.map(({ name }) => name)).not.toContain("it.one");
  });

  it("with a handler gets arguments of the known types", () => {
    const made = make(STEPS);
    expect(made.tool("it.two").arguments).toMatchObject([
      { name: "a", schema: { type: "string" }, required: true },
      { name: "b", schema: { type: "integer" }, required: false },
      { name: "c", schema: { type: "string" }, required: true },
      { name: "d", schema: true, required: false },
    ]);
    expect(made.model.handlers).toEqual([
      {
        file: "specs/a.ts",
        handlers: [
          {
            name: "a",
            local: "a",
            purpose: "Runs specs/a.ts#a.",
            uses: [{ kind: "tool", group: "acme", exportName: "itTwo" }],
          },
        ],
      },
    ]);
  });

  it("calls an operation by its name, whether it is offered or not", () => {
    const call = (target: string): string => `{ id: a, call: "${target}", with: { id: b } }`;
    const made = make(tool(`steps: [${call("acme.get_pet")}]`), "");
    expect(made.tool("it")).toMatchObject({ steps: [{ call: "get_pet" }] });
    const root = `upstreams: { acme: { operations: { delete_pet: false } } }`;
    const diagnostics = new Diagnostics("specs/acme.mcp.yaml");
    const { model } = render(
      {
        name: "acme",
        documents: [{ upstream: "acme", source: source(DOCUMENT, "acme"), hasExplicitBaseUrl: false }],
        spec: specSource(
          fromYaml(`speclathe: 1\n${root}\ntools:\n${tool(`steps: [${call("acme.DELETE /pets/{id}")}]`)}`),
        ),
      },
      GENERATOR,
      { spec: diagnostics, of: () => diagnostics },
      { readSpec: readToolSpec },
    );
    const tools = model?.groups.flatMap((group) => group.tools) ?? [];
    expect(tools.find(({ name }) => name === "it")).toMatchObject({ steps: [{ call: "acme.delete_pet" }] });
    expect(tools.find(({ name }) => name === "acme.delete_pet")).toMatchObject({ internal: true });
    expect(tools.find(({ name }) => name === "acme.delete_pet")?.tests).toBeUndefined();
    expect(model?.surface.tools.map(({ name }) => name)).toEqual(["get_pet", "it", "list_pets"]);
  });
});

describe("clients see", () => {
  it.each<[string, string, object | undefined]>([
    [
      "the output of a request without what an answer may fail",
      "output: { n: integer, s: a|b }, http: { upstream: chat, get: /x }",
      { type: "object", properties: { n: { type: ["number", "null"] }, s: { type: ["string", "null"] } } },
    ],
    [
      "that of code as it is",
      "output: { n: integer, s: string? }, handler: ./a.ts#a",
      { type: "object", properties: { n: { type: "integer" }, s: { type: "string" } }, required: ["n"] },
    ],
    [
      "a whole schema as it was written",
      'outputSchema: { $comment: "x", type: object, properties: { n: { type: integer } } }, http: { upstream: chat, get: /x }',
      { $comment: "x", type: "object", properties: { n: { type: "integer" } } },
    ],
    [
      "a list in an object",
      "outputSchema: { type: array, items: { type: string } }, handler: ./a.ts#a",
      {
        type: "object",
        properties: { result: { type: "array", items: { type: "string" } } },
        required: ["result"],
      },
    ],
    [
      "nothing of what may be an object or not",
      "outputSchema: { anyOf: [{ type: array }, { type: object }] }, handler: ./a.ts#a",
      undefined,
    ],
  ])("%s", (_, action, want) => {
    expect((make(tool(action)).shown("it") as { outputSchema?: object }).outputSchema).toEqual(want);
  });

  it("the defaults of arguments", () => {
    const made = make(tool("input: { n: integer = 5, s: string? }, handler: ./a.ts#a"));
    expect(made.shown("it")).toMatchObject({
      inputSchema: {
        properties: { n: { type: "integer", default: 5 }, s: { type: "string" } },
        additionalProperties: false,
      },
    });
    expect(made.tool("it").arguments[0]).toMatchObject({ required: false, default: 5 });
  });

  it("a schema of arguments as it was written", () => {
    const plain =
      "inputSchema: { type: object, properties: { a: { type: string } }, additionalProperties: false, title: T }";
    const made = make(tool(`${plain}, handler: ./a.ts#a`));
    expect(made.tool("it")).toMatchObject({ arguments: [{ name: "a" }] });
    expect(made.tool("it").input).toBeUndefined();
    expect(made.shown("it")).toMatchObject({ inputSchema: { title: "T" } });
    const open = make(
      tool("inputSchema: { type: object, properties: { a: { type: string } } }, handler: ./a.ts#a"),
    );
    expect(open.tool("it")).toMatchObject({ arguments: [], input: { type: "object" } });
  });

  it("aliases, and tools that can run as tasks", () => {
    const { surface } = make(tool("aliases: [was], task: required, handler: ./a.ts#a")).model;
    expect(surface.aliases).toEqual({ was: "it" });
    expect(surface.tasks).toEqual({ it: "required" });
  });
});

it("an alias that is another tool's name is refused", () => {
  expect(() => make(tool("aliases: [get_pet], handler: ./a.ts#a"))).not.toThrow();
  expect(make(tool("aliases: [get_pet], handler: ./a.ts#a")).problems).toEqual([
    'duplicate-tool at /tools/it/aliases/0: expected a name that no tool has, found the tool "get_pet"',
  ]);
});

it("a tool keeps its export name whatever steps are called", () => {
  const made = make(`
  a: { description: A., steps: [{ id: b, http: { upstream: chat, get: /b } }] }
  a_b: { description: B., handler: ./a.ts#a }`);
  expect(made.tool("a_b").exportName).toBe("aB");
  expect(made.tool("a.b").exportName).toMatch(/^aB_\w{6}$/);
});

it("the enum of a prompt argument becomes its completion", () => {
  const more = `prompts:\n  ask: { args: { a: one|two, b: one|two }, complete: { b: [three] }, messages: [{ role: user, text: hi }] }`;
  const [ask] = make(tool("handler: ./a.ts#a"), more).model.prompts;
  expect(ask?.complete).toEqual({ a: ["one", "two"], b: ["three"] });
});
