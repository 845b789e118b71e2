/** What a template stands for; see request.ts for why it is worked out here a second time. */
import type { Template } from "../../../runtime/contract/template.ts";
import { type Expression, partsOf } from "../../expressions.ts";
import { type Json, type JsonObject, own, put } from "../../json.ts";

/** What there is to name. */
export interface Values {
  readonly inputs?: JsonObject;
  /** Outputs of the steps, by id. */
  readonly steps?: JsonObject;
  readonly body?: Json;
  readonly statusCode?: number;
  readonly env?: { readonly [name: string]: string };
  readonly uri?: string;
}

/** Undefined where a template names what there is not; members and items that name nothing are left out. */
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
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
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
