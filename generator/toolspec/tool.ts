import { isObject } from "../json.ts";
import { readInput, readOutput } from "./arguments.ts";
import { ACTIONS } from "./format/tool.ts";
import { readHttp } from "./http.ts";
import { readPresentation } from "./presentation.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";
import { outputsOf, readSteps } from "./steps.ts";
import type { SpecAction, SpecTool } from "./tool-spec.ts";

/** Undefined where something is missing without which there is no tool; that was reported. */
export function readTool(name: string, spot: Spot, reader: SpecReader): SpecTool | undefined {
  if (!isObject(spot.value)) return undefined;
  const { input, names } = readInput(spot, reader);
  const output = readOutput(spot, reader);
  const presentation = readPresentation(spot, names, reader);
  const action = readAction(spot, names, reader);
  if (!action) return undefined;
  return {
    ...presentation,
    name,
    aliases: spot.at("aliases").items.flatMap(({ text }) => text ?? []),
    description: presentation.description ?? "",
    input,
    ...(output && { output }),
    action,
    pointer: spot.pointer,
  };
}

function readAction(
  spot: Spot,
  inputs: NonNullable<Scope["inputs"]>,
  reader: SpecReader,
): SpecAction | undefined {
  const http = spot.has("http") ? readHttp(spot.at("http"), { inputs }, reader) : undefined;
  const steps = readSteps(spot.at("steps"), inputs, reader);
  const handler = reader.code(spot.at("handler"));
  const kind = reader.exactlyOne(spot, ACTIONS, "a tool");
  const result = spot.at("result");
  if (kind === "handler" && result.isThere)
    reader.reportKey(
      "conflicting-keys",
      result.pointer,
      "`result` has no effect beside `handler`: what the code returns is the result",
      "Leave it out.",
    );
  else if (result.isThere && kind !== undefined)
    reader.template(
      result,
      kind === "http" ? { inputs, response: true } : { inputs, steps: outputsOf(steps) },
    );
  const filled = result.value === undefined ? {} : { result: result.value };
  if (kind === "http") return http && { kind, http, ...filled };
  if (kind === "steps") return { kind, steps, ...filled };
  return handler && { kind: "handler", handler };
}
