import type { ErrorKind } from "../../runtime/contract/error-kinds.ts";
import type { ToolAnnotations } from "../../runtime/contract/tool-definition.ts";
import { isObject, type JsonObject } from "../json.ts";
import { milliseconds } from "./duration.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";
import type { Presentation, SpecTest } from "./tool-spec.ts";

const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** How a tool is shown and run, whatever it does. `inputs` are what its questions may name. */
export function readPresentation(spot: Spot, inputs: Scope["inputs"], reader: SpecReader): Presentation {
  const title = reader.readable(spot.at("title"));
  const description = reader.description(spot.at("description"));
  const annotations = readAnnotations(spot.at("annotations"));
  const icons = reader.icons(spot.at("icons"));
  const timeoutMs = milliseconds(spot.at("timeout").text);
  const asked = spot.at("confirm");
  const confirm =
    asked.flag === true
      ? true
      : asked.text === undefined
        ? undefined
        : reader.template(asked, { ...(inputs && { inputs }), env: false });
  const task = spot.at("task").text;
  const tests = spot.at("tests").items.flatMap((test) => readTest(test) ?? []);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(annotations && { annotations }),
    ...(icons && icons.length > 0 && { icons }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(confirm !== undefined && { confirm }),
    ...((task === "optional" || task === "required") && { task }),
    ...(tests.length > 0 && { tests }),
  };
}

function readAnnotations(spot: Spot): Partial<ToolAnnotations> | undefined {
  const given = HINTS.flatMap((hint) => {
    const { flag } = spot.at(hint);
    return flag === undefined ? [] : [[hint, flag] as const];
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function readTest(spot: Spot): SpecTest | undefined {
  if (!isObject(spot.value)) return undefined;
  const name = spot.at("name").text;
  const args = spot.at("args").value;
  const expected = spot.at("expect");
  const requests = expected.at("requests");
  const { flag: isError } = expected.at("isError");
  const { text: error } = expected.at("error");
  const { value: result } = expected.at("result");
  const { text } = expected.at("text");
  return {
    ...(name !== undefined && { name }),
    args: isObject(args) ? args : {},
    mock: spot.at("mock").oneOrMore.map((answer) => {
      const { value: headers } = answer.at("headers");
      const { value: body } = answer.at("body");
      return {
        status: answer.at("status").number ?? 200,
        ...(isObject(headers) && { headers: headers as JsonObject & { [name: string]: string } }),
        ...(body !== undefined && { body }),
      };
    }),
    expect: {
      ...(requests.isThere && { requests: requests.items.flatMap((line) => line.text ?? []) }),
      ...(isError !== undefined && { isError }),
      ...(error !== undefined && { error: error as ErrorKind }),
      ...(result !== undefined && { result }),
      ...(text !== undefined && { text }),
    },
    pointer: spot.pointer,
  };
}
