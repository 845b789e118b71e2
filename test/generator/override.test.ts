/** Overrides of operations in a tool spec, and their effect on the tool, its request and its tests. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import type { HttpToolModel } from "../../generator/model/server-model.ts";
import type { ArgumentOverride, OperationOverride } from "../../generator/toolspec/tool-spec.ts";
import { documentOf } from "../support/documents.ts";
import * as fc from "../support/properties.ts";
import { build, operations } from "../support/servers.ts";

type Word = Partial<Omit<OperationOverride, "args" | "pointer">> & {
  readonly args?: { readonly [name: string]: Partial<ArgumentOverride> | false };
};

const string = { schema: { type: "string" } };
const DOCUMENT = documentOf(
  {
    "/repos/{owner}/issues/{number}": {
      patch: {
        operationId: "editIssue",
        summary: "Edit an issue",
        description: "Edits it.",
        parameters: [
          { name: "owner", in: "path", required: true, ...string },
          { name: "number", in: "path", required: true, schema: { type: "integer" } },
          { name: "per_page", in: "query", schema: { $ref: "#/components/schemas/Size" } },
          { name: "X-Trace-Id", in: "header", ...string },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["title"],
                properties: { title: { type: "string" }, state: { enum: ["open", "closed"] } },
              },
            },
          },
        },
        responses: { "200": { description: "ok" } },
      },
    },
  },
  { Size: { type: "integer", minimum: 1, maximum: 100, default: 30 } },
);

function withWord(word: Word, spec: JsonObject = {}, document: JsonObject = DOCUMENT, key = "editIssue") {
  const { args = {}, ...rest } = word;
  const problems = new Map(
    Object.entries(args).map(([name, about]) => [
      name,
      about && { ...about, pointer: ["upstreams", "acme", "operations", key, "args", name] },
    ]),
  );
  const built = build({
    acme: {
      document,
      spec: { ...spec, operations: { [key]: { ...rest, ...(word.args && { args: problems }) } } },
    },
  });
  const tool = built.model.groups.flatMap(({ tools }) => tools)[0] as HttpToolModel;
  return { ...built, tool, surface: built.model.surface.tools[0] as unknown as JsonObject };
}

const paramsOf = (tool: HttpToolModel) => Object.entries(tool.http.params ?? {});
const names = (tool: HttpToolModel) => tool.arguments.map(({ name }) => name);
const ALL = ["owner", "number", "per_page", "xTraceId", "title", "state"];
const AT = "/upstreams/acme/operations/editIssue";

describe("an override of a tool", () => {
  it("sets its title, description, hints and limits", () => {
    const icons = [{ src: "https://acme.example/icon.svg", sizes: ["any"] }];
    const { surface, files, tool } = withWord(
      {
        name: "edit",
        title: "T",
        description: "D",
        icons,
        timeoutMs: 5000,
        confirm: "Edit {$inputs.title}?",
        task: "optional",
        annotations: { destructiveHint: false },
      },
      { timeoutMs: 9000 },
    );
    expect(surface).toMatchObject({
      name: "edit",
      title: "T",
      description: "D",
      icons,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
    });
    expect(tool.timeoutMs).toBe(5000);
    const code = files.get("acme/tools/repos.ts");
    expect(code).toContain("export const edit = defineTool({");
    expect(code).toContain(
      '\n  timeoutMs: 5000,\n  confirm: "Edit {$inputs.title}?",\n  task: "optional",\n',
    );
  });

  it("that marks it as read-only removes the destructive hint", () => {
    const { tool } = withWord({ annotations: { readOnlyHint: true } });
    expect(tool.annotations).toEqual({ readOnlyHint: true, idempotentHint: true, openWorldHint: true });
  });

  it("adds aliases, which are not listed", () => {
    const { model, files, offered } = withWord({ name: "edit", aliases: ["edit_issue", "change"] });
    expect(offered).toEqual(["edit"]);
    expect(Object.entries(model.surface.aliases ?? {})).toEqual([
      ["change", "edit"],
      ["edit_issue", "edit"],
    ]);
    expect(JSON.parse(files.get("acme/surface.json") ?? "")).toHaveProperty("aliases", {
      change: "edit",
      edit_issue: "edit",
    });
  });

  it("adds polling to the request", () => {
    const poll = { status: "$response.header.location", intervalMs: 1000 };
    expect(withWord({ poll }).tool.http.poll).toEqual(poll);
  });

  it("adds its tests to the generated cases", () => {
    const { tool, files } = withWord({
      tests: [{ args: { owner: "o" }, mock: [{ status: 404 }], expect: { error: "not_found" } }],
    });
    expect(tool.tests?.cases).toEqual([
      {
        name: "a call with owner",
        args: { owner: "o" },
        mock: [{ status: 404 }],
        expect: { error: "not_found" },
      },
    ]);
    expect(files.get("acme/tools/repos.test.ts")).toContain('cases: [\n    { name: "a call with owner"');
  });
});

describe("an override of arguments", () => {
  it.each<[string, Word["args"], readonly string[]]>([
    ["no argument is overridden", {}, ALL],
    ["hidden", { per_page: false, state: false }, ["owner", "number", "xTraceId", "title"]],
    ["by the name on the wire", { "X-TRACE-ID": false }, ["owner", "number", "per_page", "title", "state"]],
    [
      "with a value",
      { owner: { value: "acme" }, title: { value: "t" } },
      ["number", "per_page", "xTraceId", "state"],
    ],
    [
      "renamed",
      { per_page: { name: "limit" }, title: { name: "headline" } },
      ["owner", "number", "limit", "xTraceId", "headline", "state"],
    ],
    [
      "two that change places",
      { owner: { name: "number" }, number: { name: "owner" } },
      ["number", "owner", ...ALL.slice(2)],
    ],
  ])("changes the schema: %s", (_, args, want) => {
    const { tool, problems } = withWord({ args: args ?? {} });
    expect(problems).toEqual([]);
    expect(names(tool)).toEqual(want);
  });

  it("keeps the request the same under new names", () => {
    const { tool } = withWord({ args: { per_page: { name: "limit" }, title: { name: "headline" } } });
    expect(paramsOf(tool)).toContainEqual(["limit", { in: "query", name: "per_page" }]);
    expect(paramsOf(tool)).toContainEqual(["headline", { in: "body", name: "title" }]);
  });

  it("keeps the name on the wire if the new one is equal", () => {
    const { tool } = withWord({ args: { xTraceId: { name: "X-Trace-Id" } } });
    expect(paramsOf(tool)).toContainEqual(["X-Trace-Id", { in: "header" }]);
  });

  it("with a value sends it always", () => {
    const { tool, files } = withWord({
      args: {
        owner: { value: "$env.GITHUB_ORG" },
        state: { value: "open" },
        title: { value: "#{$inputs.number}" },
      },
    });
    expect(paramsOf(tool)).toEqual([
      ["owner", { in: "path", value: "$env.GITHUB_ORG" }],
      ["number", { in: "path" }],
      ["per_page", { in: "query" }],
      ["xTraceId", { in: "header", name: "X-Trace-Id" }],
      ["title", { in: "body", value: "#{$inputs.number}" }],
      ["state", { in: "body", value: "open" }],
    ]);
    expect(tool.tests).toMatchObject({ env: { GITHUB_ORG: "github-org" } });
    expect(tool.tests?.sends?.[0]).toEqual({
      request: "PATCH /repos/github-org/issues/1",
      type: "application/json",
      json: { title: "#1", state: "open" },
    });
    expect(files.get("acme/tools/repos.test.ts")).toContain('env: { GITHUB_ORG: "github-org" },');
  });

  it("keeps the place of an argument whose name another took", () => {
    const { tool } = withWord({ args: { owner: { value: "acme" }, per_page: { name: "owner" } } });
    expect(paramsOf(tool)).toContainEqual(["owner", { in: "query", name: "per_page" }]);
    expect(paramsOf(tool)).toContainEqual(["owner_value", { in: "path", name: "owner", value: "acme" }]);
  });

  it("with a default shows and applies it", () => {
    const { surface, files, tool } = withWord({
      args: { per_page: { default: 10 }, title: { default: "none" } },
    });
    expect(surface).toHaveProperty("inputSchema.properties.per_page.default", 10);
    expect(surface).toHaveProperty("inputSchema.required", ["owner", "number"]);
    expect(files.get("acme/tools/repos.ts")).toContain('title: z.string().default("none"),');
    expect(tool.tests?.sends?.[0]).toMatchObject({
      request: "PATCH /repos/a/issues/1?per_page=10",
      json: { title: "none" },
    });
  });

  it("sets required, description and schema", () => {
    const { surface } = withWord({
      args: {
        per_page: { required: true, description: "How many.", schema: { maximum: 20 } },
        title: { required: false },
      },
    });
    expect(surface).toHaveProperty("inputSchema.required", ["owner", "number", "per_page"]);
    expect(surface).toHaveProperty("inputSchema.properties.per_page", {
      type: "integer",
      minimum: 1,
      maximum: 20,
      description: "How many.",
    });
  });

  it("cannot make an argument of what the upstream always sends", () => {
    const { tool } = withWord({}, { headers: { "X-Trace-ID": "fixed" } });
    expect(names(tool)).not.toContain("xTraceId");
    expect(tool.tests).toMatchObject({ headers: { "x-trace-id": "fixed" } });
  });

  const form = documentOf({
    "/upload": {
      post: {
        operationId: "upload",
        requestBody: { content: { "text/plain": { schema: { type: "string" } } } },
        responses: { "200": { description: "ok" } },
      },
    },
  });

  it.each<[Word["args"], unknown, string | undefined]>([
    [{ body: { name: "text" } }, { type: "text/plain", argument: "text" }, undefined],
    [{ body: { default: "some" } }, { type: "text/plain", argument: "body" }, "some"],
    [{ body: { value: "always" } }, { type: "text/plain", value: "always" }, "always"],
    [{ body: false }, undefined, undefined],
  ])("applies to a whole body: %j", (args, want, sent) => {
    const { tool, problems } = withWord({ args: args ?? {} }, {}, form, "upload");
    expect(problems).toEqual([]);
    expect(tool.http.body).toEqual(want);
    expect(tool.tests?.sends?.[0]?.body).toBe(sent);
  });
});

it.each<[Word, string, RegExp]>([
  [
    { args: { ownr: {} } },
    `unknown-argument at ${AT}/args/ownr: expected an argument of the operation, found "ownr"; did you mean "owner"?`,
    /Its arguments are owner, number/,
  ],
  [
    { args: { nothing: false } },
    `unknown-argument at ${AT}/args/nothing: expected an argument of the operation, found "nothing"`,
    /./,
  ],
  [
    { args: { owner: false } },
    `missing-value at ${AT}/args/owner: expected a value for "owner", which the API requires, found none`,
    /Give it a value: `owner: \{ value: … \}`/,
  ],
  [
    { args: { title: false } },
    `missing-value at ${AT}/args/title: expected a value for "title", which the API requires, found none`,
    /./,
  ],
  [
    { args: { owner: { required: false } } },
    `missing-value at ${AT}/args/owner: expected "owner" to be required, because it is part of the path, found \`required: false\``,
    /default/,
  ],
  [
    { args: { owner: { value: "$inputs.state" } } },
    `missing-value at ${AT}/args/owner/value: expected a required argument for "owner", because it is part of the path, found $inputs.state, which is optional`,
    /Make "state" required, or give it a default/,
  ],
  [
    { args: { per_page: { default: 1000 } } },
    `invalid-default at ${AT}/args/per_page: expected a default that the schema of "per_page" accepts, found 1000`,
    /./,
  ],
  [
    { args: { owner: { value: "" } } },
    `unsendable-value at ${AT}/args/owner/value: expected a value that can be sent in the path, found ""`,
    /./,
  ],
  [
    { args: { owner: { default: ".." } } },
    `unsendable-value at ${AT}/args/owner: expected a value that can be sent in the path, found ".."`,
    /./,
  ],
  [
    { args: { xTraceId: { value: "a\nb" } } },
    `unsendable-value at ${AT}/args/xTraceId/value: expected a value that can be sent in the header, found "a\\nb"`,
    /./,
  ],
  [
    { args: { per_page: { name: "owner" } } },
    `duplicate-argument at ${AT}/args/per_page/name: expected a unique argument name, found a second argument named "owner"`,
    /Give "per_page" another name/,
  ],
  [
    { args: { title: { value: "$inputs.ownr" } } },
    `unknown-expression at ${AT}/args/title/value: expected an argument of the tool, found $inputs.ownr; did you mean "owner"?`,
    /\$inputs\.owner/,
  ],
  [
    { args: { title: { value: "$inputs.owner" }, owner: { value: "x" } } },
    `unknown-expression at ${AT}/args/title/value: expected an argument of the tool, found $inputs.owner`,
    /./,
  ],
  [
    { args: { title: { value: "$response.body" } } },
    `unknown-expression at ${AT}/args/title/value: expected an argument or an environment variable, found $response.body`,
    /./,
  ],
  [
    { confirm: "Sure, {$inputs.name}?" },
    `unknown-expression at ${AT}/confirm: expected an argument of the tool, found $inputs.name`,
    /./,
  ],
  [
    {
      poll: {
        status: "/jobs/{$inputs.numbr}",
        done: [{ value: "$response.body#/state", is: "$statusCode" }],
        intervalMs: 1,
      },
    },
    `unknown-expression at ${AT}/poll/status: expected an argument of the tool, found $inputs.numbr; did you mean "number"?`,
    /./,
  ],
])("the override %j is reported with its location and a fix", (word, want, hint) => {
  const { problems, hints } = withWord(word);
  expect(problems).toEqual([want]);
  expect(hints[0]).toMatch(hint);
});

it("a name that is given twice is reported at both places", () => {
  const document = operations(["get /a a", "get /b b", "get /c c"]);
  const { problems } = build({
    acme: {
      document,
      spec: { operations: { a: { name: "x", aliases: ["c"] }, b: { name: "x", aliases: ["y", "y"] } } },
    },
  });
  const at = "/upstreams/acme/operations";
  expect(problems).toEqual([
    `duplicate-tool at ${at}/a/name: expected a unique tool name, found a second tool named "x"`,
    `duplicate-tool at ${at}/b/name: expected a unique tool name, found a second tool named "x"`,
    `duplicate-tool at ${at}/a/aliases/0: expected a name that no tool has, found the tool "c"`,
    `duplicate-tool at ${at}/b/aliases/1: expected an alias of one tool, found "y" as an alias of "x" already`,
  ]);
});

it("a given name is kept, and a derived one gives way", () => {
  const document = operations(["get /a list", "get /b other"]);
  const { offered, problems } = build({
    acme: { document, spec: { operations: { other: { name: "list" } } } },
  });
  expect(offered).toEqual(["acme_list", "list"]);
  expect(problems).toEqual([
    'name-collision at /paths/~1a/get: expected a unique tool name, found "list" more than once; this tool is named "acme_list"',
  ]);
});

describe("the x-mcp extension of a document", () => {
  const extended = (word: JsonObject, other: JsonObject = {}): JsonObject => {
    const document = operations(["post /a a", "post /b b"]) as {
      paths: { [path: string]: { post: JsonObject } };
    };
    for (const [path, problems] of [
      ["/a", word],
      ["/b", other],
    ] as const)
      Object.assign(document.paths[path]?.post ?? {}, { "x-mcp": problems });
    return document as unknown as JsonObject;
  };
  const word = { name: "named", title: "T", description: "D", readOnlyHint: true };

  it("sets names and hints", () => {
    const { tool } = build({ acme: { document: extended(word) } });
    expect(tool("named")).toMatchObject({
      title: "T",
      description: "D",
      annotations: { readOnlyHint: true },
    });
  });

  it("gives way to the tool spec, key by key", () => {
    const a = { description: "E", annotations: { idempotentHint: false } };
    const { tool } = build({ acme: { document: extended(word), spec: { operations: { a } } } });
    expect(tool("named")).toMatchObject({
      title: "T",
      description: "E",
      annotations: { readOnlyHint: true, idempotentHint: false },
    });
  });

  it("can exclude an operation, which a tool spec can include", () => {
    const document = extended({ enabled: false });
    expect(build({ acme: { document } }).offered).toEqual(["b"]);
    expect(build({ acme: { document, spec: { operations: { a: {} } } } }).offered).toEqual(["a", "b"]);
    expect(build({ acme: { document, spec: { include: [{ path: "**" }] } } }).offered).toEqual(["a", "b"]);
    expect(build({ acme: { document, spec: { exclude: [{ path: "/b" }] } } }).offered).toEqual([]);
  });

  it("sets names, which count if nothing else has them", () => {
    const { offered, problems } = build({ acme: { document: extended({ name: "same" }, { name: "same" }) } });
    expect(offered).toEqual(["a", "b"]);
    expect(problems).toEqual([
      'name-collision at /paths/~1a/post: expected a unique tool name, found "same" more than once; this tool is named "a"',
      'name-collision at /paths/~1b/post: expected a unique tool name, found "same" more than once; this tool is named "b"',
    ]);
  });
});

describe("any override of arguments", () => {
  const name = fc.constantFrom(
    "owner",
    "number",
    "per_page",
    "xTraceId",
    "title",
    "state",
    "other",
    "__proto__",
  );
  const text = fc.constantFrom("$inputs.title", "{$inputs.number}/{$env.A}", "$env.B", "x", "$inputs");
  const about = fc.record(
    {
      name,
      description: fc.constant("D"),
      required: fc.boolean(),
      default: fc.constantFrom<unknown>(1, "open", null, [], 500),
      value: fc.oneof(text, fc.constantFrom<unknown>(1, null, ["$inputs.state"], { a: "$env.A" })),
      schema: fc.constantFrom({ maxLength: 3 }, { type: "integer" }, { default: "a" }),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<Partial<ArgumentOverride>>;
  const args = fc.uniqueArray(fc.tuple(name, fc.oneof(about, fc.constant(false as const))), {
    selector: ([key]) => key,
    maxLength: 5,
  });

  it("is reported, or the tool can be called", () => {
    let drawn = 0;
    let fine = 0;
    fc.assert(
      fc.property(args, (entries) => {
        drawn++;
        const { problems, tool } = withWord({ args: Object.fromEntries(entries) });
        if (problems.some((line) => !line.startsWith("no-example"))) return;
        fine++;
        // Each argument that is not removed has a binding under a key of its own.
        const removed = entries.filter(([name, problems]) => problems === false && ALL.includes(name));
        expect(paramsOf(tool)).toHaveLength(ALL.length - removed.length);
        expect(new Set(names(tool)).size).toBe(tool.arguments.length);
        for (const variable of ["owner", "number"]) {
          const found = paramsOf(tool).find(
            ([key, { in: at, name: wire = key }]) => at === "path" && wire === variable,
          );
          const argument = tool.arguments.find((of) => of.name === found?.[0]);
          expect(
            found?.[1].value !== undefined || argument?.required || argument?.default !== undefined,
          ).toBe(true);
        }
        for (const { request } of tool.tests?.sends ?? []) expect(request).not.toMatch(/[{}]|undefined|\/\//);
      }),
      { numRuns: 500 },
    );
    expect(fine / drawn).toBeGreaterThan(0.1);
  });
});
