import type { Template } from "../../runtime/contract/template.ts";
import { isObject } from "../json.ts";
import { milliseconds } from "./duration.ts";
import { readPoll } from "./http.ts";
import { readPresentation } from "./presentation.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import { checkSecret, checkUrl } from "./secrets.ts";
import type { Spot } from "./spot.ts";
import type { ArgumentOverride, OperationOverride, Selector, SpecUpstream } from "./tool-spec.ts";

/** What expressions about an operation may name: its arguments, which only its document tells. */
const OPERATION: Scope = { inputs: "any" };

export function readUpstream(name: string, spot: Spot, reader: SpecReader): SpecUpstream {
  const { text: baseUrl } = spot.at("baseUrl");
  checkUrl(spot.at("baseUrl"), reader);
  for (const [header, value] of spot.at("headers").members) checkSecret(header, value, "header", reader);
  const timeoutMs = milliseconds(spot.at("timeout").text);
  return {
    name,
    ...(baseUrl !== undefined && { baseUrl: baseUrl.replace(/\/+$/, "") }),
    headers: reader.templates(spot.at("headers"), {}),
    ...(timeoutMs !== undefined && { timeoutMs }),
    include: spot.at("include").items.flatMap((item) => readSelector(item, reader) ?? []),
    exclude: spot.at("exclude").items.flatMap((item) => readSelector(item, reader) ?? []),
    operations: new Map(
      spot.at("operations").members.flatMap(([key, operation]): [string, OperationOverride | false][] => {
        if (operation.value === false) return [[key, false]];
        return isObject(operation.value) ? [[key, readOperation(operation, reader)]] : [];
      }),
    ),
    pointer: spot.pointer,
  };
}

function readSelector(spot: Spot, reader: SpecReader): Selector | undefined {
  if (!isObject(spot.value)) return undefined;
  if (spot.members.length === 0)
    reader.report(
      "invalid-value",
      spot,
      "the selector says nothing, and would mean every operation",
      "Write for example { tag: issues }, or leave it out.",
    );
  const { text: operation } = spot.at("operation");
  const { text: tag } = spot.at("tag");
  const { text: path } = spot.at("path");
  const { flag: deprecated } = spot.at("deprecated");
  const { flag: readOnly } = spot.at("readOnly");
  const method = spot.at("method").oneOrMore.flatMap(({ text }) => text?.toUpperCase() ?? []);
  return {
    ...(operation !== undefined && { operation }),
    ...(tag !== undefined && { tag }),
    ...(path !== undefined && { path }),
    ...(method.length > 0 && { method }),
    ...(deprecated !== undefined && { deprecated }),
    ...(readOnly !== undefined && { readOnly }),
    pointer: spot.pointer,
  };
}

/** What is said about the tool of an operation. */
export function readOperation(spot: Spot, reader: SpecReader): OperationOverride {
  const { text: name } = spot.at("name");
  const aliases = spot.at("aliases").items.flatMap(({ text }) => text ?? []);
  const args = readArguments(spot.at("args"), reader);
  const poll = readPoll(spot.at("poll"), OPERATION, reader);
  return {
    ...readPresentation(spot, "any", reader),
    ...(name !== undefined && { name }),
    ...(aliases.length > 0 && { aliases }),
    ...(args.size > 0 && { args }),
    ...(poll && { poll }),
    pointer: spot.pointer,
  };
}

function readArguments(spot: Spot, reader: SpecReader): ReadonlyMap<string, ArgumentOverride | false> {
  const renamed = new Map<string, string>();
  return new Map(
    spot.members.flatMap(([name, argument]): [string, ArgumentOverride | false][] => {
      if (argument.value === false) return [[name, false]];
      if (!isObject(argument.value)) return [];
      const override = readArgument(argument, reader);
      const other = override.name === undefined ? undefined : renamed.get(override.name);
      if (other !== undefined)
        reader.report(
          "duplicate-name",
          argument.at("name"),
          `"${override.name}" is what ${other} is called already`,
          "Give one of the two another name.",
        );
      if (override.name !== undefined) renamed.set(override.name, name);
      if (override.value !== undefined) checkSecret(name, argument.at("value"), "argument", reader);
      return [[name, override]];
    }),
  );
}

function readArgument(spot: Spot, reader: SpecReader): ArgumentOverride {
  const { text: name } = spot.at("name");
  const description = reader.readable(spot.at("description"));
  const { flag: required } = spot.at("required");
  const { value: fallback } = spot.at("default");
  const value: Template | undefined = spot.has("value")
    ? reader.template(spot.at("value"), OPERATION)
    : undefined;
  const schema = spot.has("schema") ? reader.schemas.read(spot.at("schema")) : undefined;
  for (const key of ["name", "description", "required", "default", "schema"])
    if (value !== undefined && spot.has(key))
      reader.reportKey(
        "conflicting-keys",
        [...spot.pointer, key],
        `\`${key}\` has no effect beside \`value\`: the argument is not offered`,
        "Leave one of them out.",
      );
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(required !== undefined && { required }),
    ...(fallback !== undefined && { default: fallback }),
    ...(value !== undefined && { value }),
    ...(typeof schema === "object" && { schema }),
    pointer: spot.pointer,
  };
}
