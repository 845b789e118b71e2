import { QUESTION_FIELDS } from "../../runtime/contract/tool-definition.ts";
import type { OperationOverride } from "../toolspec/tool-spec.ts";
import { checkInputs } from "./inputs.ts";
import { effectiveOverride, type Selected } from "./select.ts";
import type { Argument } from "./server-model.ts";

/** The parts of an override that belong to the declaration of a tool as they are. */
type Presented = Omit<
  OperationOverride,
  "name" | "aliases" | "args" | "annotations" | "poll" | "tests" | "pointer"
>;

/** Returns what the overrides of an operation say of its tool; the last one that has a member counts. */
export function presented(item: Selected, args: readonly Argument[]): Presented {
  for (const key of QUESTION_FIELDS) {
    const found = effectiveOverride(item, key);
    if (typeof found?.value === "string")
      checkInputs(found.value, args, [...found.pointer, key], found.diagnostics);
  }
  const all: OperationOverride = Object.assign({}, ...item.said.map(({ override }) => override));
  const { name: _, aliases, args: __, annotations, poll, tests, pointer, ...rest } = all;
  return rest;
}
