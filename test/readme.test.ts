/** The excerpts and the diff of the README are those of the bookshop example. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Folder } from "./support/folders.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const README = read("README.md");
const EXCERPT = /\(from\s+`(generated\/[^`]+)`\)[\s\S]*?```ts\n([\s\S]*?)```/g;

/** The query parameter that the section "Its diff" adds to the document, after `minRating`. */
const VERIFIED = `        - name: verified
          in: query
          description: Only reviews by people who bought the book.
          schema: { type: boolean }
`;
const BEFORE = /(?<=schema: \{ type: integer, format: int32, minimum: 1, maximum: 5, default: 1 \}\n.*\n)/;

const excerpts = [...README.matchAll(EXCERPT)].map(([, file = "", code = ""]) => [file, code] as const);

it("the README has at most 150 lines", () => {
  expect(README.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});

describe("the README", () => {
  it("shows a tool and its test", () => {
    expect(excerpts.map(([file]) => file)).toEqual([
      "generated/bookshop/tools/reviews.ts",
      "generated/bookshop/tools/reviews.test.ts",
    ]);
  });

  it.each(excerpts)("shows lines of %s in their order", (file, code) => {
    const lines = read(file).split("\n");
    let at = lines.indexOf(code.split("\n")[0] ?? "");
    for (const line of code.trimEnd().split("\n")) {
      if (line.trim() === "…") continue;
      const found = lines.indexOf(line, at);
      expect(found, line).toBeGreaterThanOrEqual(0);
      at = found + 1;
    }
  });

  it("shows the difference that a new query parameter makes to the tool", async () => {
    const document = read("specs/bookshop.openapi.yaml");
    const folder = new Folder({ "specs/bookshop.openapi.yaml": document });
    await folder.generate();
    folder.put("specs/bookshop.openapi.yaml", document.replace(BEFORE, VERIFIED));
    const { changes } = await folder.generate();
    const change = changes.find(({ path }) => path === "bookshop/tools/reviews.ts");
    const before = new Set(change?.before.split("\n"));
    const added = (change?.after ?? "").split("\n").filter((line) => !before.has(line));
    const shown = [...README.matchAll(/```diff\n([\s\S]*?)```/g)].flatMap(([, diff = ""]) =>
      diff.trimEnd().split("\n"),
    );
    expect(shown.filter((line) => line.startsWith("+"))).toEqual(added.map((line) => `+${line}`));
    for (const line of shown.filter((line) => !line.startsWith("+"))) expect(before).toContain(line.slice(1));
  });
});
