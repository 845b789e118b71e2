/** The part of a schema that clients see. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import type { Schema } from "../../generator/json-schema.ts";
import { Advertiser } from "../../generator/model/advertise.ts";
import { Components } from "../../generator/model/components.ts";
import { graphOf } from "../../generator/model/schema-graph.ts";
import type { Argument } from "../../generator/model/server-model.ts";

function advertise(maxOutput = 1024, defs: { [name: string]: Schema } = {}) {
  const components = new Components(new Map(Object.entries(defs)));
  const advertiser = (): Advertiser => new Advertiser(components.defs, graphOf(components.defs), maxOutput);
  const argument = (schema: Schema): Argument => ({
    name: "a",
    schema: components.use(schema, "request"),
    required: false,
    binding: { in: "query" },
    examples: [],
  });
  return {
    input: (schema: Schema): unknown => {
      const args = [argument(schema)];
      return (advertiser().input(args).properties as JsonObject).a;
    },
    output: (schema: Schema): unknown => {
      const used = components.use(schema, "response");
      return advertiser().output(used);
    },
  };
}

describe("an argument with the schema", () => {
  it.each<[Schema, unknown]>([
    [true, {}],
    [false, { not: {} }],
    [{ type: "string" }, { type: "string" }],
    [
      { type: "array", items: true },
      { type: "array", items: true },
    ],
    [{ $ref: "#/$defs/Any" }, {}],
    [
      { $ref: "#/$defs/Name", description: "d" },
      { type: "string", minLength: 1, description: "d" },
    ],
  ])("%j is advertised as %j", (schema, want) => {
    const defs: { [name: string]: Schema } = { Any: true, Name: { type: "string", minLength: 1 } };
    expect(advertise(0, defs).input(schema)).toEqual(want);
  });
});

it("a schema that is nested deeply is advertised by reference", () => {
  const names = Array.from({ length: 1000 }, (_, i) => `S${i}`);
  const defs = Object.fromEntries(
    names.map((name, i): [string, Schema] => [
      name,
      i === 999
        ? { type: "string" }
        : { type: "object", properties: { next: { $ref: `#/$defs/S${i + 1}` } } },
    ]),
  );
  const { input } = advertise(0, defs);
  expect(input({ $ref: "#/$defs/S0" })).toEqual({ $ref: "#/$defs/S0" });
  expect(input({ $ref: "#/$defs/S990" })).toMatchObject({ properties: { next: { type: "object" } } });
});

describe("an output schema", () => {
  const small: Schema = {
    type: "object",
    properties: { a: { type: "integer", minimum: 1 } },
    required: ["a"],
  };

  it("declares only what a valid answer satisfies", () => {
    expect(advertise().output(small)).toEqual({
      type: "object",
      properties: { a: { type: ["number", "null"] } },
    });
  });

  it.each<[string, Schema, number]>([
    ["too large", small, 20],
    ["none wanted", small, 0],
    ["anything", true, 1024],
    ["nothing", false, 1024],
    ["a list", { type: "array" }, 1024],
    ["recursive", { $ref: "#/$defs/Tree" }, 1024],
  ])("is not advertised: %s", (_, schema, max) => {
    const Tree: Schema = { type: "object", properties: { child: { $ref: "#/$defs/Tree" } } };
    expect(advertise(max, { Tree }).output(schema)).toBeUndefined();
  });
});
