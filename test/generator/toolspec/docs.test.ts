/** The reference of tool specs and of diagnostics, held against the code. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SEVERITY } from "../../../generator/diagnostics.ts";
import { toolSpec } from "../../../generator/toolspec/format/server-format.ts";
import { tool } from "../../../generator/toolspec/format/tool-format.ts";
import { Folder } from "../../support/folders.ts";

const REFERENCE = readFileSync("docs/reference/tool-spec.md", "utf8");

it("has an example that is complete and without mistakes", async () => {
  const example = /```yaml\n(?<yaml>.*?)```/s.exec(REFERENCE)?.groups?.yaml ?? "";
  const { text, servers } = await new Folder({ "specs/acme.mcp.yaml": example }).generate();
  expect(text).toBe("");
  expect(servers).toMatchObject([{ name: "acme", tools: 2 }]);
  // Its output and its tests are checked there.
  expect(readFileSync("test/golden/first/acme.mcp.yaml", "utf8")).toBe(example);
});

it("names every key of a spec and of a tool", () => {
  const keys = [...Object.keys(toolSpec.in.shape), ...Object.keys(tool.in.shape)];
  expect(keys.filter((key) => !REFERENCE.includes(`\`${key}\``))).toEqual([]);
});

it("lists every diagnostic with its severity", () => {
  const listed = [
    ...readFileSync("docs/reference/diagnostics.md", "utf8").matchAll(
      /^\| `([a-z-]+)` *\| (error|warning) /gm,
    ),
  ];
  const found = Object.fromEntries(listed.map(([, code, severity]) => [code, severity]));
  expect(found).toEqual(SEVERITY);
});
