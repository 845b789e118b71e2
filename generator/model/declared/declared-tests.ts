/** The generated tests of declared tools: what is known without running them, and the tests of the spec. */
import type { Template } from "../../../runtime/contract/template.ts";
import type { ToolTests } from "../../../runtime/contract/test-rows.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { SchemaObject } from "../../json-schema.ts";
import type { SpecTool } from "../../toolspec/tool-spec.ts";
import { accepts } from "../accepts.ts";
import type { DeclarationContext } from "../context.ts";
import type { Examples } from "../examples.ts";
import {
  type ArgumentRows,
  allRejects,
  argumentRows,
  errorRows,
  requestRows,
  withoutEmpty,
} from "../expected-rows.ts";
import { caseRows } from "../operation-tool.ts";
import type { ToolModel, UpstreamModel } from "../server-model.ts";
import { environmentOf, questions, requestTemplates } from "../wire/template-values.ts";

/** The answer of an API whose answers are not described. */
const ANSWER = { type: "object", properties: { ok: { type: "boolean" } } } satisfies SchemaObject;

export function declaredTests(
  tool: ToolModel,
  source: SpecTool,
  environment: NonNullable<ToolTests["env"]>,
  examples: Examples,
  context: DeclarationContext,
): ToolTests | undefined {
  const cases = caseRows(source.tests);
  const rows = tool.input
    ? wholeRows(tool.input, source, examples, context)
    : argumentRows(tool.arguments, examples, source.pointer, context.diagnostics);
  if (!rows) return undefined;
  if (tool.http) {
    const { http, output = ANSWER } = tool;
    const upstream = context.upstreams.find(({ name }) => name === (http.upstream ?? context.server));
    const media = {
      type: http.accept ?? "application/json",
      schema: output,
      encoding: new Map(),
      examples: [],
    };
    const request = { ...tool, output, success: [{ status: 200, media }] };
    const requests = requestRows(request, rows, upstream, examples);
    return withoutEmpty({ ...requests, errors: errorRows([]), cases });
  }
  const rejects = allRejects(rows);
  if (rejects.length + cases.length === 0) return undefined;
  // Code may call any upstream, so its tests have every variable.
  const env = cases.length > 0 ? environment : {};
  return withoutEmpty({ args: rows.args, ...(Object.keys(env).length > 0 && { env }), rejects, cases });
}

/** The rows of a tool whose arguments have one schema. */
function wholeRows(
  input: SchemaObject,
  { pointer }: SpecTool,
  examples: Examples,
  { components, diagnostics }: DeclarationContext,
): ArgumentRows | undefined {
  const args = examples.value(input);
  if (!isObject(args)) {
    diagnostics.report(
      "no-example",
      [...pointer, "inputSchema"],
      "expected arguments that the schema accepts, found none; the tool has no tests",
      "Give the schema `examples` that it accepts.",
    );
    return undefined;
  }
  const refused = (given: JsonObject): boolean => !accepts(input, given, components.defs);
  const without = (input.required ?? []).filter((name) => {
    const { [name]: _, ...others } = args;
    return refused(others);
  });
  const wrong = Object.entries(input.properties ?? {}).flatMap(([name, property]) => {
    const invalid = examples.invalid(property);
    return invalid !== undefined && refused({ ...args, [name]: invalid })
      ? [{ with: { [name]: invalid }, at: name }]
      : [];
  });
  const extra = { ...args, "not an argument": true };
  const isClosed = input.additionalProperties === false && refused(extra);
  return {
    args,
    optional: [],
    rejects: [
      ...without.map((name) => ({ without: name, at: name })),
      ...wrong,
      ...(isClosed ? [{ with: { "not an argument": true }, at: "not an argument" }] : []),
    ],
  };
}

/** Returns a value for each environment variable that a template of a server names. */
export function environmentOfAll(
  tools: readonly ToolModel[],
  upstreams: readonly UpstreamModel[],
): NonNullable<ToolTests["env"]> {
  const headers = upstreams.flatMap((upstream) => Object.values(upstream.headers ?? {}));
  return environmentOf([...templatesOf(tools), ...headers]);
}

/** Returns every template of some tools. */
function templatesOf(tools: readonly ToolModel[]): Template[] {
  return tools.flatMap((tool): Template[] => {
    if (tool.http) return requestTemplates(tool);
    const steps = (tool.steps ?? []).flatMap((step) => [
      step.with,
      step.outputs,
      step.forEach,
      step.when,
      step.success,
    ]);
    const templates = [...questions(tool), tool.result, ...steps];
    return templates.filter((template) => template !== undefined) as Template[];
  });
}
