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
      items.map((item) => literal(item)),
      "]",
    );
  const { args, accept, env, sends, rejects, returns, errors, cases } = tests;
  return [
    ...(Object.keys(args).length > 0 ? [`args: ${literal(args)}`] : []),
    ...(accept === undefined ? [] : [`accept: ${literal(accept)}`]),
    ...(env === undefined ? [] : [`env: ${literal(env)}`]),
    ...(sends.length > 0 ? [`sends: ${list(sends)}`] : []),
    `rejects: ${list(rejects)}`,
    ...(returns === undefined ? [] : [`returns: ${literal(returns)}`]),
    ...(errors.length > 0 ? [`errors: ${list(errors)}`] : []),
    ...(cases.length > 0 ? [`cases: ${list(cases)}`] : []),
  ];
}
