/** The workbench as clients of every kind meet it, over HTTP and standard input and output. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import workbench from "../../generated/workbench/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { stopWatching } from "../../specs/workbench/watch.ts";
import { cli, type Target } from "../e2e/clients.ts";
import { FULL_CLIENTS, type FullClient } from "../e2e/full-client.ts";
import { commitAll } from "../support/git.ts";
import { makeBench } from "../support/workbench.ts";

const { bench, remove } = makeBench();
let served: Listening;
const environment = process.env.WORKBENCH_ROOT;

beforeAll(async () => {
  bench.put("README.md", "# Project\n");
  bench.put("src/a.ts", "export const one = 1;\n");
  bench.put("dot.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
  commitAll(bench.path);
  bench.put("src/a.ts", "export const one = 2;\n");
  process.env.WORKBENCH_ROOT = bench.path;
  served = await listen({
    servers: [workbench],
    sessions: true,
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
});

afterAll(async () => {
  if (environment === undefined) delete process.env.WORKBENCH_ROOT;
  else process.env.WORKBENCH_ROOT = environment;
  stopWatching();
  await served.close(0);
  remove();
});

const TRANSPORTS: Readonly<Record<string, () => Target>> = {
  HTTP: () => new URL(`${served.origin}/workbench/mcp`),
  stdio: () => cli(["serve", "workbench", "--stdio"], { WORKBENCH_ROOT: bench.path }),
};

for (const [transport, target] of Object.entries(TRANSPORTS))
  for (const [kind, connect] of Object.entries(FULL_CLIENTS))
    describe(`${kind} over ${transport}`, () => {
      const asked: Record<string, unknown>[] = [];
      let action = "accept";
      let client: FullClient;

      beforeAll(async () => {
        const elicit = (params: Record<string, unknown>) => {
          asked.push(params);
          return action === "accept" ? { action, content: {} } : { action };
        };
        client = await connect(target(), { elicit });
      }, 60_000);
      afterAll(() => client.close());

      it("lists tools, and marks those that only read", async () => {
        const { tools } = (await client.listTools()) as {
          tools: { name: string; annotations: { readOnlyHint: boolean; openWorldHint: boolean } }[];
        };
        expect(tools.filter(({ annotations }) => !annotations.readOnlyHint).map(({ name }) => name)).toEqual([
          "create_directory",
          "edit_file",
          "git_add",
          "git_commit",
          "move_file",
          "write_file",
        ]);
        expect(tools.every(({ annotations }) => annotations.openWorldHint === false)).toBe(true);
      });

      it("reads, lists and searches files", async () => {
        const read = await client.call("read_text_file", { path: "README.md" });
        expect(read.content).toEqual([{ type: "text", text: "# Project\n" }]);
        const part = await client.call("read_text_file", { path: "README.md", first_line: 2 });
        expect(part.content[1]).toEqual({ type: "text", text: "Lines: none of 1." });
        const [image] = (await client.call("read_media_file", { path: "dot.png" })).content;
        expect(image).toMatchObject({ type: "image", mimeType: "image/png" });
        const list = await client.call("list_directory");
        expect(list.structuredContent).toMatchObject({
          entries: [{ name: "README.md", size: 10 }, { name: "dot.png" }, { name: "src", type: "directory" }],
        });
        const found = await client.call("search_text", { query: "ONE", ignore_case: true });
        expect(found.structuredContent).toMatchObject({ matches: [{ path: "src/a.ts", line: 1 }], files: 2 });
        expect(found.content[0]).toMatchObject({ text: expect.stringMatching(/^src\/a\.ts:1: export/) });
        const status = await client.call("git_status");
        expect(status.structuredContent).toMatchObject({ branch: "main", files: [{ path: "src/a.ts" }] });
        const diff = await client.call("git_diff");
        expect(diff.content[0]).toMatchObject({ text: expect.stringContaining("+export const one = 2;") });
      });

      it("gets an error with a fix for paths outside the root", async () => {
        const { isError, content, structuredContent } = await client.call("read_text_file", {
          path: "../outside/secret.txt",
        });
        expect(isError).toBe(true);
        expect(JSON.stringify(content)).not.toMatch(/API|credentials/);
        expect(structuredContent).toMatchObject({
          error: {
            kind: "forbidden",
            message: "A path must not contain `..`: give a path relative to the root.",
          },
        });
      });

      it("writes only after the person agrees", async () => {
        action = "decline";
        const args = { path: "new.txt", content: "new\n" };
        const declined = await client.call("write_file", args);
        expect(declined).toMatchObject({
          isError: true,
          content: [{ text: expect.stringContaining("the user was asked to confirm the call and declined") }],
        });
        expect(() => bench.read("new.txt")).toThrow();
        action = "accept";
        const written = await client.call("write_file", args);
        expect(written.structuredContent).toEqual({ path: "new.txt", size: 4, created: true });
        expect(asked.at(-1)).toMatchObject({ message: expect.stringMatching(/^Write new\.txt .*\n\nnew/s) });
        const edits = [{ old_text: "new", new_text: "newer" }];
        expect(await client.call("edit_file", { path: "new.txt", edits })).toMatchObject({
          structuredContent: { applied: true },
          content: [{ text: expect.stringContaining("-new\n+newer\n") }],
        });
        expect(bench.read("new.txt")).toBe("newer\n");
        rmSync(bench.at("new.txt"));
      });

      it("reads resources and gets notified of their changes", async () => {
        const { resources } = await client.listResources();
        expect(resources.map(({ uri }) => uri)).toEqual(
          expect.arrayContaining(["workbench://readme", "workbench://git/log", "workbench://file/src/a.ts"]),
        );
        const uri = "workbench://file/README.md";
        const unsubscribe = await client.subscribe([uri]);
        expect((await client.readResource({ uri })).contents).toEqual([
          { uri, mimeType: "text/markdown", text: "# Project\n" },
        ]);
        bench.put("README.md", "# Project, changed\n");
        const [notifications] = await client.receives("notifications/resources/updated");
        expect(notifications?.params).toMatchObject({ uri });
        bench.put("README.md", "# Project\n");
        await unsubscribe();
        for (const wrong of [
          "workbench://file/../outside/secret.txt",
          "workbench://file/%2e%2e/outside/secret.txt",
        ])
          await expect(client.readResource({ uri: wrong })).rejects.toThrow(/must not contain/);
        await expect(client.readResource({ uri: "workbench://git/diff?base=--output%3Dx" })).rejects.toThrow(
          /Expected the name of a commit/,
        );
      });

      it("gets prompts with embedded content, and completions", async () => {
        const { messages } = await client.getPrompt({ name: "code_review", arguments: { focus: "style" } });
        expect(messages[1]?.content).toMatchObject({
          resource: { uri: "workbench://git/diff", text: expect.stringContaining("+export const one = 2;") },
        });
        const suggested = async (ref: object, name: string, value: string) =>
          (await client.complete({ ref, argument: { name, value } })).completion.values;
        const review = { type: "ref/prompt", name: "code_review" };
        expect(await suggested(review, "focus", "s")).toEqual(["security", "style"]);
        expect(await suggested(review, "base", "m")).toEqual(["main"]);
        expect(await suggested(review, "path", "sr")).toEqual(["src/"]);
        const file = { type: "ref/resource", uri: "workbench://file/{+path}" };
        expect(await suggested(file, "path", "src/")).toEqual(["src/a.ts"]);
      });
    });

it("the workbench writes nothing for a client that cannot ask the person, and says so", async () => {
  for (const connect of Object.values(FULL_CLIENTS)) {
    const client = await connect(TRANSPORTS.HTTP?.() as Target);
    await client
      .call("write_file", { path: "new.txt", content: "" })
      .then((result) => expect(result.isError).toBe(true))
      .catch((error: Error) => expect(error.message).toMatch(/elicitation/i));
    expect(() => bench.read("new.txt")).toThrow();
    await client.close();
  }
});
