import { isObject, type Json, own, type Pointer } from "../../json.ts";
import type { Template } from "../../toolspec/tool-spec.ts";
import { pathOf } from "./criteria.ts";
import { malformed, unsupported } from "./fault.ts";
import { expressionOf, type Scope, templateOf } from "./values.ts";

/** The outputs of a step or a workflow by name. Throws a `WorkflowFault`. */
export function outputsOf(value: Json | undefined, pointer: Pointer, scope: Scope): Map<string, Template> {
  if (value !== undefined && !isObject(value)) throw malformed(pointer, "`outputs` must be an object");
  return new Map(
    Object.entries(value ?? {}).map(([name, output]) => [name, outputOf(output, [...pointer, name], scope)]),
  );
}

function outputOf(output: Json, pointer: Pointer, scope: Scope): Template {
  if (!isObject(output)) return templateOf(output, pointer, scope);
  // A Selector Object of Arazzo 1.1.
  const context = own(output, "context");
  const selector = own(output, "selector");
  if (typeof context !== "string" || typeof selector !== "string")
    throw malformed(pointer, "an output must be an expression, or have a `context` and a `selector`");
  const from = expressionOf(context, [...pointer, "context"], scope);
  const type = own(output, "type");
  const found = type === "jsonpointer" ? selector : type === "jsonpath" ? pathOf(selector) : undefined;
  if (found === undefined || (found !== "" && !found.startsWith("/")))
    throw unsupported(
      [...pointer, "selector"],
      "only a JSON pointer, and a JSONPath that leads to one place, can be taken over",
      "Write for example $response.body#/items/0/id.",
    );
  return from.includes("#") || found === "" ? from + found : `${from}#${found}`;
}
