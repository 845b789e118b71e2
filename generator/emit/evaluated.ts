import type { Schema } from "../json-schema.ts";
import { literal, propertyKey } from "./literal.ts";
import { list } from "./print.ts";
import type { SchemaPrinter } from "./zod-types.ts";

/**
 * The members or items that a schema evaluates, as the code of an `Evaluated` of `speclathe/schema`; undefined if it
 * evaluates none (JSON Schema 2020-12, "unevaluatedProperties" and "unevaluatedItems").
 */
export function evaluatedBy(
  schema: Schema,
  type: "object" | "array",
  printer: SchemaPrinter,
  open: readonly Schema[] = [],
): string | undefined {
  if (typeof schema === "boolean" || open.includes(schema)) return undefined;
  const inner = (of: Schema): string | undefined => evaluatedBy(of, type, printer, [...open, schema]);
  const rest =
    type === "object" ? ["additionalProperties", "unevaluatedProperties"] : ["items", "unevaluatedItems"];
  if (rest.some((key) => key in schema)) return "{ all: true }";
  const members: string[] = [];
  if (type === "object") {
    const names = Object.keys(schema.properties ?? {});
    if (names.length > 0) members.push(`properties: ${literal(names)}`);
    const patterns = Object.keys(schema.patternProperties ?? {}).map((pattern) => printer.pattern(pattern));
    if (patterns.length > 0) members.push(`patterns: ${literal(patterns.map((pattern) => pattern ?? ""))}`);
  } else {
    const count = schema.prefixItems?.length ?? 0;
    if (count > 0) members.push(`items: ${count}`);
    if (schema.contains !== undefined) members.push(`contains: [${printer.print(schema.contains)}]`);
  }
  const when: string[] = [];
  // A part that must hold anyway needs no condition.
  const always = (of: Schema | undefined): void => {
    const evaluated = of === undefined ? undefined : inner(of);
    if (evaluated !== undefined) when.push(`[z.unknown(), ${evaluated}]`);
  };
  const where = (condition: string, of: Schema | undefined): void => {
    const evaluated = of === undefined ? undefined : inner(of);
    if (evaluated !== undefined) when.push(`[${condition}, ${evaluated}]`);
  };
  if (schema.$ref !== undefined) always(printer.target(schema.$ref));
  schema.allOf?.forEach(always);
  for (const member of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    where(printer.print(member), member);
  if (schema.if !== undefined) {
    const condition = printer.print(schema.if);
    where(condition, schema.if);
    where(condition, schema.then);
    if (schema.else !== undefined) where(printer.call("not", condition), schema.else);
  }
  if (when.length > 0) members.push(`when: ${list(when)}`);
  const beside = Object.entries(schema.dependentSchemas ?? {}).flatMap(([name, dependent]) => {
    const evaluated = inner(dependent);
    return evaluated === undefined ? [] : [`${propertyKey(name)}: ${evaluated}`];
  });
  if (beside.length > 0) members.push(`beside: { ${beside.join(", ")} }`);
  return members.length === 0 ? undefined : `{ ${members.join(", ")} }`;
}
