import { describe, expect, it } from "vitest";
import { expressionsIn, parseExpression } from "../../generator/expressions.ts";
import type { Json, JsonObject } from "../../generator/json.ts";
import { expectedValue } from "../../generator/model/wire/template-values.ts";
import { fill } from "../../runtime/expressions.ts";
import * as fc from "../support/properties.ts";

const values = {
  inputs: JSON.parse(
    '{"text":"hi","n":3,"no":null,"yes":true,"a":{"b":[{"c":1},{"c":2}]},"p/q":{"~":"tilde","":"empty"},' +
      '"kebab-case":1,"ä":2,"trap":"$env.TOKEN {$env.TOKEN}","__proto__":{"own":true}}',
  ) as JsonObject,
  steps: { "issue-1": { number: 7 } },
  body: { items: [1, 2], "a b": 1 },
  statusCode: 202,
  env: { TOKEN: "s3cret" },
  uri: "repo://a/b",
};
const scope = {
  inputs: values.inputs,
  steps: new Map(Object.entries(values.steps)),
  response: { body: values.body, status: 202 },
  env: values.env,
  uri: values.uri,
};

describe("a template is evaluated as by the runtime:", () => {
  const rows: [Json, Json | undefined][] = [
    ["hi", "hi"],
    [5, 5],
    [null, null],
    ["$5", "$5"],
    ["$unknown.x", "$unknown.x"],
    ["$inputs.n", 3],
    ["$inputs.no", null],
    ["$inputs.a.b[1].c", 2],
    ["$inputs.a.b.1.c", 2],
    ["$inputs.a.b.length", undefined],
    ["$inputs.a.b[01].c", 2],
    ["$inputs#/p~1q/~0", "tilde"],
    ["$inputs#/p~1q/", "empty"],
    ["$inputs#/~2", "$inputs#/~2"],
    ["$inputs.kebab-case", 1],
    ["$inputs.ä", 2],
    ["$inputs.toString", undefined],
    ["$inputs.__proto__.own", true],
    ["$steps.issue-1.outputs.number", 7],
    ["$steps.issue-1.number", "$steps.issue-1.number"],
    ["$response.body#/items/0", 1],
    ["$response.body#/a b", 1],
    ["$statusCode", 202],
    ["$uri", "repo://a/b"],
    ["$env.TOKEN", "s3cret"],
    ["$$inputs.n", "$inputs.n"],
    ["{$inputs.n} of {$inputs.a.b}", '3 of [{"c":1},{"c":2}]'],
    ["{$inputs.nothing}", ""],
    ["{$$inputs.n}{$inputs.n}", "{$inputs.n}3"],
    ["{$no.such}", "{$no.such}"],
    ["$$x {$inputs.n}", "$x 3"],
    ["{{$inputs.n}}", "{3}"],
    ["$inputs.trap", "$env.TOKEN {$env.TOKEN}"],
    [["$inputs.n", "$inputs.nothing"], [3]],
    [
      { a: "$inputs.n", b: "$inputs.nothing", c: { d: "$inputs.nothing" } },
      { a: 3, c: {} },
    ],
  ];
  it.each(rows)("%j → %j", (template, want) => {
    expect(expectedValue(template, values)).toEqual(want);
    expect(fill(template, scope)).toEqual(want);
  });

  it("for any text", () => {
    const piece = fc.constantFrom(
      ..."$ $$ { } {$ {$$ inputs steps response.body header statusCode env uri item .a .b [0] # / ~0 ~1 ~ TOKEN .".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        let want: unknown;
        try {
          want = fill(text, scope);
        } catch {
          return; // A variable of the environment that is not set.
        }
        expect(expectedValue(text, values)).toEqual(want);
      }),
      { numRuns: 5000 },
    );
  });
});

it("the names in a template are listed", () => {
  expect(expressionsIn({ a: ["x {$inputs.a#/b} {$env.C}", { d: "$steps.e.outputs.f" }], g: 1 })).toEqual([
    { root: "inputs", path: ["a", "b"], text: "$inputs.a#/b" },
    { root: "env", of: "C", path: [], text: "$env.C" },
    { root: "steps", of: "e", path: ["f"], text: "$steps.e.outputs.f" },
  ]);
  expect(parseExpression("$response.header.ETag")).toMatchObject({ root: "header", of: "etag" });
});
