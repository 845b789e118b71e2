/** What docs/ says of tool specs. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SEVERITY } from "../../../generator/diagnostics.ts";
import { toolSpec } from "../../../generator/toolspec/format/spec.ts";
import { tool } from "../../../generator/toolspec/format/tool.ts";
import { Folder } from "../../support/folders.ts";

const REFERENCE = readFileSync("docs/tool-spec.md", "utf8");

it("the example of the reference needs nothing else, and nothing is wrong with it", async () => {
  const example = /```yaml\n(?<yaml>.*?)```/s.exec(REFERENCE)?.groups?.yaml ?? "";
  const { text, servers } = await new Folder({ "specs/acme.mcp.yaml": example }).generate();
  expect(text).toBe("");
  expect(servers).toMatchObject([{ name: "acme", tools: 2 }]);
  // What becomes of it, its own tests included, is looked at there.
  expect(readFileSync("test/golden/first/acme.mcp.yaml", "utf8")).toBe(example);
});

it("the reference names every key of a spec and of a tool", () => {
  const keys = [...Object.keys(toolSpec.shape), ...Object.keys(tool.shape)].filter(
    (key) => key !== "$schema",
  );
  expect(keys.filter((key) => !REFERENCE.includes(`\`${key}\``))).toEqual([]);
});

it("every diagnostic is in the list, with its severity", () => {
  const listed = [
    ...readFileSync("docs/diagnostics.md", "utf8").matchAll(/^\| `([a-z-]+)` *\| (error|warning) /gm),
  ];
  const found = Object.fromEntries(listed.map(([, code, severity]) => [code, severity]));
  expect(found).toEqual(SEVERITY);
});
