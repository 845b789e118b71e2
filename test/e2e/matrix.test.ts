/** The same servers with every kind of client over every transport. */
import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { eventually } from "../support/eventually.ts";
import { onLoopback, type Target } from "./clients.ts";
import coded from "./everything/coded.ts";
import everything from "./everything/declared.ts";
import { FULL_CLIENTS, type FullClient } from "./full-client.ts";

// Some clients start a process.
vi.setConfig({ hookTimeout: 120_000 });

let folder: string;
let upstream: Awaited<ReturnType<typeof onLoopback>>;
let stateless: Listening;
let sessions: Listening;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "speclathe-"));
  await writeFile(join(folder, "notes.md"), "# Notes\n");
  process.env.EVERYTHING_NOTES = pathToFileURL(join(folder, "notes.md")).href;
  upstream = await onLoopback((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://upstream");
    if (pathname.startsWith("/files/nobody")) response.writeHead(404).end();
    else
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ path: pathname, ...Object.fromEntries(searchParams) }));
  });
  const options = {
    servers: [everything, coded],
    baseUrls: { everything: upstream.origin },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  };
  stateless = await listen(options);
  sessions = await listen({ ...options, sessions: true });
});

afterAll(async () => {
  await stateless.close(0);
  await sessions.close(0);
  delete process.env.EVERYTHING_NOTES;
  upstream.close();
  await rm(folder, { recursive: true });
});

const script = fileURLToPath(new URL("everything/stdio.ts", import.meta.url));

const TRANSPORTS: Readonly<Record<string, (server: "everything" | "coded") => Target>> = {
  HTTP: (server) => new URL(`${stateless.origin}/${server}/mcp`),
  "HTTP with sessions": (server) => new URL(`${sessions.origin}/${server}/mcp`),
  stdio: (server) => ({
    command: process.execPath,
    args: ["--import", "tsx", script, server === "coded" ? "coded" : "declared"],
    env: { ...(process.env as Record<string, string>), EVERYTHING_BASE_URL: upstream.origin },
  }),
};

for (const [transport, target] of Object.entries(TRANSPORTS))
  for (const [kind, connect] of Object.entries(FULL_CLIENTS))
    describe(`${kind} over ${transport}`, () => {
      // Clients of the 2025 era over HTTP have a lasting connection only with sessions.
      const isStateless = transport === "HTTP" && !kind.includes("2026");
      /** Defines a test that needs a lasting connection. */
      const overChannel = (name: string, test: () => Promise<void>): void => {
        if (!isStateless) it(name, test);
      };
      let client: FullClient;
      beforeAll(async () => {
        client = await connect(target("everything"));
      });
      afterAll(() => client.close());

      it("gets the capabilities of the server", () => {
        expect(client.getServerCapabilities()).toEqual({
          tools: {},
          resources: isStateless ? {} : { subscribe: true },
          prompts: {},
          completions: {},
        });
      });

      it("lists resources, templates and prompts", async () => {
        const { resources } = await client.listResources();
        expect(resources.map(({ uri }) => uri)).toEqual([
          "test://gone",
          "test://notes",
          "test://static-binary",
          "test://static-text",
        ]);
        const { resourceTemplates } = await client.listResourceTemplates();
        expect(resourceTemplates).toEqual([
          { uriTemplate: "repo://{owner}/contents{+path}{?ref}", name: "file", description: "A file." },
          { uriTemplate: "test://greeting/{name}", name: "greeting", description: "A greeting." },
        ]);
        const { prompts } = await client.listPrompts();
        expect(prompts).toMatchObject([{ name: "review", title: "Review" }, { name: "summarise" }]);
      });

      it("gets an error for an unknown cursor", async () => {
        await expect(client.listResources({ cursor: "x" })).rejects.toMatchObject({ code: -32602 });
      });

      const reads: [string, Record<string, unknown>][] = [
        [
          "test://static-text",
          { mimeType: "text/plain", text: "This is the content of the static text resource." },
        ],
        ["test://static-binary", { mimeType: "image/png", blob: expect.stringMatching(/^iVBOR/) }],
        ["test://notes", { mimeType: "text/markdown", text: expect.stringMatching(/^# Notes/) }],
        ["test://greeting/Ada%20L", { mimeType: "text/markdown", text: "# Hello, Ada L" }],
        [
          "repo://acme/contents/src/a.ts?ref=main",
          { mimeType: "application/json", text: '{"path":"/src/a.ts","ref":"main"}' },
        ],
        ["repo://acme/contents/a%2Fb", { mimeType: "application/json", text: '{"path":"/a/b"}' }],
      ];
      it.each(reads)("reads %s", async (uri, content) => {
        expect(await client.readResource({ uri })).toMatchObject({ contents: [{ uri, ...content }] });
      });

      it.each([
        "test://nothing",
        "TEST://static-text",
        "test://greeting/a/b",
        "repo://acme/contents/a?other=1",
        "repo://nobody/contents/a",
        "test://greeting/%zz",
      ])("gets an error for the unknown resource %s", async (uri) => {
        await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602, data: { uri } });
      });

      it("does not learn the path of a file that cannot be read", async () => {
        const error = await client.readResource({ uri: "test://gone" }).catch((thrown) => thrown);
        expect(error).toMatchObject({
          code: -32603,
          message: expect.stringContaining("The file of this resource cannot be read."),
        });
        expect(JSON.stringify(error)).not.toContain("gone.txt");
      });

      it("gets a prompt with its embedded content", async () => {
        const { description, messages } = await client.getPrompt({
          name: "review",
          arguments: { code: "{$inputs.focus}", language: "perl" },
        });
        expect(description).toBe("Asks for a review.");
        expect(messages).toMatchObject([
          { role: "user", content: { type: "text", text: "Review this perl: {$inputs.focus}" } },
          {
            role: "user",
            content: { type: "resource", resource: { uri: "test://static-text", mimeType: "text/plain" } },
          },
          { role: "user", content: { type: "image", mimeType: "image/png" } },
          { role: "user", content: { type: "audio", data: "UklGRg==", mimeType: "audio/wav" } },
        ]);
      });

      it("gets a prompt that embeds the resource in an argument", async () => {
        const { messages } = await client.getPrompt({
          name: "summarise",
          arguments: { uri: "test://greeting/Bob" },
        });
        expect(messages).toMatchObject([{ content: { resource: { text: "# Hello, Bob" } } }]);
      });

      const refused: [string, Record<string, string>, string][] = [
        ["review", {}, "code: this is required"],
        [
          "review",
          { code: "x", language: "cobol" },
          "language: this must be one of python, typescript, perl",
        ],
        ["review", { code: "x", constructor: "y" }, "constructor: there is no such argument"],
        ["nothing", {}, "There is no prompt nothing."],
        ["summarise", { uri: "test://nothing" }, "There is no resource test://nothing."],
      ];
      it.each(refused)("gets an error for the prompt %s with %o", async (name, args, message) => {
        await expect(client.getPrompt({ name, arguments: args })).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining(message),
        });
      });

      const completions: [string, object, object, object][] = [
        [
          "an enum",
          { type: "ref/prompt", name: "review" },
          { name: "language", value: "P" },
          { values: ["python", "perl"], total: 2 },
        ],
        [
          "values",
          { type: "ref/resource", uri: "repo://{owner}/contents{+path}{?ref}" },
          { name: "owner", value: "a" },
          { values: ["acme", "Ada"], total: 2, hasMore: false },
        ],
        [
          "an argument without completions",
          { type: "ref/prompt", name: "review" },
          { name: "code", value: "" },
          { values: [] },
        ],
        [
          "a resource without variables",
          { type: "ref/resource", uri: "test://notes" },
          { name: "x", value: "" },
          { values: [] },
        ],
      ];
      it.each(completions)("completes %s", async (_name, ref, argument, completion) => {
        expect(await client.complete({ ref, argument })).toMatchObject({ completion });
      });

      it("gets at most a hundred completions", async () => {
        const { completion } = await client.complete({
          ref: { type: "ref/prompt", name: "review" },
          argument: { name: "focus", value: "" },
        });
        expect(completion).toMatchObject({ total: 150, hasMore: true });
        expect(completion.values).toHaveLength(100);
      });

      it.each([
        [{ type: "ref/prompt", name: "nothing" }, "x"],
        [{ type: "ref/prompt", name: "review" }, "nothing"],
        [{ type: "ref/resource", uri: "test://nothing/{x}" }, "x"],
        [{ type: "ref/resource", uri: "test://greeting/{name}" }, "nothing"],
      ])("gets an error for completing %o %s", async (ref, name) => {
        await expect(client.complete({ ref, argument: { name, value: "" } })).rejects.toMatchObject({
          code: -32602,
        });
      });

      overChannel("is notified when a file is changed or replaced, until it unsubscribes", async () => {
        const path = join(folder, "notes.md");
        const updated = "notifications/resources/updated";
        const unsubscribe = await client.subscribe(["test://notes"]);
        const before = client.notifications.length;
        // Appended in one step: the server may notice the steps in which a file is rewritten one by one.
        await appendFile(path, `\nOf ${kind} over ${transport}\n`);
        const [first] = await client.receives(updated);
        expect(first).toMatchObject({ params: { uri: "test://notes" } });
        const { contents } = await client.readResource({ uri: "test://notes" });
        expect(contents).toMatchObject([{ text: expect.stringContaining(`${kind} over ${transport}`) }]);
        await writeFile(join(folder, "next.md"), "# Notes, replaced\n");
        await rename(join(folder, "next.md"), path);
        await client.receives(updated, 2);
        await unsubscribe();
        await appendFile(path, "\nNo client is subscribed.\n");
        // Longer than the server waits for further changes.
        await new Promise((resolve) => setTimeout(resolve, 150));
        await client.readResource({ uri: "test://notes" });
        expect(client.notifications.slice(before).map(({ method }) => method)).toEqual([updated, updated]);
      });

      it("calls a tool whose arguments are also in headers", async () => {
        await client.listTools();
        const result = await client.call("in_region", { region: "eu west", count: 3 });
        expect(result).toMatchObject({ structuredContent: { region: "eu west", count: "3" } });
      });
    });

for (const [transport, target] of Object.entries(TRANSPORTS))
  for (const [kind, connect] of Object.entries(FULL_CLIENTS))
    describe(`${kind} over ${transport}, with handlers`, () => {
      const isModern = kind.includes("2026");
      const isStateless = transport === "HTTP" && !isModern;
      /** Defines a test that needs a lasting connection. */
      const overChannel = (name: string, test: () => Promise<void>): void => {
        if (!isStateless) it(name, test);
      };
      let client: FullClient;
      const asked: Record<string, unknown>[] = [];
      beforeAll(async () => {
        client = await connect(target("coded"), {
          elicit: (params) => {
            asked.push(params);
            const { mode, requestedSchema } = params as {
              mode?: string;
              requestedSchema?: { properties: object };
            };
            if (mode === "url") return { action: "accept" };
            const isColour = "colour" in (requestedSchema?.properties ?? {});
            return { action: "accept", content: isColour ? { colour: "blue" } : { name: "Ada" } };
          },
          sample: () => ({ role: "assistant", model: "m", content: { type: "text", text: "Paris" } }),
          roots: () => ({ roots: [{ uri: "file:///work", name: "work" }] }),
        });
      });
      afterAll(() => client.close());

      it("gets the capabilities of the server", () => {
        const listChanged = isStateless ? {} : { listChanged: true };
        expect(client.getServerCapabilities()).toEqual({
          tools: listChanged,
          resources: isStateless ? {} : { listChanged: true, subscribe: true },
          prompts: listChanged,
          completions: {},
          logging: {},
        });
      });

      const results: [string, object][] = [
        ["text", { content: [{ type: "text", text: "a text" }] }],
        ["value", { content: [{ type: "text", text: '{"n":1}' }], structuredContent: { n: 1 } }],
        ["list", { content: [{ type: "text", text: "[1,2]" }], structuredContent: { result: [1, 2] } }],
        ["nothing", { content: [{ type: "text", text: "" }] }],
        [
          "blocks",
          {
            content: [
              { type: "text", text: "one" },
              { type: "image", data: "iVBORw==", mimeType: "image/png" },
              { type: "audio", data: "UklGRg==", mimeType: "audio/wav" },
              { type: "resource", resource: { uri: "test://r", mimeType: "text/plain", text: "two" } },
              { type: "resource_link", uri: "test://l", name: "three" },
            ],
            structuredContent: { n: 2 },
          },
        ],
        ["refuses", { isError: true, structuredContent: { error: { kind: "conflict" } } }],
        ["fails", { isError: true, structuredContent: { error: { kind: "internal" } } }],
      ];
      it.each(results)("gets the result of %s", async (name, result) => {
        const got = await client.call(name);
        expect(got).toMatchObject(result);
        expect(JSON.stringify(got)).not.toContain("hunter2");
      });

      it("is described to the handler", async () => {
        const { structuredContent } = await client.call("who");
        expect(structuredContent).toMatchObject({
          revision: isModern ? "2026-07-28" : "2025-11-25",
          hasSession: transport === "HTTP with sessions" && !isModern,
        });
        if (!isStateless)
          expect(structuredContent).toMatchObject({
            name: "speclathe-test",
            version: "1.0.0",
            capabilities: { sampling: {}, roots: {} },
          });
      });

      it("gets progress if it asks for it", async () => {
        const received: object[] = [];
        const onprogress = (progress: Record<string, unknown>): void => {
          received.push(progress);
          if (progress.progress === 2) void client.call("proceed");
        };
        await client.call("progresses_and_waits", {}, { onprogress });
        expect(received).toEqual([
          { progress: 0, total: 2, message: "starting" },
          { progress: 1, total: 2 },
          { progress: 2, total: 2 },
        ]);
        expect(await client.call("progresses")).toMatchObject({ content: [{ text: "done" }] });
      });

      const logged = (): unknown[] =>
        client.notifications
          .filter(({ method }) => method === "notifications/message")
          .map(({ params }) => params?.level);

      it("gets log messages from the level that it sets", async () => {
        client.notifications.length = 0;
        if (isModern) await client.call("logs");
        expect(logged()).toEqual([]);
        if (!isModern && !isStateless) await client.setLoggingLevel("info");
        const meta = isModern ? { meta: { "io.modelcontextprotocol/logLevel": "info" } } : {};
        expect(await client.call("logs", {}, meta)).toMatchObject({ content: [{ text: "logged" }] });
        // Without a session the server does not know the level.
        const wanted = isStateless ? ["debug", "info", "error"] : ["info", "error"];
        const notifications = await client.receives("notifications/message", wanted.length);
        expect(logged()).toEqual(wanted);
        expect(notifications.at(-2)?.params).toMatchObject({
          level: "info",
          data: { message: "then", n: 1 },
          logger: "logs",
        });
      });

      it("is notified of changes", async () => {
        client.notifications.length = 0;
        const methods = [
          "notifications/prompts/list_changed",
          "notifications/resources/list_changed",
          "notifications/resources/updated",
          "notifications/tools/list_changed",
        ];
        if (isStateless) {
          await client.call("announces");
          await client.call("text");
          return expect(client.notifications).toEqual([]);
        }
        const unsubscribe = await client.subscribe(["test://watched"]);
        await client.call("announces");
        await Promise.all(methods.map((method) => client.receives(method)));
        expect(client.notifications.map(({ method }) => method).sort()).toEqual(methods);
        expect(client.notifications.find(({ method }) => method.endsWith("updated"))?.params).toMatchObject({
          uri: "test://watched",
        });
        await unsubscribe();
      });

      it("cannot subscribe to resources that do not support it", async () => {
        if (isModern) return;
        await expect(client.subscribeResource({ uri: "test://bytes" })).rejects.toMatchObject({
          code: isStateless ? -32601 : -32602,
        });
        await expect(client.subscribeResource({ uri: "test://nothing" })).rejects.toMatchObject({
          code: isStateless ? -32601 : -32602,
        });
      });

      // Without a session, no request can cancel another.
      overChannel("cancels a call", async () => {
        const { structuredContent: before } = await client.call("waited");
        const controller = new AbortController();
        const call = client.call("waits", {}, { signal: controller.signal });
        const state = async (): Promise<{ waiting: number; aborted: number }> =>
          (await client.call("waited")).structuredContent as { waiting: number; aborted: number };
        const count = before as { waiting: number; aborted: number };
        await eventually(async () => expect((await state()).waiting).toBe(count.waiting + 1));
        controller.abort();
        await expect(call).rejects.toThrow();
        await eventually(async () => expect((await state()).aborted).toBe(count.aborted + 1));
      });

      const questions: [string, object][] = [
        ["asks_person", { content: [{ text: "Hello, Ada!" }] }],
        ["asks_model", { structuredContent: { said: { type: "text", text: "Paris" } } }],
        ["asks_folders", { structuredContent: { roots: [{ uri: "file:///work", name: "work" }] } }],
        ["asks_at_page", { content: [{ text: "accept" }] }],
      ];
      it.each(questions)("answers the question of %s", async (name, result) => {
        const got = await client.call(name);
        if (!isStateless) return expect(got).toMatchObject(result);
        expect(got).toMatchObject({ isError: true, structuredContent: { error: { kind: "rejected" } } });
        expect(got.content[0]?.text).toContain("needs a client that can");
      });

      it("answers questions in several rounds, in which `once` runs once", async () => {
        if (isStateless) return;
        asked.length = 0;
        const { structuredContent: before } = await client.call("made");
        const { made } = before as { made: number };
        expect(await client.call("asks_twice")).toMatchObject({
          structuredContent: {
            number: made + 1,
            name: { name: "Ada" },
            colour: { colour: "blue" },
            folders: [{ uri: "file:///work" }],
          },
        });
        expect(asked.map(({ message }) => message)).toEqual(["What is your name?", "Which colour?"]);
        expect(await client.call("made")).toMatchObject({ structuredContent: { made: made + 1 } });
      });

      overChannel("answers the questions of every resource that a prompt embeds", async () => {
        asked.length = 0;
        expect(await client.getPrompt({ name: "embedding" })).toMatchObject({
          messages: [
            { content: { resource: { uri: "test://asking", text: "for Ada" } } },
            { content: { resource: { uri: "test://asking-too", text: "for Ada" } } },
          ],
        });
        expect(asked).toHaveLength(2);
      });

      it("answers the questions of resources and prompts", async () => {
        const read = () => client.readResource({ uri: "test://asking" });
        const get = () => client.getPrompt({ name: "asking", arguments: { topic: "ships" } });
        if (isStateless) {
          await expect(read()).rejects.toMatchObject({ code: -32603, data: { kind: "rejected" } });
          await expect(get()).rejects.toMatchObject({ code: -32603, data: { kind: "rejected" } });
          return;
        }
        expect(await read()).toMatchObject({ contents: [{ uri: "test://asking", text: "for Ada" }] });
        expect(await get()).toMatchObject({
          messages: [
            { role: "user", content: { type: "text", text: "About ships" } },
            { role: "assistant", content: { type: "text", text: "for Ada" } },
          ],
        });
      });

      const reads: [string, object[]][] = [
        ["test://watched", [{ mimeType: "text/plain", text: "content of test://watched" }]],
        ["test://bytes", [{ mimeType: "image/png", blob: "AQID" }]],
        ["test://page/a/7", [{ mimeType: "text/markdown", text: "# a, page 7" }]],
        ["test://valued", [{ mimeType: "application/json", text: '{"n":1}' }]],
        [
          "test://called",
          [
            { mimeType: "application/json", text: "one" },
            { mimeType: "image/png", blob: "iVBORw==" },
            { mimeType: "audio/wav", blob: "UklGRg==" },
            { mimeType: "text/plain", text: "two" },
            { mimeType: "text/uri-list", text: "test://l\r\n" },
          ],
        ],
      ];
      it.each(reads)("reads %s", async (uri, contents) => {
        expect(await client.readResource({ uri })).toMatchObject({
          contents: contents.map((content) => ({ uri, ...content })),
        });
      });

      it.each([
        ["test://broken", "internal"],
        ["test://refused", "conflict"],
      ])("gets an error without details for %s", async (uri, kind) => {
        await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32603, data: { kind } });
      });

      it("lists declared resources and those of handlers, without those of a failing handler", async () => {
        const { resources } = await client.listResources();
        expect(resources).toHaveLength(10);
        expect(resources.slice(-2)).toMatchObject([
          { uri: "test://page/a/1", name: "a 1", description: "The first.", mimeType: "text/markdown" },
          { uri: "test://page/a/2", name: "a 2", mimeType: "text/plain" },
        ]);
      });

      it("gets prompts of handlers", async () => {
        expect(await client.getPrompt({ name: "simple" })).toMatchObject({
          messages: [{ role: "user", content: { type: "text", text: "Say something." } }],
        });
        await expect(client.getPrompt({ name: "broken" })).rejects.toMatchObject({ code: -32603 });
      });

      it("completes an argument with the values of others", async () => {
        const { completion } = await client.complete({
          ref: { type: "ref/resource", uri: "test://page/{chapter}/{number}" },
          argument: { name: "number", value: "1" },
          context: { arguments: { chapter: "b" } },
        });
        expect(completion).toMatchObject({ values: ["1b", "12b"], total: 2, hasMore: false });
      });
    });
