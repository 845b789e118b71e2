/** The same of everything, for every kind of client, over every transport. */
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/serve/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { onLoopback, type Target } from "./clients.ts";
import { FULL_CLIENTS, type FullClient } from "./full-client.ts";

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
  const { default: everything } = await import("./everything/declared.ts");
  const options = {
    servers: [everything],
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
  upstream.close();
  await rm(folder, { recursive: true });
});

const TRANSPORTS: Readonly<Record<string, () => Target>> = {
  HTTP: () => new URL(`${stateless.origin}/everything/mcp`),
  "HTTP with sessions": () => new URL(`${sessions.origin}/everything/mcp`),
  stdio: () => ({
    command: process.execPath,
    args: ["--import", "tsx", fileURLToPath(new URL("everything/stdio.ts", import.meta.url))],
    env: { ...(process.env as Record<string, string>), EVERYTHING_BASE_URL: upstream.origin },
  }),
};

for (const [transport, target] of Object.entries(TRANSPORTS))
  for (const [kind, connect] of Object.entries(FULL_CLIENTS))
    describe(`${kind} over ${transport}`, () => {
      // Without sessions, whoever speaks the 2025 era over HTTP has no connection that lasts.
      const isStateless = transport === "HTTP" && !kind.includes("2026");
      let client: FullClient;
      beforeAll(async () => {
        client = await connect(target());
      }, 30_000);
      afterAll(() => client.close());

      it("is told what there is, and no more", () => {
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

      it("refuses a cursor that it did not give out", async () => {
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
      ])("is told that there is no %s", async (uri) => {
        await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602, data: { uri } });
      });

      it("is not told where a file is that cannot be read", async () => {
        const error = await client.readResource({ uri: "test://gone" }).catch((thrown) => thrown);
        expect(error).toMatchObject({
          code: -32603,
          message: expect.stringContaining("The file of this resource cannot be read."),
        });
        expect(JSON.stringify(error)).not.toContain("gone.txt");
      });

      it("gets a prompt, with what it embeds", async () => {
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

      it("may name the resource that a prompt embeds", async () => {
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
      it.each(refused)("is told what is wrong with %s of %o", async (name, args, message) => {
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
          "what has no suggestions",
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

      it("gets no more than a hundred suggestions", async () => {
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
      ])("is told that there is nothing to complete at %o %s", async (ref, name) => {
        await expect(client.complete({ ref, argument: { name, value: "" } })).rejects.toMatchObject({
          code: -32602,
        });
      });

      it.runIf(!isStateless)("is told when a file changes, whichever way, and not after", async () => {
        const path = join(folder, "notes.md");
        const updated = "notifications/resources/updated";
        const unfollow = await client.follow(["test://notes"]);
        const before = client.heard.length;
        await writeFile(path, `# Notes\n\nOf ${kind} over ${transport}\n`);
        const [first] = await client.hears(updated);
        expect(first).toMatchObject({ params: { uri: "test://notes" } });
        const { contents } = await client.readResource({ uri: "test://notes" });
        expect(contents).toMatchObject([{ text: expect.stringContaining(`${kind} over ${transport}`) }]);
        await writeFile(join(folder, "next.md"), "# Notes, replaced\n");
        await rename(join(folder, "next.md"), path);
        await client.hears(updated, 2);
        await unfollow();
        await writeFile(path, "# Notes\n\nNobody follows.\n");
        // A round trip, and longer than the server waits for an editor to finish.
        await new Promise((resolve) => setTimeout(resolve, 150));
        await client.readResource({ uri: "test://notes" });
        expect(client.heard.slice(before).map(({ method }) => method)).toEqual([updated, updated]);
      });

      it("calls a tool of which arguments are in headers as well", async () => {
        await client.listTools();
        const result = await client.call("in_region", { region: "eu west", count: 3 });
        expect(result).toMatchObject({ structuredContent: { region: "eu west", count: "3" } });
      });
    });
