/** Requests that stand inside of a step or a resource: a tool of their own, and what it is called with. */
import type { Binding } from "../../../runtime/contract/http-binding.ts";
import type { Template } from "../../../runtime/contract/template.ts";
import { expressionsIn, partsOf } from "../../expressions.ts";
import type { Schema } from "../../json-schema.ts";
import type { SpecHttp } from "../../toolspec/tool-spec.ts";
import type { Argument } from "../server-model.ts";

export interface Hoisted {
  readonly http: SpecHttp;
  readonly arguments: readonly Argument[];
  /** What the step or resource gives the tool. */
  readonly with: ReadonlyMap<string, Template>;
}

/** What only the caller of a tool knows. */
const OF_CALLER = new Set(["inputs", "steps", "item", "index", "uri"]);

function needsCaller(template: Template): boolean {
  return expressionsIn(template).some(({ root }) => OF_CALLER.has(root));
}

/**
 * Each value that needs something of the step becomes an argument; what is the same in every call, and what comes
 * from the environment, stays in the request.
 */
export function extractRequestTool(http: SpecHttp): Hoisted {
  const args: Argument[] = [];
  const given = new Map<string, Template>();
  const take = (name: string, template: Template, binding: Binding, required: boolean): Template => {
    if (!needsCaller(template)) return template;
    let free = name.replaceAll(/[^\p{L}\p{M}\p{N}_-]/gu, "_");
    while (given.has(free)) free += "_";
    given.set(free, template);
    args.push({ name: free, schema: schemaOf(template), required, binding, examples: [] });
    return `$inputs.${free}`;
  };
  const takeAll = (all: ReadonlyMap<string, Template>, place: "path" | "query" | "header") =>
    new Map(
      [...all].map(
        ([name, template]) => [name, take(name, template, { in: place }, place === "path")] as const,
      ),
    );
  const params = takeAll(http.params, "path");
  const query = takeAll(http.query, "query");
  const headers = takeAll(http.headers, "header");
  const { body } = http;
  return {
    http: {
      ...http,
      params,
      query,
      headers,
      ...(body && { body: { ...body, value: take("body", body.value, { in: "body" }, false) } }),
    },
    arguments: args,
    with: given,
  };
}

/** A text with expressions in it is a text; what one expression stands for may be anything. */
export function schemaOf(template: Template): Schema {
  if (typeof template === "number") return { type: "number" };
  if (typeof template === "boolean") return { type: "boolean" };
  if (Array.isArray(template)) return { type: "array" };
  if (typeof template !== "string") return template === null ? true : { type: "object" };
  return partsOf(template).whole ? true : { type: "string" };
}
