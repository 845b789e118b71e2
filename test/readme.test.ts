/** What the README shows is what is generated: each line of an excerpt stands in the file it names, in order. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const EXCERPT = /\(from `(generated\/[^`]+)`\)[\s\S]*?```ts\n([\s\S]*?)```/g;

const excerpts = [...read("README.md").matchAll(EXCERPT)].map(
  ([, file = "", code = ""]) => [file, code] as const,
);

it("has excerpts of a tool and of its test", () => {
  expect(excerpts.map(([file]) => file)).toEqual([
    "generated/bookshop/tools/reviews.ts",
    "generated/bookshop/tools/reviews.test.ts",
  ]);
});

it.each(excerpts)("%s", (file, code) => {
  const lines = read(file).split("\n");
  let at = lines.indexOf(code.split("\n")[0] ?? "");
  for (const line of code.trimEnd().split("\n")) {
    if (line.trim() === "…") continue;
    const found = lines.indexOf(line, at);
    expect(found, line).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
});
