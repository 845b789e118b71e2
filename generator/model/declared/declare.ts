import type { SpecTool } from "../../toolspec/tool-spec.ts";
import type { Examples } from "../examples.ts";
import type { ResourceModel, ToolModel } from "../server-model.ts";
import type { Alias, Grouped } from "../tool-names.ts";
import { exportNames, groupName } from "../unique-names.ts";
import type { SpecContext } from "./context.ts";
import { modelResources } from "./resources.ts";
import { environmentOfAll, testsOf } from "./tests.ts";
import { SpecTools } from "./tools.ts";

/** What a spec declares. */
export interface Declared {
  /** Its tools but for their tests, and those that nobody sees. */
  readonly drafts: readonly ToolModel[];
  readonly resources: readonly ResourceModel[];
  readonly aliases: readonly Alias[];
  /** The tools, once it is known what there is: `all` that the server has, and the names of their exports. */
  finish(all: readonly ToolModel[], exports: ReadonlyMap<string, string>, examples: Examples): Grouped[];
}

export function declareSpec(context: SpecContext): Declared {
  const { spec, diagnostics } = context;
  const tools = new SpecTools(context);
  const resources = modelResources(context, tools, exportNames(spec.resources.map(({ name }) => name)));
  const sources = new Map(spec.tools.map((tool) => [tool.name, tool]));
  // All in one file, which is called like the server.
  const group = groupName(context.server, "/");
  const finished = (tool: ToolModel, exportName: string, tests: ToolModel["tests"]): Grouped => ({
    group,
    upstream: "",
    tool: { ...tool, exportName, ...(tests && { tests }) },
  });
  return {
    drafts: tools.drafts,
    resources,
    aliases: spec.tools.flatMap(({ name, aliases, pointer }) =>
      aliases.map((old, i) => ({ old, name, pointer: [...pointer, "aliases", i], diagnostics })),
    ),
    finish: (all, exports, examples) => {
      let env: ReturnType<typeof environmentOfAll> | undefined;
      const environment = () => (env ??= environmentOfAll(all, context.upstreams));
      return tools.drafts.map((tool) => {
        const source = tool.internal ? undefined : (sources.get(tool.name) as SpecTool);
        const tests = source && testsOf(tool, source, environment, examples, context);
        return finished(tool, exports.get(tool.name) as string, tests);
      });
    },
  };
}
