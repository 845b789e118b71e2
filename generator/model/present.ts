import type { Argument, OperationOverride } from "../types.ts";
import { checkInputs } from "./inputs.ts";
import { lastSaid, type Selected } from "./select.ts";

type Shown = Pick<OperationOverride, "title" | "description" | "icons" | "timeoutMs" | "confirm" | "task">;

/** How a tool is shown and run, as far as something is said about it. */
export function presented(item: Selected, args: readonly Argument[]): Shown {
  const title = lastSaid(item, "title")?.value;
  const description = lastSaid(item, "description")?.value;
  const icons = lastSaid(item, "icons")?.value;
  const timeoutMs = lastSaid(item, "timeoutMs")?.value;
  const confirm = lastSaid(item, "confirm");
  const task = lastSaid(item, "task")?.value;
  if (confirm && confirm.value !== true)
    checkInputs(confirm.value, args, [...confirm.pointer, "confirm"], confirm.diagnostics);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(icons !== undefined && { icons }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(confirm && { confirm: confirm.value }),
    ...(task !== undefined && { task }),
  };
}
