import type { ToolTests } from "../../runtime/contract/test-rows.ts";
import type { ServerModel, ToolGroup } from "../model/server-model.ts";
import type { GeneratedFile } from "./generated-file.ts";
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

/** `resources.test.ts` and `prompts.test.ts`: one call each, one row a read. Undefined where there are no rows. */
export function emitRowTests(model: ServerModel, what: "resources" | "prompts"): GeneratedFile | undefined {
  const tested = model[what].filter(({ tests }) => tests.length > 0);
  if (tested.length === 0) return undefined;
  const call = what === "resources" ? "testResource" : "testPrompt";
  const imports = [
    `import { ${call} } from "speclathe/testing";`,
    `import server from "./index.ts";`,
    `${block("import {", tested.map(({ exportName }) => exportName).sort(), "}")} from "./${what}.ts";`,
  ].join("\n");
  const calls = tested.map(({ exportName, tests }) => {
    const lines = tests.map((row: object) => literal(row));
    return `${call}(server, ${exportName}, ${block("[", lines, "]")});\n`;
  });
  return {
    path: `${model.name}/${what}.test.ts`,
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
  const { args = {}, accept, env, headers, sends = [], rejects, returns, errors = [], cases = [] } = tests;
  return [
    ...(Object.keys(args).length > 0 ? [`args: ${literal(args)}`] : []),
    ...(accept === undefined ? [] : [`accept: ${literal(accept)}`]),
    ...(env === undefined ? [] : [`env: ${literal(env)}`]),
    ...(headers === undefined ? [] : [`headers: ${literal(headers)}`]),
    ...(sends.length > 0 ? [`sends: ${list(sends)}`] : []),
    `rejects: ${list(rejects)}`,
    ...(returns === undefined ? [] : [`returns: ${literal(returns)}`]),
    ...(errors.length > 0 ? [`errors: ${list(errors)}`] : []),
    ...(cases.length > 0 ? [`cases: ${list(cases)}`] : []),
  ];
}
