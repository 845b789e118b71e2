/** Conditions on a value as a whole. */
import { z } from "zod";
import { jsonEqual } from "../contract/json-equality.ts";
import { fault, IS_OF, refer } from "./check.ts";

type Intersection<T extends readonly z.ZodType[]> = T extends readonly [
  infer First extends z.ZodType,
  ...infer Rest extends readonly z.ZodType[],
]
  ? z.output<First> & Intersection<Rest>
  : unknown;

/** `allOf`: every one of the schemas. */
export function allOf<const T extends readonly z.ZodType[]>(schemas: T): z.ZodType<Intersection<T>> {
  return z.unknown().check((ctx) => {
    for (const schema of schemas) refer(ctx, schema, ctx.value);
  }) as z.ZodType<Intersection<T>>;
}

/** `not`: anything the schema refuses. */
export function not(schema: z.ZodType): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    if (schema.safeParse(ctx.value).success) fault(ctx, "Invalid input: it is what it must not be");
  });
}

/** `if`, `then` and `else`: the value must satisfy the second if it satisfies the first, and else the third. */
export function ifThenElse(
  condition: z.ZodType,
  then: z.ZodType = z.unknown(),
  otherwise: z.ZodType = z.unknown(),
): z.ZodType<unknown> {
  return z.unknown().check((ctx) => {
    refer(ctx, condition.safeParse(ctx.value).success ? then : otherwise, ctx.value);
  });
}

/** `enum` and `const` of values that zod has no literal for: objects, arrays, or beside other conditions. */
export function equals<const T extends readonly unknown[]>(values: T): z.ZodType<T[number]> {
  return z.unknown().check((ctx) => {
    if (!values.some((value) => jsonEqual(value, ctx.value)))
      fault(ctx, `Invalid option: expected one of ${values.map((value) => JSON.stringify(value)).join("|")}`);
  }) as z.ZodType<T[number]>;
}

/**
 * Keywords without a `type`: they bind the values of the type they are about, and no others. The TypeScript
 * type is the one they are about, which is what a document means that forgets to say so.
 */
export function ifType<T extends z.ZodType>(type: keyof typeof IS_OF, schema: T): z.ZodType<z.output<T>> {
  return z.unknown().check((ctx) => {
    if (IS_OF[type](ctx.value)) refer(ctx, schema, ctx.value);
  }) as z.ZodType<z.output<T>>;
}

/** `type: integer`: a number without a fraction, however large; `z.int()` ends at 2^53. */
export function integer(): z.ZodNumber {
  return z.number().check((ctx) => {
    if (!Number.isInteger(ctx.value))
      ctx.issues.push({ code: "invalid_type", expected: "int", format: "safeint", input: ctx.value });
  });
}
