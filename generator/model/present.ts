import type { OperationOverride } from "../toolspec/tool-spec.ts";
import { checkInputs } from "./inputs.ts";
import { effectiveOverride, type Selected } from "./select.ts";
import type { Argument } from "./server-model.ts";

type Shown = Pick<OperationOverride, "title" | "description" | "icons" | "timeoutMs" | "confirm" | "task">;

/** How a tool is shown and run, as far as something is said about it. */
export function presented(item: Selected, args: readonly Argument[]): Shown {
  const title = effectiveOverride(item, "title")?.value;
  const description = effectiveOverride(item, "description")?.value;
  const icons = effectiveOverride(item, "icons")?.value;
  const timeoutMs = effectiveOverride(item, "timeoutMs")?.value;
  const confirm = effectiveOverride(item, "confirm");
  const task = effectiveOverride(item, "task")?.value;
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
