/**
 * `speclathe/schema`: zod, and the keywords of JSON Schema without an equivalent in zod. All of them check, and only
 * `withDefaults` changes a value: a tool sends the arguments that it was given.
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

/** A schema that is built at the first call, and once. */
export function component<T extends z.ZodType>(build: () => T): () => T {
  let built: T | undefined;
  return () => (built ??= build());
}
