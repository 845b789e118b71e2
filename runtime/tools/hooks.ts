/** Hooks, the code around tools. */
import type { Context, Hook, Hooked } from "../handler.ts";
import type { Tool } from "../tool.ts";
import { type Outcome, outcomeOf } from "./result.ts";

/** Hooks by the name of their tool, the outermost first. */
export type Hooks = ReadonlyMap<string, readonly Hook<Tool>[]>;

/** Makes the context of one hook; `name` tells the questions of several hooks apart. */
export type HookContext = (name: string) => Context;

/** Throws for a hook around an unknown tool: the calls that it is meant to prevent would happen. */
export function readHooks(hooked: readonly Hooked[], tools: ReadonlyMap<string, Tool>): Hooks {
  if (!Array.isArray(hooked))
    throw new Error("expected a list of hooks as the default export of the hooks module");
  const hooks = new Map<string, Hook<Tool>[]>();
  for (const { tool, hook } of hooked) {
    if (!tools.has(tool)) throw new Error(`there is a hook around ${tool}, but no tool of that name`);
    hooks.set(tool, [...(hooks.get(tool) ?? []), hook]);
  }
  return hooks;
}

/** Returns the arguments after all hooks. */
export async function runBefore(
  hooks: readonly Hook<Tool>[],
  args: unknown,
  context: HookContext,
): Promise<unknown> {
  let current = args;
  for (const [i, { before }] of hooks.entries())
    current = (await before?.(current as never, context(`before:${i}`))) ?? current;
  return current;
}

/** Returns the outcome after all hooks; a hook that returns undefined keeps it. */
export async function runAfter(
  hooks: readonly Hook<Tool>[],
  outcome: Outcome,
  context: HookContext,
): Promise<Outcome> {
  let current = outcome;
  for (const [i, { after }] of [...hooks.entries()].reverse()) {
    const changed: unknown = await after?.(current.value as never, context(`after:${i}`));
    if (changed !== undefined)
      current = { ...outcomeOf(changed), ...(current.response && { response: current.response }) };
  }
  return current;
}
