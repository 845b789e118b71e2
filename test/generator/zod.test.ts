/** The printed code accepts exactly what the JSON Schema accepts; `accepts` and Ajv are asked the same. */
import { describe, expect, it } from "vitest";
import { ZodPrinter } from "../../generator/emit/zod.ts";
import type { Json } from "../../generator/json.ts";
import type { Schema } from "../../generator/json-schema.ts";
import * as fc from "../support/properties.ts";
import { ROWS } from "../support/schema-rows.ts";
import {
  ajvJudge,
  anyJson,
  anySchema,
  anySchemaForAjv,
  DEFS,
  type Defs,
  ownJudge,
  schemasOf,
  zodJudge,
} from "../support/schemas.ts";

const JUDGES = { zod: zodJudge, accepts: ownJudge, ajv: ajvJudge };

describe.each(["zod", "accepts", "ajv"] as const)("%s", (name) => {
  const rows = name === "ajv" ? ROWS.filter(([, , , , ajv]) => ajv !== "not ajv") : ROWS;
  it.each(rows)("judges %s", (_title, schema, good, bad) => {
    const judge = JUDGES[name](schema, DEFS);
    for (const value of good) expect(judge(value), `accepts ${JSON.stringify(value)}`).toBe(true);
    for (const value of bad) expect(judge(value), `accepts ${JSON.stringify(value)}`).toBe(false);
  });
});

describe("any schema means the same to Ajv and to", () => {
  const agree = (judgeOf: (schema: Schema, defs: Defs) => (value: Json) => boolean): void =>
    fc.assert(
      fc.property(anySchemaForAjv, fc.array(anyJson, { minLength: 8, maxLength: 8 }), (schema, values) => {
        const [ours, ajv] = [judgeOf(schema, DEFS), ajvJudge(schema, DEFS)];
        for (const value of values) expect(ours(value), JSON.stringify(value)).toBe(ajv(value));
      }),
      { numRuns: 800 },
    );

  it("the printed zod schema", () => agree(zodJudge));
  it("`accepts`", () => agree(ownJudge));
});

it("any schema with unevaluated members or items means the same to the printed zod schema and to `accepts`", () => {
  const unevaluated = fc
    .tuple(anySchema, anySchema, fc.constantFrom("unevaluatedProperties", "unevaluatedItems"))
    .map(
      ([schema, rest, key]): Schema => (typeof schema === "boolean" ? schema : { ...schema, [key]: rest }),
    );
  fc.assert(
    fc.property(unevaluated, fc.array(anyJson, { minLength: 8, maxLength: 8 }), (schema, values) => {
      const [zod, own] = [zodJudge(schema, DEFS), ownJudge(schema, DEFS)];
      for (const value of values) expect(zod(value), JSON.stringify(value)).toBe(own(value));
    }),
    { numRuns: 800 },
  );
});

it("an integer can be as large as JSON allows", () => {
  expect(zodJudge({ type: "integer" })(2 ** 60)).toBe(true);
  expect(zodJudge({ type: "integer" })(1.5)).toBe(false);
});

describe("a printed schema", () => {
  const rows: [Schema, string][] = [
    [true, "z.unknown()"],
    [false, "z.never()"],
    [{}, "z.unknown()"],
    [{ type: "string", minLength: 1, maxLength: 5 }, "z.string().min(1).max(5)"],
    [{ type: ["integer", "null"], minimum: 1 }, "integer().min(1).nullable()"],
    [{ type: "string", format: "date-time", default: "x" }, "z.string()"],
    [{ type: "string", enum: ["a", "b"] }, 'z.enum([\n  "a",\n  "b",\n])'],
    [{ type: "array", items: { type: "boolean" } }, "z.array(z.boolean())"],
    [
      { type: "object", properties: { "a-b": { type: "number" }, c: true }, required: ["c"] },
      'z.looseObject({\n  "a-b": z.number().optional(),\n  c: z.unknown(),\n})',
    ],
    [{ type: "object", additionalProperties: false }, "z.strictObject({})"],
  ];
  it.each(rows)("has the layout of %j", (schema, want) => {
    expect(new ZodPrinter(schemasOf([], schema), { describe: false }).print(schema)).toBe(want);
  });

  it("has descriptions, with defaults described and not applied, where requested", () => {
    const schema: Schema = { type: "integer", description: "How many.", default: 10 };
    const printer = new ZodPrinter(schemasOf([], schema), { describe: true });
    expect(printer.property(schema, false)).toBe('integer().optional().describe("How many. Default: 10.")');
    expect(printer.property(schema, true)).toBe('integer().describe("How many. Default: 10.")');
  });
});
