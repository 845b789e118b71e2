/** The type printed for a recursive component is what zod infers; equal to `z.output` by hand. */
import { expect, it } from "vitest";
import { typeOf } from "../../generator/emit/typescript-type.ts";
import type { Schema } from "../../generator/json-schema.ts";
import type { Component } from "../../generator/model/server-model.ts";
import { schemasOf } from "../support/schemas.ts";

const tree: Component = { name: "tree", exportName: "Tree", schema: true, recursive: true };

const rows: [Schema, string][] = [
  [true, "unknown"],
  [false, "never"],
  [{}, "unknown"],
  [{ $ref: "#/$defs/tree" }, "Tree"],
  [{ type: "integer" }, "number"],
  [{ type: ["string", "null"] }, "string | null"],
  [{ type: ["integer", "number"] }, "number"],
  [{ enum: ["a", 1, null] }, '"a" | 1 | null'],
  [{ const: false }, "false"],
  [{ enum: [{ a: 1 }] }, "unknown"],
  [{ type: "array" }, "unknown[]"],
  [{ type: "array", items: { type: ["string", "null"] } }, "(string | null)[]"],
  [{ type: "array", prefixItems: [{ type: "string" }] }, "unknown[]"],
  [{ type: "object" }, "{ [key: string]: unknown }"],
  [{ type: "object", additionalProperties: { type: "string" } }, "{ [key: string]: string }"],
  [{ type: "object", additionalProperties: false }, "{ [key: string]: never }"],
  [
    { type: "object", properties: { a: { type: "string" }, "b-c": true }, required: ["a"] },
    '{\n  a: string;\n  "b-c"?: unknown;\n  [key: string]: unknown;\n}',
  ],
  [
    {
      type: "object",
      properties: { child: { $ref: "#/$defs/tree" } },
      additionalProperties: false,
    },
    "{\n  child?: Tree | undefined;\n}",
  ],
  [{ type: "object", required: ["a"], additionalProperties: false }, "{\n  a: never;\n}"],
  [{ anyOf: [{ type: "string" }, { $ref: "#/$defs/tree" }] }, "string | Tree"],
  [{ anyOf: [{ type: "string" }, {}] }, "unknown"],
  [{ allOf: [{ $ref: "#/$defs/tree" }, { minProperties: 1 }] }, "Tree"],
  [
    { allOf: [{ $ref: "#/$defs/tree" }, { anyOf: [{ type: "string" }, { type: "number" }] }] },
    "Tree & (string | number)",
  ],
  [{ not: { type: "string" } }, "unknown"],
];

it.each(rows)("the TypeScript type of %j is printed", (schema, want) => {
  expect(typeOf(schema, schemasOf([tree]))).toBe(want);
});
