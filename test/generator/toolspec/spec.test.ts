/** Reading tool specs without errors, and the errors that concern several places of a file. */
import { describe, expect, it } from "vitest";
import type { SpecAction } from "../../../generator/toolspec/tool-spec.ts";
import { readSpec, readTool } from "../../support/specs.ts";

const HANDLERS = {
  code: new Map([
    ["./acme.handlers.ts", { path: "specs/acme.handlers.ts", exports: new Set(["run", "list"]) }],
  ]),
};

function right(yaml: string, ...more: [files?: object, documents?: readonly string[]]) {
  const { spec, problems } = readSpec(yaml, ...more);
  if (!spec) throw new Error(problems.join("\n"));
  return spec;
}

it("reads a file that has only its version", () => {
  expect(right("")).toEqual({
    name: "acme",
    file: "specs/acme.mcp.yaml",
    server: {},
    upstreams: [],
    tools: [],
    resources: [],
    prompts: [],
    schemas: new Map(),
  });
});

it("reads the server, with the data of icons in place of their files", () => {
  const media = new Map([["./icon.svg", { mimeType: "image/svg+xml", data: "PHN2Zy8+" }]]);
  const { server, timeoutMs } = right(
    `server:
  title: Acme
  version: "1.10"
  instructions: "Search\\u200B first."
  websiteUrl: https://acme.example
  icons: [{ src: ./icon.svg, sizes: [any] }, { src: "https://acme.example/i.png", theme: dark }]
timeout: 1.5m`,
    { media },
  );
  expect(timeoutMs).toBe(90_000);
  expect(server).toEqual({
    title: "Acme",
    version: "1.10",
    instructions: "Search first.",
    websiteUrl: "https://acme.example",
    icons: [
      { src: "data:image/svg+xml;base64,PHN2Zy8+", mimeType: "image/svg+xml", sizes: ["any"] },
      { src: "https://acme.example/i.png", theme: "dark" },
    ],
  });
});

describe("converts durations to milliseconds", () => {
  const rows: [text: string, ms: number][] = [
    ["500ms", 500],
    ["20s", 20_000],
    ["5m", 300_000],
    ["1h", 3_600_000],
    ["0.5s", 500],
    // The longest delay of a timer.
    ["1000h", 2_147_483_647],
  ];
  it.each(rows)("%s", (text, ms) => {
    expect(readTool(`handler: ./acme.handlers.ts#run\ntimeout: ${text}`, HANDLERS).timeoutMs).toBe(ms);
  });
});

describe("sends a request to", () => {
  const request = "tools: { a: { description: A., http: { get: /a } } }";
  const rows: [title: string, upstreams: string, documents: string[], want: string][] = [
    ["the only upstream", "{ api: { baseUrl: https://api.example } }", [], "api"],
    ["the upstream of the server's own name", "{ api: { baseUrl: https://api.example } }", ["acme"], "acme"],
    ["the upstream of the document beside the spec", "{}", ["acme"], "acme"],
  ];
  it.each(rows)("%s", (_title, upstreams, documents, want) => {
    const { tools } = right(`upstreams: ${upstreams}\n${request}`, {}, documents);
    expect(tools[0]?.action).toMatchObject({ kind: "http", http: { upstream: want } });
  });
  it("an upstream that must be named if there are several", () => {
    const two = "upstreams: { a: { baseUrl: https://a.example }, b: { baseUrl: https://b.example } }";
    expect(readSpec(`${two}\n${request}`).problems).toEqual([
      'missing-key at /tools/a/http: the key "upstream" is missing, and there are several upstreams',
    ]);
    expect(readSpec(request).problems).toEqual([
      "missing-key at /tools/a/http: the request has no upstream: the tool spec declares none",
    ]);
  });
});

it("reads upstreams with changes to their operations", () => {
  const { upstreams } = right(`upstreams:
  github:
    baseUrl: https://api.github.com/
    headers: { Authorization: "Bearer {$env.TOKEN}" }
    timeout: 10s
    include: [{ tag: issues }, { path: /repos/**, method: [get, head] }, { method: post }]
    exclude: [{ deprecated: true, readOnly: false, operation: "issues/*" }]
    operations:
      issues/lock: false
      GET /repos:
        name: list_repos
        aliases: [repos]
        args:
          owner: { value: $env.OWNER }
          per_page: false
          since: { name: after, description: After., required: true, default: 1, schema: { maxLength: 30 } }
        annotations: { readOnlyHint: true }
        confirm: "Really, {$inputs.owner}?"
        task: optional
        poll: { done: { value: $response.body#/done, is: true } }`);
  const at = ["upstreams", "github"];
  expect(upstreams).toEqual([
    {
      name: "github",
      baseUrl: "https://api.github.com",
      headers: new Map([["Authorization", "Bearer {$env.TOKEN}"]]),
      timeoutMs: 10_000,
      include: [
        { tag: "issues", pointer: [...at, "include", 0] },
        { path: "/repos/**", method: ["GET", "HEAD"], pointer: [...at, "include", 1] },
        { method: ["POST"], pointer: [...at, "include", 2] },
      ],
      exclude: [{ operation: "issues/*", deprecated: true, readOnly: false, pointer: [...at, "exclude", 0] }],
      operations: new Map<string, unknown>([
        ["issues/lock", false],
        [
          "GET /repos",
          {
            name: "list_repos",
            aliases: ["repos"],
            annotations: { readOnlyHint: true },
            confirm: "Really, {$inputs.owner}?",
            task: "optional",
            args: new Map<string, unknown>([
              [
                "owner",
                { value: "$env.OWNER", pointer: [...at, "operations", "GET /repos", "args", "owner"] },
              ],
              ["per_page", false],
              [
                "since",
                {
                  name: "after",
                  description: "After.",
                  required: true,
                  default: 1,
                  schema: { maxLength: 30 },
                  pointer: [...at, "operations", "GET /repos", "args", "since"],
                },
              ],
            ]),
            poll: {
              status: "$response.header.location",
              done: [{ value: "$response.body#/done", is: true }],
              intervalMs: 1_000,
            },
            pointer: [...at, "operations", "GET /repos"],
          },
        ],
      ]),
      pointer: at,
    },
  ]);
});

describe("reads of a tool", () => {
  it("short forms and schemas, which are required by default", () => {
    const { input } = readTool(
      `handler: ./acme.handlers.ts#run
input:
  channel: string
  limit: integer = 20
  count: { type: integer, maximum: 100, required: false, description: How many. }
  nested: { type: object, required: [a], properties: { a: { type: string } } }
  size: { type: integer, default: 3 }`,
      HANDLERS,
    );
    expect(input.arguments.map(({ pointer: _, ...argument }) => argument)).toEqual([
      { name: "channel", schema: { type: "string" }, required: true },
      { name: "limit", schema: { type: "integer" }, required: false, default: 20 },
      { name: "count", schema: { type: "integer", maximum: 100 }, required: false, description: "How many." },
      {
        name: "nested",
        schema: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
        required: true,
      },
      { name: "size", schema: { type: "integer" }, required: false, default: 3 },
    ]);
    expect(input.verbatim).toBeUndefined();
  });

  it("a whole schema, verbatim and with references that resolve within it", () => {
    const yaml = (name: string, type: string): string => `  ${name}:
    description: A tool.
    handler: ./acme.handlers.ts#run
    inputSchema:
      type: object
      properties:
        one: { $ref: "#/$defs/thing" }
        two: { $ref: "#anchored", description: Two. }
      required: [one]
      $defs:
        thing: { type: ${type}, x-kept: 1 }
        other: { $anchor: anchored, type: array, items: { $ref: "#/$defs/other" } }
    outputSchema: { $ref: "#/$defs/thing", $defs: { thing: { type: boolean } } }`;
    const spec = right(`tools:\n${yaml("first", "string")}\n${yaml("second", "integer")}`, HANDLERS);
    const [first, second] = spec.tools;
    const at = (tool: string, name: string) => `/tools/${tool}/inputSchema/$defs/${name}`;
    expect(first?.input.verbatim).toMatchObject({ $defs: { thing: { type: "string", "x-kept": 1 } } });
    expect(first?.input.schema).toEqual({
      type: "object",
      properties: {
        one: { $ref: `#/$defs/${at("first", "thing")}` },
        two: { $ref: `#/$defs/${at("first", "other")}`, description: "Two." },
      },
      required: ["one"],
    });
    expect(first?.input.arguments).toEqual([
      {
        name: "one",
        schema: { $ref: `#/$defs/${at("first", "thing")}` },
        required: true,
        pointer: ["tools", "first", "inputSchema", "properties", "one"],
      },
      {
        name: "two",
        schema: { $ref: `#/$defs/${at("first", "other")}` },
        required: false,
        description: "Two.",
        pointer: ["tools", "first", "inputSchema", "properties", "two"],
      },
    ]);
    expect(second?.output).toEqual({
      schema: { $ref: "#/$defs//tools/second/outputSchema/$defs/thing" },
      verbatim: { $ref: "#/$defs/thing", $defs: { thing: { type: "boolean" } } },
    });
    expect(Object.fromEntries(spec.schemas)).toEqual({
      [at("first", "thing")]: { type: "string" },
      [at("first", "other")]: { type: "array", items: { $ref: `#/$defs/${at("first", "other")}` } },
      "/tools/first/outputSchema/$defs/thing": { type: "boolean" },
      [at("second", "thing")]: { type: "integer" },
      [at("second", "other")]: { type: "array", items: { $ref: `#/$defs/${at("second", "other")}` } },
      "/tools/second/outputSchema/$defs/thing": { type: "boolean" },
    });
  });

  it("the structured result, as the schema of an object", () => {
    const output = "output: { number: integer, url: { type: string, description: Where. }, note: string? }";
    expect(readTool(`handler: ./acme.handlers.ts#run\n${output}`, HANDLERS).output).toEqual({
      schema: {
        type: "object",
        properties: {
          number: { type: "integer" },
          url: { type: "string", description: "Where." },
          note: { type: "string" },
        },
        required: ["number", "url"],
      },
    });
  });

  it("a member of the structured result with the name __proto__", () => {
    const { output } = readTool(`handler: ./acme.handlers.ts#run\noutput: { __proto__: string }`, HANDLERS);
    const schema = typeof output?.schema === "object" ? output.schema : {};
    expect(Object.entries(schema.properties ?? {})).toEqual([["__proto__", { type: "string" }]]);
  });
});

it("reads a request, whose body is JSON by default", () => {
  const { action } = readTool(`input: { id: string, text: string }
http:
  post: /a/{id}
  path: { id: $inputs.id }
  query: { all: true }
  headers: { X-A: "{$inputs.id}" }
  body: [{ text: $inputs.text }]
  poll: { status: $response.body#/url, failed: [{ value: $statusCode, gte: 500 }], result: $response.body#/result, interval: 5s }
result: { id: $response.body#/id, status: $statusCode }`);
  expect(action).toEqual({
    kind: "http",
    http: {
      upstream: "api",
      method: "POST",
      path: "/a/{id}",
      params: new Map([["id", "$inputs.id"]]),
      query: new Map([["all", true]]),
      headers: new Map([["X-A", "{$inputs.id}"]]),
      body: { type: "application/json", value: [{ text: "$inputs.text" }] },
      poll: {
        status: "$response.body#/url",
        failed: [{ value: "$statusCode", gte: 500 }],
        result: "$response.body#/result",
        intervalMs: 5_000,
      },
      pointer: ["tools", "tool", "http"],
    },
    result: { id: "$response.body#/id", status: "$statusCode" },
  } satisfies SpecAction);
});

it("reads steps and their reactions to failures", () => {
  const { action } = readTool(
    `input: { severity: low|high, ids: "string[]" }
steps:
  - id: issue
    call: github.issues/create
    with: { title: "{$inputs.severity}" }
    outputs: { number: $response.body#/number }
  - id: each
    handler: ./acme.handlers.ts#run
    with: { id: $item, at: $index, issue: $steps.issue.outputs.number }
    when: [{ value: $item, in: [high] }, { any: [{ value: $inputs.ids, exists: true }, { all: [] }] }]
    forEach: $inputs.ids
    concurrency: 3
    success: { value: $response.body#/ok, not: false }
    onFailure: { retries: 2, after: 1s, then: end }
  - id: last
    http: { get: /done }
    onFailure: continue
result: { issue: $steps.issue.outputs.number }`.replace(", { all: [] }", ""),
    HANDLERS,
  );
  const pointer = (i: number) => ["tools", "tool", "steps", i];
  const none = { when: [], concurrency: 1, success: [] };
  expect(action).toEqual({
    kind: "steps",
    steps: [
      {
        ...none,
        id: "issue",
        call: { kind: "tool", target: "github.issues/create" },
        with: new Map([["title", "{$inputs.severity}"]]),
        onFailure: { then: "fail" },
        outputs: new Map([["number", "$response.body#/number"]]),
        pointer: pointer(0),
      },
      {
        id: "each",
        call: { kind: "handler", handler: { file: "specs/acme.handlers.ts", name: "run" } },
        with: new Map([
          ["id", "$item"],
          ["at", "$index"],
          ["issue", "$steps.issue.outputs.number"],
        ]),
        when: [{ value: "$item", in: ["high"] }, { any: [{ value: "$inputs.ids", exists: true }] }],
        forEach: "$inputs.ids",
        concurrency: 3,
        success: [{ value: "$response.body#/ok", not: false }],
        onFailure: { then: "end", retries: 2, afterMs: 1_000 },
        outputs: new Map(),
        pointer: pointer(1),
      },
      {
        ...none,
        id: "last",
        call: {
          kind: "http",
          http: {
            upstream: "api",
            method: "GET",
            path: "/done",
            params: new Map(),
            query: new Map(),
            headers: new Map(),
            pointer: [...pointer(2), "http"],
          },
        },
        with: new Map(),
        onFailure: { then: "continue" },
        outputs: new Map(),
        pointer: pointer(2),
      },
    ],
    result: { issue: "$steps.issue.outputs.number" },
  });
});

it("reads tests with one answer or several", () => {
  const { tests } = readTool(
    `handler: ./acme.handlers.ts#run
tests:
  - { name: one, args: { a: 1 }, mock: { body: { ok: true } }, expect: { requests: [POST /a], isError: false } }
  - { mock: [{ status: 404 }, { headers: { A: b } }], expect: { error: not_found, result: { a: 1 }, text: x } }`,
    HANDLERS,
  );
  expect(tests).toEqual([
    {
      name: "one",
      args: { a: 1 },
      mock: [{ status: 200, body: { ok: true } }],
      expect: { requests: ["POST /a"], isError: false },
    },
    {
      args: {},
      mock: [{ status: 404 }, { status: 200, headers: { A: "b" } }],
      expect: { error: "not_found", result: { a: 1 }, text: "x" },
    },
  ]);
});

it("reads resources of every kind", () => {
  const { resources } = right(
    `upstreams: { api: { baseUrl: https://api.example } }
resources:
  text: { uri: "acme://text", text: "", mimeType: text/plain, annotations: { audience: [user], priority: 0.5 } }
  blob: { uri: "acme://blob", blob: "YW Jj\\n", subscribe: true }
  file: { uri: "acme://file", file: ./a.md }
  code: { uri: "acme://{id}", handler: ./acme.handlers.ts#run, list: ./acme.handlers.ts#list, complete: { id: [a] } }
  call: { uri: "repo://{owner}/{repo}/contents{+path}{?ref}", call: api.get }
  http: { uri: "acme://x/{id}", http: { get: "/{id}", path: { id: $inputs.id }, query: { uri: $uri } } }`,
    { ...HANDLERS, files: new Map([["./a.md", "specs/a.md"]]) },
  );
  const handler = (name: string) => ({ file: "specs/acme.handlers.ts", name });
  expect(resources.map(({ name, variables }) => [name, variables])).toEqual([
    ["text", []],
    ["blob", []],
    ["file", []],
    ["code", ["id"]],
    ["call", ["owner", "repo", "path", "ref"]],
    ["http", ["id"]],
  ]);
  expect(resources.map(({ source }) => source)).toMatchObject([
    { kind: "text", text: "" },
    { kind: "blob", blob: "YWJj" },
    { kind: "file", file: "specs/a.md" },
    { kind: "handler", handler: handler("run") },
    {
      kind: "call",
      call: { kind: "tool", target: "api.get" },
      with: new Map(["owner", "repo", "path", "ref"].map((name) => [name, `$inputs.${name}`])),
    },
    { kind: "call", call: { kind: "http", http: { path: "/{id}" } }, with: new Map() },
  ]);
  expect(resources[0]).toMatchObject({
    mimeType: "text/plain",
    annotations: { audience: ["user"], priority: 0.5 },
    subscribe: false,
  });
  expect(resources[1]?.subscribe).toBe(true);
  expect(resources[3]).toMatchObject({
    list: handler("list"),
    complete: new Map([["id", { kind: "values", values: ["a"] }]]),
  });
});

it("reads prompts with messages and with code", () => {
  const { prompts } = right(
    `prompts:
  triage:
    title: Triage
    args: { report: string, language: python|typescript, focus: string?, why: { description: Why., required: false, enum: [a] } }
    complete: { focus: ./acme.handlers.ts#list }
    messages:
      - { role: user, text: "Triage: {$inputs.report}" }
      - { role: assistant, resource: "acme://{$inputs.focus}" }
      - { role: user, image: ./shot.png }
      - { role: user, audio: "data:audio/wav;base64,YQ==" }
  code: { handler: ./acme.handlers.ts#run }`,
    { ...HANDLERS, media: new Map([["./shot.png", { mimeType: "image/png", data: "YQ==" }]]) },
  );
  const at = ["prompts", "triage", "args"];
  expect(prompts).toEqual([
    {
      name: "triage",
      title: "Triage",
      arguments: [
        { name: "report", schema: { type: "string" }, required: true, pointer: [...at, "report"] },
        {
          name: "language",
          schema: { type: "string", enum: ["python", "typescript"] },
          required: true,
          pointer: [...at, "language"],
        },
        { name: "focus", schema: { type: "string" }, required: false, pointer: [...at, "focus"] },
        {
          name: "why",
          schema: { type: "string", enum: ["a"] },
          required: false,
          description: "Why.",
          pointer: [...at, "why"],
        },
      ],
      complete: new Map([
        ["focus", { kind: "handler", handler: { file: "specs/acme.handlers.ts", name: "list" } }],
      ]),
      source: {
        kind: "messages",
        messages: [
          { role: "user", content: { kind: "text", text: "Triage: {$inputs.report}" } },
          { role: "assistant", content: { kind: "resource", uri: "acme://{$inputs.focus}" } },
          { role: "user", content: { kind: "image", mimeType: "image/png", data: "YQ==" } },
          { role: "user", content: { kind: "audio", mimeType: "audio/wav", data: "YQ==" } },
        ],
      },
      pointer: ["prompts", "triage"],
    },
    {
      name: "code",
      arguments: [],
      complete: new Map(),
      source: { kind: "handler", handler: { file: "specs/acme.handlers.ts", name: "run" } },
      pointer: ["prompts", "code"],
    },
  ]);
});

describe("reports", () => {
  const rows: [title: string, yaml: string, problems: string][] = [
    [
      "a description of invisible characters",
      'tools: { a: { description: "\\u200B ", handler: ./acme.handlers.ts#run } }',
      "invalid-value at /tools/a/description: expected a visible text, found only invisible characters",
    ],
    [
      "braces without quotes",
      "tools: { a: { description: A., confirm: {$inputs.a}, handler: ./acme.handlers.ts#run } }",
      "invalid-value at /tools/a/confirm: expected true, false or a question, found a map",
    ],
    [
      "braces without quotes in a value",
      "upstreams: { api: { baseUrl: https://a.example } }\ntools: { a: { description: A., input: { b: string }, http: { post: /a, body: { c: {$inputs.b} } } } }",
      "invalid-value at /tools/a/http/body/c: expected a value with expressions, found {$inputs.b}, which is a map in YAML",
    ],
    [
      "a schema in place of arguments",
      "tools: { a: { description: A., input: { type: object, properties: { b: { type: string } } }, handler: ./acme.handlers.ts#run } }",
      "invalid-value at /tools/a/input: expected a map of arguments, found a JSON Schema",
    ],
    [
      "an output that is a constant",
      "tools: { a: { description: A., steps: [{ id: b, call: a, outputs: { c: response.body, d: true } }] } }",
      'unknown-expression at /tools/a/steps/0/outputs/c: expected an expression, found the constant "response.body"',
    ],
    [
      "a default in a result",
      "tools: { a: { description: A., output: { b: integer = 1 }, handler: ./acme.handlers.ts#run } }",
      "invalid-value at /tools/a/output/b: expected no default for a member of a result, found one",
    ],
    [
      "an argument with the name __proto__",
      'tools: { a: { description: A., input: { "__proto__": string }, handler: ./acme.handlers.ts#run } }',
      'invalid-value at /tools/a/input/__proto__: expected a name for an argument, found "__proto__"',
    ],
  ];
  it.each(rows)("%s", (_title, yaml, problems) => {
    expect(readSpec(yaml, HANDLERS).problems).toEqual([problems]);
  });
});

describe("finds the variables of the URI", () => {
  const rows: [uri: string, variables: string[]][] = [
    ["acme://runbook", []],
    ["urn:example:a", []],
    ["repo://{owner}/{repo}/contents{+path}{?ref,page}", ["owner", "repo", "path", "ref", "page"]],
    ["a://b{/list*}{.ext}{;m}{#f}{&x}", ["list", "ext", "m", "f", "x"]],
    ["a://{id:3}", ["id"]],
  ];
  it.each(rows)("%s", (uri, variables) => {
    expect(right(`resources: { a: { uri: "${uri}", text: a } }`).resources[0]?.variables).toEqual(variables);
  });
  it.each([
    ["a://{", "it has an unpaired brace"],
    ["a://{}", "{} is not an expression of RFC 6570"],
    ["a://{b c}", "{b c} is not an expression of RFC 6570"],
    ["a://{b}{b}", "it has {b} twice"],
    ["{a}", "it does not start with a scheme"],
    ["a b", "it does not start with a scheme"],
    ["a://b c", "it is not a valid URI"],
    ["http://[", "it is not a valid URI"],
  ])("%s: %s", (uri, why) => {
    expect(readSpec(`resources: { a: { uri: "${uri}", text: a } }`).problems[0]).toContain(why);
  });
});

it("warns of malformed JSON Schemas", () => {
  const { spec, items } = readSpec(
    "tools: { a: { description: A., input: { b: { type: strin } }, handler: ./acme.handlers.ts#run } }",
    HANDLERS,
  );
  expect(spec?.tools).toHaveLength(1);
  expect(items).toMatchObject([
    {
      code: "unsupported-schema",
      severity: "warning",
      pointer: ["tools", "a", "input", "b", "type"],
      message: 'expected a type of JSON Schema, found "strin"',
      hint: "Correct the schema: as it is, it accepts more than it should.",
    },
  ]);
});
