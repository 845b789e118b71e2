/**
 * What generated schemas are made of: zod, and the conditions of JSON Schema that zod has no word for.
 * Everything here checks, and but for defaults nothing changes: what a tool sends is what it was given.
 */
import { z } from "zod";

export {
  dependentRequired,
  dependentSchemas,
  maxProperties,
  member,
  minProperties,
  object,
  patternProperties,
  propertyNames,
  record,
  required,
  withDefaults,
} from "./schema/objects.ts";
export { type Evaluated, unevaluatedItems, unevaluatedProperties } from "./schema/unevaluated.ts";
export {
  allOf,
  contains,
  equals,
  ifThenElse,
  ifType,
  integer,
  not,
  pattern,
  prefixItems,
  uniqueItems,
} from "./schema/values.ts";
export { z };

/** A schema that is built when it is first asked for, and once. */
export function component<T extends z.ZodType>(build: () => T): () => T {
  let built: T | undefined;
  return () => (built ??= build());
}
