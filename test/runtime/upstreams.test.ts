/** Targets and contents of requests: several upstreams, headers with secrets, values of the declaration's own. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { z } from "../../runtime/schema.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { baseUrlsFromEnvironment, environmentName, upstreamNames } from "../../runtime/serve/base-urls.ts";
import type { ServerDefinition } from "../../runtime/server.ts";
import { defineTool, type HttpBinding, type Tool } from "../../runtime/tool.ts";
import { bench, errorOf, type Given, type Reply, recorder, textOf } from "../support/execution.ts";

const SECRET = "sk-live-0123456789";

beforeEach(() => {
  process.env.UPSTREAMS_TEST_TOKEN = SECRET;
  process.env.UPSTREAMS_TEST_EMPTY = "";
});
afterEach(() => {
  delete process.env.UPSTREAMS_TEST_TOKEN;
  delete process.env.UPSTREAMS_TEST_EMPTY;
});

const sending = (http: Partial<HttpBinding>, more: object = {}): Tool =>
  defineTool({
    name: "send",
    description: "send",
    input: () => z.looseObject({}),
    annotations: {},
    http: { method: "GET", path: "/it", ...http },
    ...more,
  });

async function send(
  http: Partial<HttpBinding>,
  {
    args = {},
    more = {},
    answer,
    ...given
  }: { args?: object; more?: object; answer?: () => Reply | Promise<Reply> } & Partial<Given> = {},
) {
  const api = await recorder(answer);
  const { call, log } = await bench({
    tools: [sending(http, more)],
    at: { "": api.origin, other: `${api.origin}/other` },
    ...given,
  });
  const result = await call("send", args);
  return { result, log, api, sent: api.requests[0] };
}

describe("the headers of an upstream", () => {
  it("are sent with every request to it", async () => {
    const headers = {
      authorization: "Bearer {$env.UPSTREAMS_TEST_TOKEN}",
      "x-version": 2,
      "x-none": null,
      "x-list": ["a"],
    };
    const { sent } = await send({}, { headers });
    expect(sent?.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      "x-version": "2",
      "x-list": '["a"]',
    });
    expect(sent?.headers).not.toHaveProperty("x-none");
  });

  it("are not sent to another upstream", async () => {
    const { sent } = await send(
      { upstream: "other" },
      {
        headers: { authorization: "$env.UPSTREAMS_TEST_TOKEN" },
        upstreams: { other: { headers: { "x-other": "1" } } },
      },
    );
    expect(sent).toMatchObject({ line: "GET /other/it", headers: { "x-other": "1" } });
    expect(sent?.headers.authorization).toBeUndefined();
  });

  it("are not sent to another origin, which is logged once", async () => {
    const elsewhere = await recorder();
    const { call, log } = await bench({
      tools: [sending({ server: elsewhere.origin })],
      baseUrl: "https://api.example",
      headers: { authorization: "$env.UPSTREAMS_TEST_TOKEN" },
    });
    // The other one is not public, so that it is not even called; what counts is what would have been sent.
    await call("send");
    await call("send");
    const warnings = log.filter(({ origin }) => origin === elsewhere.origin);
    expect(warnings).toMatchObject([{ level: "warn", upstream: "acme" }]);
    expect(elsewhere.requests).toEqual([]);
  });

  it("are not replaced by arguments, but by the tool's declaration", async () => {
    const headers = {
      authorization: "$env.UPSTREAMS_TEST_TOKEN",
      "x-mode": "a",
      cookie: "session=1",
      accept: "text/plain",
    };
    const { sent } = await send(
      {
        params: {
          auth: { in: "header", name: "Authorization" },
          mode: { in: "header", name: "X-Mode", value: "b" },
          cookie: { in: "header", name: "Cookie" },
          crumb: { in: "cookie" },
        },
      },
      { headers, args: { auth: "mine", mode: "mine", cookie: "mine=1", crumb: "2" } },
    );
    expect(sent?.headers).toMatchObject({
      authorization: SECRET,
      "x-mode": "b",
      cookie: "session=1; crumb=2",
      accept: "text/plain",
    });
  });

  it("do not describe the body", async () => {
    const { sent } = await send(
      { method: "POST", body: { type: "application/json", value: { a: 1 } } },
      { headers: { "content-type": "text/plain" } },
    );
    expect(sent).toMatchObject({ body: '{"a":1}', headers: { "content-type": "application/json" } });
  });

  it.each([
    "$env.UPSTREAMS_TEST_MISSING",
    "Bearer {$env.UPSTREAMS_TEST_MISSING}",
    "$env.UPSTREAMS_TEST_EMPTY",
    "Bearer {$env.UPSTREAMS_TEST_EMPTY}",
  ])("are left out as a whole: %s", async (authorization) => {
    const { result, log, api } = await send({}, { headers: { authorization } });
    expect(api.requests).toEqual([]);
    expect(errorOf(result)).toEqual({
      kind: "internal",
      message: "The server lacks a setting that this call needs.",
      retryable: false,
    });
    expect(JSON.stringify(result)).not.toContain("UPSTREAMS_TEST");
    expect(log).toMatchObject([
      {
        level: "warn",
        err: { message: expect.stringMatching(/^the environment variable UPSTREAMS_TEST_\w+ is not set$/) },
      },
    ]);
  });

  it.each(["a\r\nevil: 1", "a\nb", "ä", "a\u007f", "\u2028"])(
    "cannot be ended by a value: %j",
    async (value) => {
      process.env.UPSTREAMS_TEST_TOKEN = `${SECRET}${value}`;
      const { result, log, api } = await send(
        {},
        { headers: { authorization: "$env.UPSTREAMS_TEST_TOKEN" } },
      );
      expect(api.requests).toEqual([]);
      expect(errorOf(result)?.kind).toBe("internal");
      expect(JSON.stringify([result, log])).not.toContain(SECRET);
      expect(log).toMatchObject([{ err: { message: expect.stringContaining("authorization") } }]);
    },
  );

  it.each([
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "proxy-authorization",
    "a b",
    "",
    "x\r\ny",
    "X-Upper",
  ])("are refused at the start if they are reserved: %j", async (name) => {
    await expect(bench({ tools: [], headers: { [name]: "1" } })).rejects.toThrow(TypeError);
    await expect(bench({ tools: [], upstreams: { other: { headers: { [name]: "1" } } } })).rejects.toThrow(
      "acme.other",
    );
  });

  it("name a faulty value in the log alone", async () => {
    const { result, log } = await send(
      {},
      { headers: { authorization: "$env.UPSTREAMS_TEST_TOKEN" }, answer: () => ({ status: 500 }) },
    );
    expect(JSON.stringify([result, log])).not.toContain(SECRET);
  });
});

describe("declared values", () => {
  it("are sent in every place, instead of an argument", async () => {
    const { sent } = await send(
      {
        method: "POST",
        path: "/a/{id}/{org}",
        params: {
          id: { in: "path", value: "$inputs.o.id" },
          org: { in: "path", value: "x y/{$inputs.n}" },
          q: { in: "query", value: ["$inputs.n", "$inputs.none", true] },
          none: { in: "query", value: "$inputs.none" },
          empty: { in: "query", value: null },
          "X-H": { in: "header", value: "{$inputs.n}-{$env.UPSTREAMS_TEST_TOKEN}" },
        },
        body: {
          type: "application/json",
          value: { n: "$inputs.n", none: "$inputs.none", list: ["$inputs.o"], fixed: 1 },
        },
      },
      { args: { n: 5, o: { id: "i" }, id: "mine", q: "mine", "X-H": "mine" } },
    );
    expect(sent).toMatchObject({
      line: "POST /a/i/x%20y%2F5?q=5&q=true",
      headers: { "x-h": `5-${SECRET}` },
      body: '{"n":5,"list":[{"id":"i"}],"fixed":1}',
    });
  });

  it("can be members of a body", async () => {
    const { sent } = await send(
      {
        method: "POST",
        params: {
          a: { in: "body" },
          b: { in: "body", name: "bee", value: "$inputs.a" },
          c: { in: "body", value: "$inputs.none" },
        },
        body: { type: "application/json" },
      },
      { args: { a: 1, b: 2, c: 3 } },
    );
    expect(sent?.body).toBe('{"a":1,"bee":1}');
  });

  it("send no body if they evaluate to nothing", async () => {
    const { sent } = await send({
      method: "POST",
      body: { type: "application/json", value: "$inputs.none" },
    });
    expect(sent?.body).toBe("");
    expect(sent?.headers["content-type"]).toBeUndefined();
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"])(
    "are sent as %s",
    async (type) => {
      const values: Record<string, [string | object, string]> = {
        "text/plain": ["hi {$inputs.n}", "hi 5"],
        "application/x-www-form-urlencoded": [{ a: "$inputs.n", b: "x y" }, "a=5&b=x%20y"],
        "application/octet-stream": ["aGk=", "hi"],
      };
      const [value, body] = values[type] as [string, string];
      expect((await send({ method: "POST", body: { type, value } }, { args: { n: 5 } })).sent?.body).toBe(
        body,
      );
    },
  );

  it("are evaluated once: an argument is never an expression", async () => {
    const { sent } = await send(
      {
        params: {
          q: { in: "query", value: "$inputs.q" },
          r: { in: "query", value: "<{$inputs.q}>" },
          s: { in: "query" },
        },
      },
      { args: { q: "$env.UPSTREAMS_TEST_TOKEN", s: "{$env.UPSTREAMS_TEST_TOKEN}" } },
    );
    expect(sent?.line).not.toContain(SECRET);
    expect(decodeURIComponent(sent?.line ?? "")).toBe(
      "GET /it?q=$env.UPSTREAMS_TEST_TOKEN&r=<$env.UPSTREAMS_TEST_TOKEN>&s={$env.UPSTREAMS_TEST_TOKEN}",
    );
  });

  const paths: [unknown][] = [[".."], ["."], [""], [null], [undefined], ["%2e%2e"]];
  it.each(paths)("stay in their segment: %j", async (id) => {
    const { result, api } = await send(
      { path: "/a/{id}/b", params: { id: { in: "path", value: "$inputs.id" } } },
      { args: { id } },
    );
    if (id === "%2e%2e") return expect(api.lines()).toEqual(["GET /a/%252e%252e/b"]);
    expect(errorOf(result)).toMatchObject({ kind: "invalid_arguments", fields: [{ path: "id" }] });
    expect(api.requests).toEqual([]);
  });

  it("are not quoted in errors", async () => {
    const { result, log } = await send({
      path: "/..;{t}",
      params: { t: { in: "path", value: "$env.UPSTREAMS_TEST_TOKEN" } },
    });
    expect(errorOf(result)?.kind).toBe("invalid_arguments");
    expect(JSON.stringify([result, log])).not.toContain(SECRET);
    process.env.UPSTREAMS_TEST_TOKEN = `${SECRET}\r\nx: y`;
    const header = await send({ params: { t: { in: "header", value: "$env.UPSTREAMS_TEST_TOKEN" } } });
    expect(header.api.requests).toEqual([]);
    expect(JSON.stringify([header.result, header.log])).not.toContain(SECRET);
  });

  it("can be objects, and change no prototype", async () => {
    const args = JSON.parse(
      '{"o":{"__proto__":{"polluted":true},"constructor":1},"__proto__":{"polluted":true}}',
    );
    const { sent } = await send(
      {
        method: "POST",
        params: { p: { in: "query", value: "$inputs.__proto__.polluted" } },
        body: { type: "application/json", value: { o: "$inputs.o", all: "$inputs" } },
      },
      { args },
    );
    expect(sent?.body).toBe(
      '{"o":{"__proto__":{"polluted":true},"constructor":1},"all":{"o":{"__proto__":{"polluted":true},"constructor":1},"__proto__":{"polluted":true}}}',
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("a tool with one request", () => {
  const rows: [string, Reply, unknown, object][] = [
    [
      "a part of JSON",
      { json: { a: { b: [1, 2] } } },
      "$response.body#/a/b/1",
      { structuredContent: { result: 2 } },
    ],
    [
      "an object of parts",
      { json: { a: 1 }, headers: { etag: "e" }, status: 201 },
      {
        a: "$response.body.a",
        e: "$response.header.etag",
        s: "$statusCode",
        n: "$inputs.n",
        x: "$response.body.x",
      },
      { structuredContent: { a: 1, e: "e", s: 201, n: 5 } },
    ],
    [
      "text",
      { text: "hello", headers: { "content-type": "text/plain" } },
      "got {$response.body}",
      { content: [{ type: "text", text: "got hello" }] },
    ],
    ["a list that stands alone", { json: [1] }, "$response.body", { structuredContent: { result: [1] } }],
    [
      "lines of JSON",
      { text: '{"a":1}\n{"a":2}\n', headers: { "content-type": "application/jsonl" } },
      "$response.body[1].a",
      { structuredContent: { result: 2 } },
    ],
    [
      "bytes",
      { text: "x", headers: { "content-type": "image/png" } },
      { data: "$response.body" },
      { structuredContent: { data: "eA==" } },
    ],
    [
      "nothing",
      { status: 204, text: "" },
      { body: "$response.body", s: "$statusCode" },
      { structuredContent: { s: 204 } },
    ],
    ["what there is not", { json: {} }, "$response.body.none", { content: [{ type: "text", text: "" }] }],
  ];
  it.each(rows)("returns %s", async (_name, reply, result, want) => {
    const { result: answer } = await send({}, { more: { result }, args: { n: 5 }, answer: () => reply });
    expect(answer).toMatchObject(want);
  });

  it("returns its error", async () => {
    const { result } = await send({}, { more: { result: "$statusCode" }, answer: () => ({ status: 404 }) });
    expect(errorOf(result)?.kind).toBe("not_found");
  });
});

describe("defaults", () => {
  const http: Partial<HttpBinding> = {
    method: "POST",
    params: { a: { in: "query" }, n: { in: "query" }, o: { in: "body" }, l: { in: "body" } },
    body: { type: "application/json" },
  };
  const input = () =>
    z.strictObject({
      a: z.string().optional(),
      n: z.int().default(20),
      o: z.looseObject({ deep: z.int().default(1) }).optional(),
      l: z.array(z.string()).default(["x"]),
    });

  it("are sent for missing arguments, and change nothing else", async () => {
    const { sent } = await send(http, { more: { input }, args: { o: { z: 1, y: [2.5] } } });
    expect(sent).toMatchObject({ line: "POST /it?n=20", body: '{"o":{"z":1,"y":[2.5]},"l":["x"]}' });
    const given = await send(http, { more: { input }, args: { n: 3, l: [], a: "" } });
    expect(given.sent).toMatchObject({ line: "POST /it?a=&n=3", body: '{"l":[]}' });
  });

  it("are the same for every call", async () => {
    const api = await recorder();
    const { call } = await bench({ tools: [sending(http, { input })], at: { "": api.origin } });
    for (let i = 0; i < 2; i++) await call("send");
    expect(api.requests.map(({ body }) => body)).toEqual(['{"l":["x"]}', '{"l":["x"]}']);
  });

  it("can be used in expressions", async () => {
    const { sent } = await send(
      { params: { q: { in: "query", value: "n={$inputs.n}" } } },
      { more: { input } },
    );
    expect(sent?.line).toBe("GET /it?q=n%3D20");
  });
});

describe("the timeout of a tool", () => {
  const never = () => new Promise<Reply>(() => {});
  it("is its own, or the server's", async () => {
    const own = await send({}, { more: { timeoutMs: 30 }, answer: never });
    expect(errorOf(own.result)).toMatchObject({
      kind: "timeout",
      message: "The API did not answer within 0.03 s.",
    });
    const common = await send({}, { options: { timeoutMs: 40 }, answer: never });
    expect(errorOf(common.result)).toMatchObject({ message: "The API did not answer within 0.04 s." });
  });

  it("can be longer than the server's", async () => {
    const { result } = await send(
      {},
      {
        options: { timeoutMs: 20 },
        more: { timeoutMs: 5000 },
        answer: async () => {
          await new Promise((resolve) => setTimeout(resolve, 80));
          return { json: { late: true } };
        },
      },
    );
    expect(result.structuredContent).toEqual({ late: true });
  });
});

describe("names of tools", () => {
  const tools = [sending({}), sending({}, { name: "hidden" })];
  it("can be aliases", async () => {
    const api = await recorder();
    const { catalogue, call } = await bench({
      tools,
      internal: ["hidden"],
      surface: { aliases: { old_send: "send", __proto__: "send" } },
      at: { "": api.origin },
    });
    expect(
      ["send", "old_send", "hidden", "toString", "__proto__", ""].map((name) => catalogue.has(name)),
    ).toEqual([true, true, false, false, false, false]);
    expect((await call("old_send")).isError).toBeUndefined();
    expect(catalogue.advertised.map(({ name }) => name)).toEqual(["send"]);
  });

  it("of internal tools cannot be called, not even by an alias", async () => {
    const api = await recorder();
    const { catalogue, call } = await bench({
      tools,
      internal: ["hidden"],
      surface: { aliases: { old: "hidden" } },
      at: { "": api.origin },
    });
    for (const name of ["hidden", "old", "none"]) {
      expect(catalogue.has(name)).toBe(false);
      expect(errorOf(await call(name))?.kind).toBe("internal");
    }
    expect(api.requests).toEqual([]);
  });
});

describe("base URLs", () => {
  const definition = (name: string, upstreams: ServerDefinition["upstreams"] = {}): ServerDefinition => ({
    name,
    upstreams,
    surface: {
      server: { name, title: name, version: "1" },
      tools: ["send", "b", "c"].map((tool) => ({
        name: tool,
        description: tool,
        inputSchema: { type: "object" as const },
      })),
    },
    groups: {
      all: async () => ({
        a: sending({}),
        b: sending({ upstream: "slack" }, { name: "b" }),
        c: sending({ server: "https://x.example" }, { name: "c" }),
      }),
    },
  });

  it("have a name for every upstream", () => {
    expect(upstreamNames([definition("acme", { slack: {}, "git-hub": {} }), definition("b")])).toEqual([
      "acme",
      "acme.slack",
      "acme.git-hub",
      "b",
    ]);
    expect(["acme-v2", "acme.slack", "acme.git_hub-x"].map(environmentName)).toEqual([
      "ACME_V2_BASE_URL",
      "ACME_SLACK_BASE_URL",
      "ACME_GIT_HUB_X_BASE_URL",
    ]);
  });

  it("come from the environment, unless that is ambiguous", () => {
    const env = { ACME_SLACK_BASE_URL: "http://a", ACME_BASE_URL: "", OTHER_BASE_URL: "http://o" };
    expect(baseUrlsFromEnvironment(["acme", "acme.slack"], env)).toEqual({ "acme.slack": "http://a" });
    expect(() => baseUrlsFromEnvironment(["acme.slack", "acme-slack"], env)).toThrow(
      "ACME_SLACK_BASE_URL matches acme.slack and acme-slack",
    );
    expect(baseUrlsFromEnvironment(["acme.slack", "acme-slack"], {})).toEqual({});
  });

  it("are kept apart by upstream", async () => {
    const [own, slack] = [await recorder(), await recorder()];
    const app = await createApp({
      servers: [definition("acme", { slack: { baseUrl: "https://slack.example" } })],
      baseUrls: { acme: own.origin, "acme.slack": slack.origin },
      logger: createLogger("silent"),
    });
    const catalogue = app.catalogues.get("acme");
    const caller = {
      signal: new AbortController().signal,
      revision: "",
      client: {},
      capabilities: {},
      responses: {},
      log: async () => {},
      closeStream: () => {},
    };
    await catalogue?.call("send", {}, caller);
    await catalogue?.call("b", {}, caller);
    expect([own.lines(), slack.lines()]).toEqual([["GET /it"], ["GET /it"]]);
    await app.dispose();
  });

  it("of an upstream must be public unless the operator set them", async () => {
    const inside = await recorder();
    const app = await createApp({
      servers: [definition("acme", { slack: { baseUrl: inside.origin } })],
      baseUrls: { acme: inside.origin },
      logger: createLogger("silent"),
    });
    const caller = {
      signal: new AbortController().signal,
      revision: "",
      client: {},
      capabilities: {},
      responses: {},
      log: async () => {},
      closeStream: () => {},
    };
    const result = await app.catalogues.get("acme")?.call("b", {}, caller);
    expect(result && textOf(result)).toContain("expected a public http or https address");
    expect(inside.requests).toEqual([]);
    await app.dispose();
  });

  it("are reported as missing if tools need them", async () => {
    const missing = async (at: Record<string, string>) =>
      (
        await bench({
          tools: [
            sending({}),
            sending({ upstream: "slack" }, { name: "b" }),
            sending({ server: "https://x.example" }, { name: "c" }),
          ],
          upstreams: { slack: {}, unused: {} },
          at,
        })
      ).catalogue.missingBaseUrls();
    expect(await missing({})).toEqual(["acme", "acme.slack"]);
    expect(await missing({ "": "http://a.example" })).toEqual(["acme.slack"]);
    expect(await missing({ "": "http://a.example", slack: "http://b.example" })).toEqual([]);
  });

  it.each(["ftp://x", "http://user:pass@x", "http://x?y=1"])("are validated: %s", async (url) => {
    await expect(
      createApp({ servers: [definition("acme", { slack: {} })], baseUrls: { "acme.slack": url } }),
    ).rejects.toThrow("acme.slack");
  });
});
