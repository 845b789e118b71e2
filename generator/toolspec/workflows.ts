import { Diagnostics } from "../diagnostics.ts";
import type { Pointer } from "../json.ts";
import type { SourceWorkflows } from "../load/loaded-server.ts";
import { readArazzo } from "../normalise/arazzo/arazzo.ts";
import type { SpecAction, SpecStep, SpecTool } from "./tool-spec.ts";

/** The tools of an Arazzo document, with places below the one at which the spec names it. */
export function readWorkflows(
  { pointer, root, find }: SourceWorkflows,
  diagnostics: Diagnostics,
): SpecTool[] {
  const found = new Diagnostics(diagnostics.file);
  const tools = readArazzo(root, found, find);
  for (const { code, pointer: at, message, hint } of found.items)
    diagnostics.report(code, [...pointer, ...at], message, hint);
  return tools.map((tool) => below(pointer, tool));
}

function below(base: Pointer, tool: SpecTool): SpecTool {
  const placed = <T extends { readonly pointer: Pointer }>(value: T): T => ({
    ...value,
    pointer: [...base, ...value.pointer],
  });
  const step = (one: SpecStep): SpecStep => ({
    ...placed(one),
    ...(one.sends && {
      sends: {
        parameters: one.sends.parameters.map(placed),
        ...(one.sends.body && { body: placed(one.sends.body) }),
      },
    }),
    call: one.call.kind === "http" ? { ...one.call, http: placed(one.call.http) } : one.call,
  });
  const action = (one: SpecAction): SpecAction =>
    one.kind === "steps" ? { ...one, steps: one.steps.map(step) } : one;
  return {
    ...placed(tool),
    input: { ...tool.input, arguments: tool.input.arguments.map(placed) },
    ...(tool.tests && { tests: tool.tests.map(placed) }),
    action: action(tool.action),
  };
}
