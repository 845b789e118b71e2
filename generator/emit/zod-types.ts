/** The zod code of strings, numbers, arrays and objects, with the keywords that belong to each. */
import type { Schema, SchemaObject } from "../json-schema.ts";
import { literal, propertyKey } from "./literal.ts";
import { block, list } from "./print.ts";

/** Prints the parts of a schema. */
export interface SchemaPrinter {
  print(schema: Schema): string;
  property(schema: Schema, required: boolean): string;
  /** A call of a helper of `speclathe/schema`. */
  call(helper: string, args: string): string;
  /** The RE2 form of a pattern; undefined for one that cannot be checked. */
  pattern(source: string): string | undefined;
  /** The schema that a `$ref` refers to. */
  target(ref: string): Schema | undefined;
}

export const TYPE_KEYWORDS = {
  string: ["minLength", "maxLength", "pattern"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"],
  object: [
    "properties",
    "patternProperties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
  ],
} as const;

export const CONSTRAINTS: readonly string[] = [
  ...["type", "enum", "const"],
  ...Object.values(TYPE_KEYWORDS).flat(),
];

export function printString({ minLength, maxLength, pattern }: SchemaObject, printer: SchemaPrinter): string {
  const re2 = pattern === undefined ? undefined : printer.pattern(pattern);
  return [
    "z.string()",
    minLength === undefined ? "" : `.min(${minLength})`,
    maxLength === undefined ? "" : `.max(${maxLength})`,
    re2 === undefined ? "" : check(printer.call("pattern", literal(re2))),
  ].join("");
}

/** The limits of a number or integer. */
export function printNumber(schema: SchemaObject): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return [
    minimum === undefined ? "" : `.min(${minimum})`,
    maximum === undefined ? "" : `.max(${maximum})`,
    exclusiveMinimum === undefined ? "" : `.gt(${exclusiveMinimum})`,
    exclusiveMaximum === undefined ? "" : `.lt(${exclusiveMaximum})`,
    multipleOf === undefined || multipleOf <= 0 ? "" : `.multipleOf(${multipleOf})`,
  ].join("");
}

export function printArray(schema: SchemaObject, printer: SchemaPrinter): string {
  const { minItems, maxItems, uniqueItems, prefixItems, items, contains } = schema;
  const { minContains, maxContains } = schema;
  const checks: string[] = [];
  if (uniqueItems) checks.push(printer.call("uniqueItems", ""));
  if (prefixItems) {
    const rest = items === undefined ? [] : [printer.print(items)];
    const first = list(prefixItems.map((item) => printer.print(item)));
    checks.push(printer.call("prefixItems", [first, ...rest].join(", ")));
  }
  if (contains !== undefined) {
    const least = minContains ?? (maxContains === undefined ? undefined : 1);
    const counts = [least, maxContains].filter((count) => count !== undefined);
    checks.push(printer.call("contains", [printer.print(contains), ...counts].join(", ")));
  }
  return [
    `z.array(${prefixItems ? "z.unknown()" : printer.print(items ?? true)})`,
    minItems === undefined ? "" : `.min(${minItems})`,
    maxItems === undefined ? "" : `.max(${maxItems})`,
    ...checks.map(check),
  ].join("");
}

export function printObject(schema: SchemaObject, printer: SchemaPrinter): string {
  const { properties = {}, required = [], patternProperties = {} } = schema;
  const patterned = Object.keys(patternProperties).length > 0;
  // Beside patterns, the check of the patterns decides which properties are additional.
  const additional = patterned ? true : (schema.additionalProperties ?? true);
  const lines: string[] = [];
  const members: string[] = [];
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const property = Object.hasOwn(properties, name) ? (properties[name] as Schema) : additional;
    const isRequired = required.includes(name);
    if (name in Object.prototype) {
      const args = `${literal(name)}, ${printer.print(property)}, ${isRequired}`;
      members.push(check(printer.call("member", args)));
      if (name !== "__proto__") lines.push(`${propertyKey(name)}: z.unknown().optional()`);
    } else lines.push(`${propertyKey(name)}: ${printer.property(property, isRequired)}`);
  }
  if (patterned) members.push(check(printPatterns(schema, Object.keys(properties), printer)));
  if (schema.propertyNames !== undefined)
    members.push(check(printer.call("propertyNames", printer.print(schema.propertyNames))));
  const object = shapeOf(lines, additional, printer) + objectChecks(schema, printer).map(check).join("");
  // These checks are beside the object and not on it: zod hands on a copy without a member called __proto__.
  return members.length === 0
    ? object
    : printer.call("allOf", list([object, `z.unknown()${members.join("")}`]));
}

/** An object with these members, and with others as `additional` allows. */
function shapeOf(lines: readonly string[], additional: Schema, printer: SchemaPrinter): string {
  const shape = block("{", lines, "}");
  if (additional === false) return `z.strictObject(${shape})`;
  if (additional === true || Object.keys(additional).length === 0)
    return lines.length === 0 ? "z.record(z.string(), z.unknown())" : `z.looseObject(${shape})`;
  return lines.length === 0
    ? printer.call("record", printer.print(additional))
    : printer.call("object", `${shape}, ${printer.print(additional)}`);
}

function objectChecks(schema: SchemaObject, printer: SchemaPrinter): string[] {
  const { minProperties, maxProperties, dependentRequired, dependentSchemas } = schema;
  const checks: string[] = [];
  if (minProperties !== undefined) checks.push(printer.call("minProperties", String(minProperties)));
  if (maxProperties !== undefined) checks.push(printer.call("maxProperties", String(maxProperties)));
  if (dependentRequired) checks.push(printer.call("dependentRequired", literal(dependentRequired)));
  if (dependentSchemas) {
    const members = Object.entries(dependentSchemas).map(
      ([name, dependent]) => `${propertyKey(name)}: ${printer.print(dependent)}`,
    );
    checks.push(printer.call("dependentSchemas", `{ ${members.join(", ")} }`));
  }
  return checks;
}

function printPatterns(
  { patternProperties = {}, additionalProperties: rest }: SchemaObject,
  listed: readonly string[],
  printer: SchemaPrinter,
): string {
  const patterns = Object.entries(patternProperties).map(
    ([source, schema]) => [printer.pattern(source), schema] as const,
  );
  const pairs = list(
    patterns.flatMap(([re2, schema]) =>
      re2 === undefined ? [] : [`[${literal(re2)}, ${printer.print(schema)}]`],
    ),
  );
  // If a pattern cannot be checked, it is not known which properties are additional.
  const isOpen = rest === undefined || rest === true || patterns.some(([re2]) => re2 === undefined);
  if (isOpen) return printer.call("patternProperties", pairs);
  const names = listed.length === 0 ? [] : [literal(listed)];
  return printer.call("patternProperties", [pairs, printer.print(rest), ...names].join(", "));
}

function check(code: string): string {
  return `.check(${code})`;
}

// -------------------------------------------------------------------------------------- unevaluated

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
