import type { Schema } from "../json-schema.ts";
import { SCHEMA_LISTS, SCHEMA_MAPS, SINGLE_SCHEMAS } from "../openapi-grammar.ts";
import type { ApiMedia, ApiOperation } from "./api-document.ts";

/**
 * The operations that reach a schema which is not there, by way of other schemas or at once, each with the
 * reference that leads to it. `lost` has those references by the name in `defs` that their targets would have.
 */
export function operationsOf(
  lost: ReadonlyMap<string, string>,
  operations: readonly ApiOperation[],
  defs: ReadonlyMap<string, Schema>,
): Map<ApiOperation, string> {
  const found = new Map<ApiOperation, string>();
  if (lost.size === 0) return found;
  const tainted = new Map(lost);
  const users = new Map<string, string[]>();
  for (const [user, schema] of defs)
    for (const name of namesIn(schema)) users.set(name, [...(users.get(name) ?? []), user]);
  for (const [name, reference] of tainted)
    for (const user of users.get(name) ?? []) if (!tainted.has(user)) tainted.set(user, reference);
  for (const operation of operations)
    for (const schema of schemasOf(operation))
      for (const name of namesIn(schema)) {
        const reference = tainted.get(name);
        if (reference !== undefined) found.set(operation, reference);
      }
  return found;
}

function schemasOf({ parameters, body, responses }: ApiOperation): Schema[] {
  const media = (content: readonly ApiMedia[]): Schema[] =>
    content.flatMap(({ schema, itemSchema = true }) => [schema, itemSchema]);
  return [
    ...parameters.map(({ schema }) => schema),
    ...media(body?.content ?? []),
    ...responses.flatMap(({ content }) => media(content)),
  ];
}

/** The names of all schemas that a schema refers to. */
function namesIn(schema: Schema, names = new Set<string>()): Set<string> {
  if (typeof schema === "boolean") return names;
  if (schema.$ref !== undefined) names.add(schema.$ref.slice("#/$defs/".length));
  for (const key of SCHEMA_MAPS) for (const child of Object.values(schema[key] ?? {})) namesIn(child, names);
  for (const key of SINGLE_SCHEMAS) namesIn(schema[key] ?? true, names);
  for (const key of SCHEMA_LISTS) for (const child of schema[key] ?? []) namesIn(child, names);
  return names;
}
