/** Servers with several documents: unique names, and requests to the right upstream. */
import { expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import { documentOf } from "../support/documents.ts";
import { build, operations } from "../support/servers.ts";

const answer = (schema: string): JsonObject => ({
  "200": {
    description: "ok",
    content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } },
  },
});
const ISSUE = { type: "object", properties: { by: { $ref: "#/components/schemas/User" } } };
const GITHUB = documentOf(
  { "/issues": { get: { operationId: "list", tags: ["issues"], responses: answer("Issue") } } },
  { Issue: ISSUE, User: { type: "object", properties: { login: { type: "string" } } } },
);
const SLACK = documentOf(
  {
    "/users": { get: { operationId: "list", tags: ["issues"], responses: answer("User") } },
    "/post": {
      post: {
        operationId: "post",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Message" } } },
        },
        responses: answer("Message"),
      },
    },
  },
  {
    User: { type: "object", properties: { id: { type: "integer" } } },
    Message: { type: "object", properties: { from: { $ref: "#/components/schemas/User" } } },
  },
);
const BOTH = { github: { document: GITHUB }, slack: { document: SLACK } };
const REVERSED = { slack: { document: SLACK }, github: { document: GITHUB } };

it("prefixes names that several documents share with the upstream, and no others", () => {
  const { model, problems } = build(BOTH);
  expect(model.components.map(({ exportName }) => exportName)).toEqual([
    "GithubUser",
    "Issue",
    "Message",
    "SlackUser",
  ]);
  expect(model.groups.map(({ name, tools }) => [name, tools.map((tool) => tool.name)])).toEqual([
    ["github-issues", ["github_list"]],
    ["post", ["post"]],
    ["slack-issues", ["slack_list"]],
  ]);
  expect(problems).toEqual([
    'name-collision at /paths/~1issues/get: expected a unique tool name, found "list" more than once; this tool is named "github_list"',
    'name-collision at /paths/~1users/get: expected a unique tool name, found "list" more than once; this tool is named "slack_list"',
  ]);
});

it("resolves references to the component of their own document", () => {
  const { model, files } = build(BOTH);
  const schema = (name: string) => model.components.find(({ exportName }) => exportName === name)?.schema;
  expect(schema("Issue")).toMatchObject({ properties: { by: { $ref: "#/$defs/github.User" } } });
  expect(schema("Message")).toMatchObject({ properties: { from: { $ref: "#/$defs/slack.User" } } });
  expect(schema("SlackUser")).toMatchObject({ properties: { id: { type: "integer" } } });
  expect(files.get("acme/tools/post.ts")).toContain("from: SlackUser().optional()");
});

it("generates the same files for any order of the documents", () => {
  expect([...build(REVERSED).files].sort()).toEqual([...build(BOTH).files].sort());
});

it("prefixes names that differ only in case and punctuation", () => {
  const one = documentOf(
    { "/a": { get: { responses: answer("user-name") } } },
    { "user-name": { type: "object" } },
  );
  const two = documentOf(
    { "/b": { get: { responses: answer("UserName") } } },
    { UserName: { type: "object" } },
  );
  const { model } = build({ one: { document: one }, two: { document: two } });
  expect(model.components.map(({ exportName }) => exportName)).toEqual(["OneUserName", "TwoUserName"]);
});

it("keeps a component apart whose name looks like a prefixed one", () => {
  const name = "slack.User";
  const odd = documentOf(
    { "/odd": { get: { responses: answer(name) } } },
    { [name]: { type: "string" }, User: { type: "null" } },
  );
  const { model } = build({ github: { document: odd }, slack: { document: SLACK } });
  const types = new Map(model.components.map(({ name, schema }) => [name, (schema as JsonObject).type]));
  expect(types.size).toBe(3);
  expect([...types.values()].sort()).toEqual(["object", "object", "string"]);
});

it("names the upstream of each tool, except for the server's own", () => {
  const { tool, files, model } = build({ acme: { document: GITHUB }, slack: { document: SLACK } });
  expect(tool("acme_list")).not.toHaveProperty("http.upstream");
  expect(tool("slack_list")).toHaveProperty("http.upstream", "slack");
  expect(files.get("acme/tools/post.ts")).toContain('upstream: "slack",\n    method: "POST"');
  // The title of the server is that of its own document.
  expect(model.surface.server.title).toBe("API");
});

it("takes base URLs and headers of upstreams from the tool spec", () => {
  const spec = {
    baseUrl: "https://elsewhere.example/v2",
    headers: { "X-Api-Version": "3", Authorization: "Bearer {$env.TOKEN}" },
  };
  const { files } = build({
    acme: { document: GITHUB, spec },
    slack: { document: SLACK, spec },
    other: { spec },
  });
  expect(files.get("acme/index.ts")).toContain(`export default defineServer({
  name: "acme",
  baseUrl: "https://elsewhere.example/v2",
  operatorConfigured: true,
  headers: {
    authorization: "Bearer {$env.TOKEN}",
    "x-api-version": "3",
  },
  upstreams: {
    other: {
      baseUrl: "https://elsewhere.example/v2",
      operatorConfigured: true,
      headers: {
        authorization: "Bearer {$env.TOKEN}",
        "x-api-version": "3",
      },
    },
    slack: {
      baseUrl: "https://elsewhere.example/v2",
`);
});

it("prefers the base URL of the tool spec to the servers of operations", () => {
  const document = documentOf({
    "/a": { get: { operationId: "a", servers: [{ url: "https://a.example" }], responses: {} } },
  });
  expect(build({ acme: { document } }).tool("a")).toHaveProperty("http.server", "https://a.example");
  const spec = { baseUrl: "https://chosen.example" };
  expect(build({ acme: { document, spec } }).tool("a")).not.toHaveProperty("http.server");
});

it("takes the timeout of the upstream, or else that of the tool spec", () => {
  const { tool, files } = build(
    {
      one: { document: operations(["get /a"]), spec: { timeoutMs: 5000 } },
      two: { document: operations(["get /b"]) },
    },
    { timeoutMs: 20_000 },
  );
  expect([tool("get_a").timeoutMs, tool("get_b").timeoutMs]).toEqual([5000, 20_000]);
  expect(files.get("acme/tools/a.ts")).toContain("\n  timeoutMs: 5000,\n");
});

it("keeps the name of a tool of the spec, and prefixes the other", () => {
  const tool = {
    name: "post",
    description: "d",
    input: { arguments: [] },
    action: { kind: "handler", handler: { file: "specs/a.ts", name: "a" } },
    pointer: ["tools", "post"],
  } as const;
  const { offered } = build({ slack: { document: SLACK } }, { tools: [tool] });
  expect(offered).toContain("slack_post");
});

it("reports headers that cannot be set", () => {
  const headers = { Host: "x", "X-A": "1", "x-a": "2", "a b": "3" };
  const { problems, model } = build({ acme: { document: operations(["get /a"]), spec: { headers } } });
  expect(problems).toEqual([
    "invalid-header at /upstreams/acme/headers/Host: expected a header that a request can set, found Host",
    "invalid-header at /upstreams/acme/headers/x-a: expected each header once, found x-a a second time",
    'invalid-header at /upstreams/acme/headers/a b: expected the name of a header, found "a b"',
  ]);
  expect(model.ownUpstream?.headers).toEqual({ "x-a": "1" });
});
