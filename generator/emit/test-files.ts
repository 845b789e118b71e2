import type { ToolTests } from "../../runtime/contract/test-rows.ts";
import type { ServerModel, ToolGroup } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { block, fitted, header } from "./print.ts";

/** Columns of a line; a row that needs more takes several lines. */
const WIDTH = 120;

/** `tools/<group>.test.ts`: one call a tool, one row a request. Undefined if no tool has rows. */
export function emitTests(model: ServerModel, group: ToolGroup): GeneratedFile | undefined {
  const calls = group.tools.flatMap(({ exportName, tests }) =>
    tests ? [{ exportName, rows: block("{", membersOf(tests), "}") }] : [],
  );
  const path = `tools/${group.name}`;
  return testFile(model, path, "testTool", "../index.ts", `./${group.name}.ts`, calls);
}

/** `resources.test.ts` and `prompts.test.ts`: one call each, one row a read. Undefined if there are no rows. */
export function emitRowTests(model: ServerModel, kind: "resources" | "prompts"): GeneratedFile | undefined {
  const calls = model[kind].flatMap(({ exportName, tests }) =>
    tests.length > 0 ? [{ exportName, rows: rowsOf(tests, "") }] : [],
  );
  const call = kind === "resources" ? "testResource" : "testPrompt";
  return testFile(model, kind, call, "./index.ts", `./${kind}.ts`, calls);
}

function testFile(
  { name, file }: ServerModel,
  path: string,
  call: string,
  index: string,
  tested: string,
  calls: readonly { readonly exportName: string; readonly rows: string }[],
): GeneratedFile | undefined {
  if (calls.length === 0) return undefined;
  const names = calls.map(({ exportName }) => exportName).sort();
  const imports = [
    `import { ${call} } from "speclathe/testing";`,
    `import server from "${index}";`,
    `${block("import {", names, "}")} from "${tested}";\n`,
  ].join("\n");
  const tests = calls.map(({ exportName, rows }) => `${call}(server, ${exportName}, ${rows});\n`);
  return { path: `${name}/${path}.test.ts`, text: [header(file), imports, ...tests].join("\n") };
}

function membersOf(tests: ToolTests): string[] {
  return Object.entries(tests).map(([name, value]) =>
    Array.isArray(value)
      ? `${name}: ${rowsOf(value, "  ")}`
      : `${name}: ${fitted(value, WIDTH - `  ${name}: ,`.length)}`,
  );
}

/** One line a row. `indentation`: that of the list. */
function rowsOf(rows: readonly object[], indentation: string): string {
  const width = WIDTH - `${indentation}  ,`.length;
  return block(
    "[",
    rows.map((row) => fitted(row, width)),
    "]",
  );
}
