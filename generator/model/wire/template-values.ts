/** The values of templates, and the environment of tests; see expected-request.ts for why it is implemented twice. */
import type { Template } from "../../../runtime/contract/template.ts";
import { QUESTION_FIELDS } from "../../../runtime/contract/tool-definition.ts";
import { type Expression, expressionsIn, partsOf } from "../../expressions.ts";
import { byCodePoint, type Json, type JsonObject, own, put } from "../../json.ts";
import type { HttpToolModel, UpstreamModel } from "../server-model.ts";
import { plain } from "./styles.ts";

/** The values that expressions can name. */
export interface Values {
  readonly inputs?: JsonObject;
  /** Outputs of the steps, by id. */
  readonly steps?: JsonObject;
  readonly body?: Json;
  readonly statusCode?: number;
  readonly env?: { readonly [name: string]: string };
  readonly uri?: string;
}

/**
 * The value of a template; undefined for an expression without a value. An expression without a value inside an object
 * or array is left out.
 */
export function expectedValue(template: Template, values: Values): Json | undefined {
  if (typeof template === "string") {
    const { whole, parts } = partsOf(template);
    if (whole) return lookUp(whole, values);
    return parts.map((part) => (typeof part === "string" ? part : textOf(lookUp(part, values)))).join("");
  }
  if (Array.isArray(template))
    return template.map((item: Template) => expectedValue(item, values)).filter((item) => item !== undefined);
  if (typeof template !== "object" || template === null) return template;
  const filled: JsonObject = {};
  for (const [name, member] of Object.entries(template)) {
    const value = expectedValue(member, values);
    if (value !== undefined) put(filled, name, value);
  }
  return filled;
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : plain(value);
}

function lookUp({ root, of = "", path }: Expression, values: Values): Json | undefined {
  const at = (start: Json | undefined): Json | undefined =>
    path.reduce<Json | undefined>((value, name) => memberOf(value, name), start);
  switch (root) {
    case "inputs":
      return at(values.inputs);
    case "steps":
      return at(own(values.steps, of));
    case "body":
      return at(values.body);
    case "statusCode":
      return values.statusCode;
    case "env":
      return values.env?.[of];
    case "uri":
      return values.uri;
    default:
      return undefined;
  }
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
  return own(value, name);
}

// ------------------------------------------------------------------------------------------- environment

/** The parts of a request that do not depend on its arguments. */
export interface RequestEnvironment {
  readonly env?: { readonly [name: string]: string };
  /** Headers of every request to the upstream, by lower-case name. Arguments do not replace them. */
  readonly headers?: { readonly [name: string]: string };
}

/** Headers that the recording upstream of the tests ignores. */
const UNSEEN = new Set(["user-agent", "accept-encoding"]);

/** The environment variables for the tests of a tool, and the headers that every request has with them. */
export function requestEnvironment(
  tool: RequestTemplates,
  upstream: UpstreamModel | undefined,
): Required<RequestEnvironment> {
  const common = upstream?.headers ?? {};
  const env = environmentOf([...Object.values(common), ...requestTemplates(tool)]);
  const headers: { [name: string]: string } = {};
  for (const [name, template] of Object.entries(common)) {
    const value = expectedValue(template, { env });
    if (value !== undefined && value !== null && !UNSEEN.has(name)) put(headers, name, plain(value));
  }
  return { env, headers };
}

/** The members of a tool with a request that hold templates. */
type RequestTemplates = Pick<HttpToolModel, "http" | "result" | (typeof QUESTION_FIELDS)[number]>;

/** Returns every template of a tool with a request. */
export function requestTemplates(tool: RequestTemplates): Template[] {
  const { params = {}, body, poll } = tool.http;
  return [
    ...questions(tool),
    tool.result ?? null,
    ...Object.values(params).map(({ value = null }) => value),
    body?.value ?? null,
    { ...poll } as Template,
  ];
}

/** Returns the templates that any tool may have. */
export function questions(tool: Pick<HttpToolModel, (typeof QUESTION_FIELDS)[number]>): Template[] {
  return QUESTION_FIELDS.map((key) => tool[key] ?? null);
}

/** A value for each environment variable that templates name. It is valid in every part of a request. */
export function environmentOf(templates: Template[]): { readonly [name: string]: string } {
  const names = expressionsIn(templates).flatMap(({ root, of }) =>
    root === "env" && of !== undefined ? [of] : [],
  );
  return Object.fromEntries(
    [...new Set(names)].sort(byCodePoint).map((name) => [name, name.toLowerCase().replaceAll("_", "-")]),
  );
}
