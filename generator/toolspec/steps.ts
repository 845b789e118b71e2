import type { Template } from "../../runtime/contract/template.ts";
import { isObject } from "../json.ts";
import { readConditions } from "./condition.ts";
import { milliseconds } from "./duration.ts";
import { readHttp } from "./http.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Spot } from "./spot.ts";
import type { SpecStep, StepFailure } from "./tool-spec.ts";

export const CALLS = ["call", "http", "handler"] as const;

export function readSteps(spot: Spot, inputs: NonNullable<Scope["inputs"]>, reader: SpecReader): SpecStep[] {
  const steps = new Map<string, ReadonlySet<string>>();
  const later = new Set(spot.items.flatMap((item) => item.at("id").text ?? []));
  return spot.items.flatMap((item) => {
    if (!isObject(item.value)) return [];
    const { text: id } = item.at("id");
    if (id !== undefined && steps.has(id))
      reader.report(
        "duplicate-name",
        item.at("id"),
        `another step is called "${id}" too`,
        "Rename one of the two.",
      );
    const step = readStep(item, { inputs, steps: new Map(steps), later }, reader);
    if (id !== undefined) {
      steps.set(id, new Set(item.at("outputs").members.map(([name]) => name)));
      later.delete(id);
    }
    return step ?? [];
  });
}

/** What the outputs of steps are called. */
export function outputsOf(steps: readonly SpecStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(steps.map(({ id, outputs }) => [id, new Set(outputs.keys())]));
}

function readStep(spot: Spot, scope: Scope, reader: SpecReader): SpecStep | undefined {
  const forEach = reader.expression(spot.at("forEach"), scope);
  const inside: Scope = { ...scope, ...(forEach !== undefined && { item: true }) };
  const answer: Scope = { ...inside, response: true };
  const call = readCall(spot, inside, reader);
  const step = {
    with: reader.templates(spot.at("with"), inside),
    when: readConditions(spot.at("when"), inside, reader),
    ...(forEach !== undefined && { forEach }),
    concurrency: spot.at("concurrency").number ?? 1,
    success: readConditions(spot.at("success"), answer, reader),
    onFailure: readFailure(spot.at("onFailure")),
    outputs: readOutputs(spot.at("outputs"), answer, reader),
  };
  if (spot.has("concurrency") && forEach === undefined)
    reader.reportKey(
      "conflicting-keys",
      [...spot.pointer, "concurrency"],
      "`concurrency` has no effect without `forEach`",
      "Leave it out, or add `forEach`.",
    );
  const { text: id } = spot.at("id");
  return id === undefined || !call ? undefined : { id, call, ...step, pointer: spot.pointer };
}

/** What is called: in a step, and where a resource comes from. */
export function readCall(spot: Spot, scope: Scope, reader: SpecReader): SpecStep["call"] | undefined {
  const http = spot.has("http") ? readHttp(spot.at("http"), scope, reader) : undefined;
  const handler = reader.code(spot.at("handler"));
  const kind = reader.exactlyOne(spot, CALLS, "a step");
  if (kind === "http" && spot.has("with"))
    reader.reportKey(
      "conflicting-keys",
      [...spot.pointer, "with"],
      "`with` has no effect beside `http`, whose own values are expressions",
      "Write the values into `path`, `query`, `headers` and `body` of the request.",
    );
  if (kind === "http") return http && { kind, http };
  if (kind === "handler") return handler && { kind, handler };
  const { text: target } = spot.at("call");
  return kind === undefined || target === undefined ? undefined : { kind: "tool", target };
}

/** A text among the outputs of a step that names nothing lacks a dollar sign. */
function readOutputs(spot: Spot, scope: Scope, reader: SpecReader): ReadonlyMap<string, Template> {
  return new Map(
    spot.members.map(([name, output]) => [
      name,
      output.text === undefined ? reader.template(output, scope) : (reader.expression(output, scope) ?? null),
    ]),
  );
}

function readFailure(spot: Spot): StepFailure {
  const { text: then } = isObject(spot.value) ? spot.at("then") : spot;
  const { number: retries } = spot.at("retries");
  const afterMs = milliseconds(spot.at("after").text);
  return {
    then: then === "continue" || then === "end" ? then : "fail",
    ...(retries !== undefined && { retries }),
    ...(afterMs !== undefined && { afterMs }),
  };
}
