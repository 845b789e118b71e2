/** The same tools with every kind of client over every transport. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createBookshop } from "../../examples/bookshop/upstream.ts";
import bookshop from "../../generated/bookshop/index.ts";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import { type AnyClient, CLIENTS, cli, onLoopback, ROOT, type Target } from "./clients.ts";

// Some clients start a process.
vi.setConfig({ hookTimeout: 120_000 });

let upstream: Awaited<ReturnType<typeof onLoopback>>;
let listening: Listening;

beforeAll(async () => {
  upstream = await onLoopback(createBookshop());
  listening = await listen({
    servers: [bookshop],
    baseUrls: { bookshop: `${upstream.origin}/v1` },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
});

afterAll(async () => {
  await listening.close(0);
  upstream.close();
});

const TRANSPORTS: Readonly<Record<string, () => Target>> = {
  HTTP: () => new URL(`${listening.origin}/bookshop/mcp`),
  stdio: () =>
    cli(["serve", "bookshop", "--stdio", "--out", `${ROOT}generated`], {
      BOOKSHOP_BASE_URL: `${upstream.origin}/v1`,
    }),
};

for (const [transport, target] of Object.entries(TRANSPORTS))
  for (const [kind, connect] of Object.entries(CLIENTS))
    describe(`${kind} over ${transport}`, () => {
      let client: AnyClient;
      beforeAll(async () => {
        client = await connect(target());
      });
      afterAll(() => client.close());

      it("lists every tool", async () => {
        const tools = await client.list();
        expect(tools.map((tool) => tool.name)).toContain("list_books");
        expect(tools).toHaveLength(18);
      });

      it("gets structured content and the same as text", async () => {
        const result = await client.call("list_books", { limit: 2 });
        expect(result.isError ?? false).toBe(false);
        expect(result.structuredContent?.items).toHaveLength(2);
        expect(JSON.parse(result.content[0]?.text ?? "")).toEqual(result.structuredContent);
      });

      it("sends a nested body and gets what was created", async () => {
        const result = await client.call("create_review", {
          bookId: "bk_000002",
          rating: 4,
          text: "Read in one evening.",
          reviewer: "Ada",
        });
        expect(result.structuredContent).toMatchObject({ rating: 4, bookId: "bk_000002" });
      });

      it("gets an image as an image", async () => {
        const result = await client.call("get_cover", { bookId: "bk_000001" });
        expect(result.content[0]).toMatchObject({ type: "image", mimeType: "image/png" });
      });

      it("gets an error that names the wrong arguments", async () => {
        const result = await client.call("list_books", { limit: 0, genres: ["x"] });
        expect(result.isError).toBe(true);
        expect(result.structuredContent).toMatchObject({
          error: {
            kind: "invalid_arguments",
            fields: [{ path: "limit" }, { path: "genres", message: "there is no such argument" }],
          },
        });
      });

      it("gets the refusal of the API", async () => {
        const result = await client.call("get_book", { bookId: "bk_zzzzzz" });
        expect(result.isError).toBe(true);
        expect(result.structuredContent).toMatchObject({ error: { kind: "not_found", status: 404 } });
      });

      it("gets a protocol error for a tool that does not exist", async () => {
        await expect(client.call("constructor", {})).rejects.toMatchObject({ code: -32602 });
      });

      it("can ask for progress", async () => {
        const result = await client.call("get_author", { authorId: "au_000001" }, { onprogress: () => {} });
        expect(result.structuredContent).toMatchObject({ id: "au_000001" });
      });
    });
