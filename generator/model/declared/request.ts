/** The requests that a spec writes down, as bindings. */
import type { Binding, HttpBinding } from "../../../runtime/contract/http-binding.ts";
import type { Template } from "../../../runtime/contract/template.ts";
import { expressionsIn, partsOf } from "../../expressions.ts";
import type { SpecHttp } from "../../toolspec/tool-spec.ts";
import { OWNED_HEADERS } from "../tool-arguments.ts";
import type { SpecContext } from "./context.ts";

/** A value of a request, and where it goes. */
interface Sent {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly template: Template;
}

/**
 * The binding of a request of a tool with these arguments; undefined where it cannot be sent, which is reported.
 * An argument that is sent as it is has a binding of its own; everything else has its name on the wire and a value.
 */
export function bindRequest(
  http: SpecHttp,
  args: ReadonlySet<string>,
  context: SpecContext,
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
  const type = sent.type ?? http.body?.type ?? "";
  return {
    ...(upstream !== undefined && upstream !== context.server && { upstream }),
    method,
    path,
    params: Object.fromEntries(params),
    ...(http.body && { body: isArgument ? { type, argument } : { type, value: http.body.value } }),
    ...(sent.accept !== undefined && { accept: sent.accept }),
    security: [],
    ...(poll && { poll }),
  };
}

/** The argument that a template is, if it is one and nothing else. */
export function argumentOf(template: Template): string | undefined {
  if (typeof template !== "string") return undefined;
  const { whole } = partsOf(template);
  return whole?.root === "inputs" && whole.path.length === 1 ? whole.path[0] : undefined;
}

/** What a request sends beside its body. Two headers are not sent by their name but say what the body is. */
function sentBy(
  http: SpecHttp,
  { diagnostics }: SpecContext,
): { values: Sent[]; accept?: string; type?: string } | undefined {
  const values: Sent[] = [];
  for (const [name, template] of http.params) values.push({ in: "path", name, template });
  for (const [name, template] of http.query) values.push({ in: "query", name, template });
  const said: { accept?: string; type?: string } = {};
  let isRefused = false;
  for (const [name, template] of http.headers) {
    const lower = name.toLowerCase();
    const fixed = typeof template === "string" && expressionsIn(template).length === 0 ? template : undefined;
    if (fixed !== undefined && lower === "accept") said.accept = fixed;
    else if (fixed !== undefined && lower === "content-type" && http.body) said.type = fixed;
    else if (lower === "accept" || lower === "content-type" || OWNED_HEADERS.has(lower)) {
      isRefused = true;
      diagnostics.report(
        "invalid-request",
        [...http.pointer, "headers", name],
        `the header ${name} cannot be set here`,
        OWNED_HEADERS.has(lower)
          ? "Remove it: the HTTP client sets it."
          : "Give it a fixed value; `Content-Type` needs a body.",
      );
    } else values.push({ in: "header", name, template });
  }
  return isRefused ? undefined : { values, ...said };
}
