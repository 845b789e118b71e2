/** Code that people put around tools. */
import type { Hook, Hooked } from "../handler.ts";
import type { Tool } from "../tool.ts";
import { contextOf } from "./context.ts";
import type { Invocation } from "./invocation.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { ToolRunner } from "./tool-runner.ts";

/** Hooks by the name of their tool, the first of them outermost. */
export type Hooks = ReadonlyMap<string, readonly Hook<Tool>[]>;

/** Throws for a hook around a tool that there is not: what it was to prevent would happen. */
export function readHooks(hooked: readonly Hooked[], tools: ReadonlyMap<string, Tool>): Hooks {
  if (!Array.isArray(hooked)) throw new Error("the hooks module has no list of hooks as its default export");
  const hooks = new Map<string, Hook<Tool>[]>();
  for (const { tool, hook } of hooked) {
    if (!tools.has(tool)) throw new Error(`there is a hook around ${tool}, and no tool of that name`);
    hooks.set(tool, [...(hooks.get(tool) ?? []), hook]);
  }
  return hooks;
}

/** The arguments as the hooks leave them. */
export async function runBefore(
  executor: ToolRunner,
  { name }: Tool,
  hooks: readonly Hook<Tool>[],
  args: unknown,
  run: Invocation,
): Promise<unknown> {
  let given = args;
  for (const [i, { before }] of hooks.entries()) {
    const context = contextOf(executor, name, { ...run, path: `${run.path}before:${i}/` });
    given = (await before?.(given as never, context)) ?? given;
  }
  return given;
}

/** The answer as the hooks leave it. One that returns nothing leaves it as it is. */
export async function runAfter(
  executor: ToolRunner,
  { name }: Tool,
  hooks: readonly Hook<Tool>[],
  outcome: Outcome,
  run: Invocation,
): Promise<Outcome> {
  let left = outcome;
  for (const [i, { after }] of [...hooks.entries()].reverse()) {
    const context = contextOf(executor, name, { ...run, path: `${run.path}after:${i}/` });
    const changed: unknown = await after?.(left.value as never, context);
    if (changed !== undefined)
      left = { ...outcomeOf(changed), ...(left.response && { response: left.response }) };
  }
  return left;
}
