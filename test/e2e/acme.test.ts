/** The generated server of a complete tool spec, with every kind of client. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import acme from "../golden/acme/output/acme/index.ts";
import { onLoopback } from "./clients.ts";
import { FULL_CLIENTS, type FullClient } from "./full-client.ts";

const ENV = { GITHUB_ORG: "acme-inc", GITHUB_TOKEN: "gh-secret", SLACK_TOKEN: "sl-secret" };

interface Sent {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let upstream: Awaited<ReturnType<typeof onLoopback>>;
let server: Listening;
const sent: Sent[] = [];
const before: Record<string, string | undefined> = {};

/** The answers of both upstreams, the tracker and the chat. */
function answer(line: string): { status: number; body: unknown } {
  if (line.startsWith("POST /repos/"))
    return { status: 201, body: { number: 7, title: "Down", html_url: "https://h/7", state: "open" } };
  if (line.startsWith("PUT /repos/")) return { status: 204, body: undefined };
  if (line.includes("/pulls/"))
    return { status: 200, body: [{ filename: "a.ts", additions: 2, deletions: 1 }] };
  if (line.includes("/contents/")) return { status: 200, body: "# Read me" };
  if (line.includes("/issues")) return { status: 200, body: [] };
  return { status: 200, body: { ok: true, channel: { name: "general" } } };
}

beforeAll(async () => {
  for (const [name, value] of Object.entries(ENV)) {
    before[name] = process.env[name];
    process.env[name] = value;
  }
  upstream = await onLoopback((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const line = `${request.method} ${request.url}`;
      sent.push({ line, authorization: request.headers.authorization, body });
      const reply = answer(line);
      const isText = typeof reply.body === "string";
      if (reply.body !== undefined)
        response.setHeader("content-type", isText ? "text/plain" : "application/json");
      response.writeHead(reply.status).end(isText ? reply.body : reply.body && JSON.stringify(reply.body));
    });
  });
  server = await listen({
    servers: [acme],
    baseUrls: { "acme.github": upstream.origin, "acme.slack": upstream.origin },
    host: "127.0.0.1",
    port: 0,
    sessions: true,
    logger: createLogger("silent"),
  });
});

afterAll(async () => {
  await server.close(0);
  upstream.close();
  for (const [name, value] of Object.entries(before))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
});

describe.each(Object.entries(FULL_CLIENTS))("%s", (_, connect) => {
  let client: FullClient;

  beforeEach(async () => {
    sent.length = 0;
    client = await connect(new URL(`${server.origin}/acme/mcp`), {
      elicit: () => ({ action: "accept", content: { confirm: true, confirmed: true, yes: true } }),
    });
  });
  afterEach(() => client.close());

  it("lists the tools of the spec, without those that only its steps call", async () => {
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual([
      "find_messages",
      "issues_create",
      "list_issues",
      "lock_stale",
      "post_message",
      "pulls_list_files",
      "summarize_diff",
      "triage_issue",
    ]);
  });

  it("triages an issue in two steps, each with its own credential", async () => {
    const { structuredContent } = await client.call("triage_issue", {
      repo: "site",
      title: "Down",
      severity: "high",
    });
    expect(structuredContent).toEqual({ number: 7, url: "https://h/7" });
    expect(sent).toEqual([
      {
        line: "POST /repos/acme-inc/site/issues",
        authorization: "Bearer gh-secret",
        body: '{"title":"Down","labels":["sev:high"]}',
      },
      {
        line: "POST /chat.postMessage",
        authorization: "Bearer sl-secret",
        body: '{"channel":"C0INCIDENT","text":"New issue https://h/7"}',
      },
    ]);
  });

  it("locks each item by a request of its own after confirmation", async () => {
    await client.call("lock_stale", { repo: "site", numbers: [1, 2] });
    expect(sent.map(({ line }) => line).sort()).toEqual([
      "POST /chat.postMessage",
      "PUT /repos/acme-inc/site/issues/1/lock",
      "PUT /repos/acme-inc/site/issues/2/lock",
    ]);
    expect(sent.at(-1)?.body).toBe('{"channel":"C1","text":"Locked [1,2]"}');
  });

  it("calls a handler that calls a tool", async () => {
    const { structuredContent } = await client.call("summarize_diff", { repo: "site", number: 3 });
    expect(structuredContent).toEqual({ summary: "a.ts +2 -1", files: 1 });
  });

  it("calls an operation by its alias", async () => {
    await client.call("issues_list_for_repo", { repo: "site", state: "all" });
    expect(sent.map(({ line }) => line)).toEqual(["GET /repos/acme-inc/site/issues?state=all"]);
  });

  it("cannot call a tool that is not listed", async () => {
    for (const name of ["github.issues_lock", "lock_stale.tell", "resources.channel.read"])
      await expect(client.call(name, {})).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it("reads resources of every kind", async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining(["acme://motto", "acme://runbook", "acme://today", "slack://channels/general"]),
    );
    const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
    expect(await read("acme://motto")).toMatchObject({ text: "Look before you leap." });
    expect(await read("acme://runbook")).toMatchObject({ text: expect.stringContaining("# Runbook") });
    expect(await read("acme://today")).toMatchObject({ text: "The day of acme://today" });
    expect(await read("repo://acme/site/contents/docs/a.md?ref=main")).toMatchObject({ text: "# Read me" });
    expect(await read("slack://channels/general")).toMatchObject({
      text: '{"ok":true,"channel":{"name":"general"}}',
    });
    expect(sent.map(({ line }) => line)).toEqual([
      "GET /repos/acme/site/contents/docs%2Fa.md?ref=main",
      "GET /conversations.info?channel=general",
    ]);
  });

  it("gets prompts, and completions for their arguments", async () => {
    const { messages } = await client.getPrompt({
      name: "triage",
      arguments: { report: "It is down", language: "python" },
    });
    expect(messages).toMatchObject([
      { role: "user", content: { text: "Triage this report of a python program: It is down" } },
      { role: "user", content: { type: "resource", resource: { text: "Look before you leap." } } },
    ]);
    const review = await client.getPrompt({ name: "review", arguments: { number: "3" } });
    expect(review.messages[0]).toMatchObject({ content: { text: "Review pull request 3." } });
    const complete = async (ref: object, name: string, value: string) =>
      (await client.complete({ ref, argument: { name, value } })).completion.values;
    expect(await complete({ type: "ref/prompt", name: "triage" }, "language", "ty")).toEqual(["typescript"]);
    const channel = { type: "ref/resource", uri: "slack://channels/{id}" };
    expect(await complete(channel, "id", "inc")).toEqual(["incidents"]);
  });
});
