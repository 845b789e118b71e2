/** What a tool does, printed: one request, several calls, or code. */
import type { HttpBinding, Poll } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";
import { isObject, type Json } from "../json.ts";
import type { StepModel, ToolModel } from "../model/server-model.ts";
import type { CodeReference } from "../toolspec/tool-spec.ts";
import { block, openBlock } from "./layout.ts";
import { literal, propertyKey } from "./literal.ts";

/** The members of a declaration that say what the tool does. */
export function actionOf(tool: ToolModel): string[] {
  if ("handler" in tool) return [`handler: ${literal(referenceOf(tool.handler))}`];
  const result = tool.result === undefined ? [] : [`result: ${spread(tool.result)}`];
  if ("steps" in tool) return [`steps: ${block("[", tool.steps.map(step), "]")}`, ...result];
  return [`http: ${http(tool.http)}`, ...result];
}

/** What the tool does in a few words, for the comment above it. */
export function gistOf(tool: ToolModel): string {
  if ("handler" in tool) return referenceOf(tool.handler);
  if ("steps" in tool) return [...new Set(tool.steps.map(({ call }) => call))].join(", ");
  return `${tool.http.method} ${tool.http.path}`;
}

/** How a declaration and the map of the code name the same function. */
export function referenceOf({ file, name }: CodeReference): string {
  return `${file}#${name}`;
}

/** A value with one line a member; what is inside of them stands on their lines. */
export function spread(value: Template): string {
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item) => literal(item)),
      "]",
    );
  if (!isObject(value)) return literal(value);
  return block("{", members(Object.entries(value)), "}");
}

/** The members of an object whose values are templates, and the like. */
export function members(entries: Iterable<readonly [string, Json | object]>): string[] {
  return [...entries].map(([name, value]) => `${propertyKey(name)}: ${literal(value)}`);
}

function http(binding: HttpBinding): string {
  const { body, poll } = binding;
  return block(
    "{",
    [
      ...(binding.upstream === undefined ? [] : [`upstream: ${literal(binding.upstream)}`]),
      `method: ${literal(binding.method)}`,
      `path: ${literal(binding.path)}`,
      `params: ${openBlock("{", members(Object.entries(binding.params ?? {})), "}")}`,
      ...(body ? [`body: ${body.value === undefined ? literal(body) : madeBody(body)}`] : []),
      ...(binding.accept === undefined ? [] : [`accept: ${literal(binding.accept)}`]),
      ...(binding.server === undefined ? [] : [`server: ${literal(binding.server)}`]),
      ...(binding.security && binding.security.length > 0
        ? [
            `security: ${block(
              "[",
              binding.security.map((one) => literal(one)),
              "]",
            )}`,
          ]
        : []),
      ...(poll ? [`poll: ${block("{", polling(poll), "}")}`] : []),
    ],
    "}",
  );
}

function madeBody({ type, value = null }: { type: string; value?: Template }): string {
  return block("{", [`type: ${literal(type)}`, `value: ${spread(value)}`], "}");
}

function polling({ status, done, failed, result, intervalMs }: Poll): string[] {
  return [
    ...(status === undefined ? [] : [`status: ${literal(status)}`]),
    ...(done ? [`done: ${literal(done)}`] : []),
    ...(failed ? [`failed: ${literal(failed)}`] : []),
    ...(result === undefined ? [] : [`result: ${literal(result)}`]),
    `intervalMs: ${literal(intervalMs)}`,
  ];
}

/** What is the runtime's default is left out. */
function step(model: StepModel): string {
  const { id, call, when, forEach, concurrency, success, onFailure, outputs } = model;
  return block(
    "{",
    [
      `id: ${literal(id)}`,
      `call: ${literal(call)}`,
      ...(model.with.size > 0 ? [`with: ${block("{", members(model.with), "}")}`] : []),
      ...(when.length > 0 ? [`when: ${literal(when)}`] : []),
      ...(forEach === undefined ? [] : [`forEach: ${literal(forEach)}`]),
      ...(concurrency === 1 ? [] : [`concurrency: ${literal(concurrency)}`]),
      ...(success.length > 0 ? [`success: ${literal(success)}`] : []),
      ...(onFailure.then === "fail" ? [] : [`onFailure: ${literal(onFailure.then)}`]),
      ...(onFailure.retries === undefined ? [] : [`retries: ${literal(onFailure.retries)}`]),
      ...(onFailure.afterMs === undefined ? [] : [`afterMs: ${literal(onFailure.afterMs)}`]),
      ...(outputs.size > 0 ? [`outputs: ${block("{", members(outputs), "}")}`] : []),
    ],
    "}",
  );
}
