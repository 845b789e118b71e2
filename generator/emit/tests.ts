import type { Json, JsonObject } from "../json.ts";
import type { GeneratedFile, ServerModel, ToolGroup, ToolTests } from "../types.ts";
import { block, header } from "./layout.ts";
import { literal } from "./literal.ts";

/** `tools/<group>.test.ts`: one call a tool, one row a request. Undefined where no tool has rows. */
export function emitTests(model: ServerModel, group: ToolGroup): GeneratedFile | undefined {
  const tools = group.tools.filter((tool) => tool.tests !== undefined);
  if (tools.length === 0) return undefined;
  const names = tools.map((tool) => tool.exportName).sort();
  const imports = [
    `import { testTool } from "speclathe/testing";`,
    `import server from "../index.ts";`,
    `${block("import {", names, "}")} from "./${group.name}.ts";`,
  ].join("\n");
  const calls = tools.map(
    ({ exportName, tests }) =>
      `testTool(server, ${exportName}, ${block("{", rows(tests as ToolTests), "}")});\n`,
  );
  return {
    path: `${model.name}/tools/${group.name}.test.ts`,
    text: [header(model.file), `${imports}\n`, ...calls].join("\n"),
  };
}

function rows(tests: ToolTests): string[] {
  const list = (items: readonly object[]): string =>
    block(
      "[",
      items.map((item) => literal(item as Json)),
      "]",
    );
  return [
    ...(Object.keys(tests.args).length > 0 ? [`args: ${literal(tests.args)}`] : []),
    ...(tests.accept === undefined ? [] : [`accept: ${literal(tests.accept)}`]),
    `sends: ${list(tests.sends)}`,
    `rejects: ${list(tests.rejects)}`,
    `returns: ${literal(tests.returns as JsonObject)}`,
    `errors: ${list(tests.errors)}`,
  ];
}
