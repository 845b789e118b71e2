/** Turns the requests of a tool spec into bindings. */
import type { Binding, HttpBinding } from "../../../runtime/contract/http-binding.ts";
import type { Template } from "../../../runtime/contract/template.ts";
import { expressionsIn, partsOf } from "../../expressions.ts";
import type { Schema } from "../../json-schema.ts";
import type { SpecHttp } from "../../toolspec/tool-spec.ts";
import type { DeclarationContext } from "../context.ts";
import { OWNED_HEADERS } from "../operation-arguments.ts";
import type { Argument } from "../server-model.ts";

/** A value of a request, and its location. */
interface Sent {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly template: Template;
}

/**
 * Returns the binding of a request of a tool with these arguments; undefined, after a report, if it cannot be sent. An
 * argument that is sent unchanged has a binding of its own; any other value has its name on the wire and a template.
 */
export function bindRequest(
  http: SpecHttp,
  args: ReadonlySet<string>,
  context: DeclarationContext,
  defaultAccept?: string,
): HttpBinding | undefined {
  const sent = sentBy(http, context);
  if (!sent) return undefined;
  const params = new Map<string, Binding>();
  for (const { in: place, name, template } of sent.values) {
    const argument = argumentOf(template);
    if (argument !== undefined && args.has(argument) && !params.has(argument))
      params.set(argument, { in: place, ...(name !== argument && { name }) });
    else {
      let key = params.has(name) ? `${name}_${place}` : name;
      while (params.has(key)) key += "_";
      params.set(key, { in: place, ...(name !== key && { name }), value: template });
    }
  }
  const { upstream, method, path, poll } = http;
  const argument = http.body && argumentOf(http.body.value);
  const isArgument = argument !== undefined && args.has(argument) && !params.has(argument);
  const { accept = defaultAccept } = sent;
  const type = sent.type ?? http.body?.type ?? "";
  return {
    ...(upstream !== undefined && upstream !== context.server && { upstream }),
    method,
    path,
    params: Object.fromEntries(params),
    ...(http.body && { body: isArgument ? { type, argument } : { type, value: http.body.value } }),
    ...(accept !== undefined && { accept }),
    ...(poll && { poll }),
  };
}

/** Returns the argument that a template consists of, if it consists of one. */
export function argumentOf(template: Template): string | undefined {
  if (typeof template !== "string") return undefined;
  const { whole } = partsOf(template);
  return whole?.root === "inputs" && whole.path.length === 1 ? whole.path[0] : undefined;
}

/** The values that a request sends besides its body; `Accept` and `Content-Type` become parts of the binding. */
function sentBy(
  http: SpecHttp,
  { diagnostics }: DeclarationContext,
): { values: Sent[]; accept?: string; type?: string } | undefined {
  const values: Sent[] = [];
  for (const [name, template] of http.params) values.push({ in: "path", name, template });
  for (const [name, template] of http.query) values.push({ in: "query", name, template });
  const negotiated: { accept?: string; type?: string } = {};
  let isRefused = false;
  for (const [name, template] of http.headers) {
    const lower = name.toLowerCase();
    const fixed = typeof template === "string" && expressionsIn(template).length === 0 ? template : undefined;
    if (fixed !== undefined && lower === "accept") negotiated.accept = fixed;
    else if (fixed !== undefined && lower === "content-type" && http.body) negotiated.type = fixed;
    else if (lower === "accept" || lower === "content-type" || OWNED_HEADERS.has(lower)) {
      isRefused = true;
      diagnostics.report(
        "invalid-request",
        [...http.pointer, "headers", name],
        `expected a header that a tool spec may set, found ${name}`,
        OWNED_HEADERS.has(lower)
          ? "Remove it: the HTTP client sets it."
          : "Write a value without expressions; `Content-Type` also needs a body.",
      );
    } else values.push({ in: "header", name, template });
  }
  return isRefused ? undefined : { values, ...negotiated };
}

/** A request inside a step or a resource, as a tool of its own. */
export interface RequestTool {
  readonly http: SpecHttp;
  readonly arguments: readonly Argument[];
  /** The values that the step or resource passes to the tool. */
  readonly with: ReadonlyMap<string, Template>;
}

/** Roots of expressions whose values only the caller has. */
const OF_CALLER = new Set(["inputs", "steps", "item", "index", "uri"]);

function needsCaller(template: Template): boolean {
  return expressionsIn(template).some(({ root }) => OF_CALLER.has(root));
}

/**
 * Makes an argument of each value with expressions that only the caller can fill in. Constants and values from the
 * environment stay in the request.
 */
export function extractRequestTool(http: SpecHttp): RequestTool {
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

/** The schema of a template's value: a single expression may stand for any value. */
export function schemaOf(template: Template): Schema {
  if (typeof template === "number") return { type: "number" };
  if (typeof template === "boolean") return { type: "boolean" };
  if (Array.isArray(template)) return { type: "array" };
  if (typeof template !== "string") return template === null ? true : { type: "object" };
  return partsOf(template).whole ? true : { type: "string" };
}
