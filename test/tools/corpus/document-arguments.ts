/**
 * Invents arguments from the document instead of the advertised schema: a tool must accept everything that the document
 * allows.
 */
import type { HttpTool as Tool } from "../../../runtime/tool.ts";
import { charsetOf } from "./arguments.ts";
import type { Charset } from "./invent/texts.ts";
import { Impossible, Inventor } from "./invent/values.ts";
import { bodyOf, type Operation, parametersOf } from "./validator/declared.ts";
import { isObject, type Json, type JsonObject, own, put } from "./validator/json.ts";
import { isForm, isJson, mediaOf } from "./validator/media.ts";
import type { Documents } from "./validator/schema.ts";
import type { SourceNode } from "./validator/source.ts";

export interface FromDocument {
  readonly args: JsonObject;
  /** Members of the body for which the tool has no argument. */
  readonly unmapped: readonly string[];
}

const ATTEMPTS = 8;

/**
 * Returns all arguments of the document. `known` contains values for bodies without a schema. Undefined if a required
 * argument has no valid value.
 */
export function argumentsFromDocument(
  tool: Tool,
  operation: Operation,
  documents: Documents,
  known: JsonObject,
): FromDocument | undefined {
  const args: JsonObject = {};
  const unmapped: string[] = [];
  const bindings = Object.entries(tool.http.params ?? {});
  for (const parameter of parametersOf(documents.source, operation)) {
    const [argument] =
      bindings.find(
        ([name, binding]) => binding.in === parameter.in && (binding.name ?? name) === parameter.name,
      ) ?? [];
    if (argument === undefined || !parameter.schema) continue;
    const schema = documents.source.follow(parameter.schema).value;
    const value = invent(parameter.schema, charsetOf(tool, argument, schema), documents);
    if (value !== undefined) put(args, argument, value);
    else if (parameter.required) return undefined;
  }
  // Undeclared path variables also need a value.
  for (const [argument, binding] of bindings)
    if (binding.in === "path" && !Object.hasOwn(args, argument)) put(args, argument, "x1");

  const { body } = tool.http;
  const media = body && mediaOf(bodyOf(documents.source, operation)?.content ?? [], body.type);
  if (!body || !media?.schema || !(isJson(body.type) || isForm(body.type))) {
    for (const [name, value] of Object.entries(known))
      if (name === body?.argument || tool.http.params?.[name]?.in === "body") put(args, name, value);
    return { args, unmapped };
  }
  const value = invent(media.schema, "any", documents);
  if (value === undefined) return undefined;
  if (body.argument !== undefined) put(args, body.argument, value);
  else
    for (const [name, member] of Object.entries(isObject(value) ? value : {})) {
      const [argument] =
        bindings.find(([key, binding]) => binding.in === "body" && (binding.name ?? key) === name) ?? [];
      if (argument === undefined) unmapped.push(name);
      else put(args, argument, member);
    }
  return { args, unmapped };
}

function invent(node: SourceNode, charset: Charset, { schemas }: Documents): Json | undefined {
  const root = schemas.standalone(node, "request");
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const optionalDepth = attempt < ATTEMPTS / 2 ? 3 : 1;
    try {
      const value = new Inventor(root, { attempt, optionalDepth, charset }).value(root);
      if (schemas.faults(node, "request", value).length === 0 && !isNothing(value, own(root, "type")))
        return value;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  return undefined;
}

/** True for an empty object or list, which would leave a path segment empty. */
function isNothing(value: Json, type: Json | undefined): boolean {
  return type !== undefined && typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
