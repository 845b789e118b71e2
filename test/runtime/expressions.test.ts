import { describe, expect, it } from "vitest";
import type { Condition, Template } from "../../runtime/contract/template.ts";
import { ToolError } from "../../runtime/errors.ts";
import { fill, holds, type Scope } from "../../runtime/expressions.ts";
import * as fc from "../support/properties.ts";

const scope: Scope = {
  inputs: JSON.parse(
    '{"text":"hi","n":3,"no":null,"yes":true,"a":{"b":[{"c":1},{"c":2}]},"p/q":{"~":"tilde","":"empty"},' +
      '"kebab-case":1,"ä":2,"$ref":5,"list":[],"trap":"$env.TOKEN {$env.TOKEN}","__proto__":{"own":true}}',
  ),
  steps: new Map<string, unknown>([["issue-1", { number: 7, url: "https://x/7" }]]),
  response: { status: 202, headers: { etag: '"e"', "x-next": "2" }, body: { items: [1, 2], "a b": 1 } },
  item: { id: 9 },
  index: 0,
  uri: "repo://a/b",
  env: { TOKEN: "s3cret", EMPTY: "" },
};

describe("fill evaluates", () => {
  const rows: [Template, unknown][] = [
    // Texts without an expression.
    ["hi", "hi"],
    ["", ""],
    [5, 5],
    [false, false],
    [null, null],
    ["$5", "$5"],
    ["$", "$"],
    ["$unknown.x", "$unknown.x"],
    ["$inputs are these", "$inputs are these"],
    ["$inputs.", "$inputs."],
    ["$inputs.a[x]", "$inputs.a[x]"],
    ["$inputs.a[-1]", "$inputs.a[-1]"],
    ["$inputs#p", "$inputs#p"],
    ["$inputs#/~2", "$inputs#/~2"],
    ["$statusCode.x", "$statusCode.x"],
    ["$index[0]", "$index[0]"],
    ["$steps.issue-1", "$steps.issue-1"],
    ["$steps.issue-1.inputs.x", "$steps.issue-1.inputs.x"],
    ["$response", "$response"],
    ["$response.header.", "$response.header."],
    ["$env", "$env"],
    ["$env.A.B", "$env.A.B"],
    ["$INPUTS.n", "$INPUTS.n"],
    // A single expression keeps the type of its value.
    ["$inputs.text", "hi"],
    ["$inputs.n", 3],
    ["$inputs.no", null],
    ["$inputs.a", { b: [{ c: 1 }, { c: 2 }] }],
    ["$inputs.a.b[1].c", 2],
    ["$inputs.a.b.1.c", 2],
    ["$inputs.a.b[01].c", 2],
    ["$inputs.a#/b/0/c", 1],
    ["$inputs.a.b[0]#", { c: 1 }],
    ["$inputs#/p~1q/~0", "tilde"],
    ["$inputs#/p~1q/", "empty"],
    ["$inputs#/$ref", 5],
    ["$inputs.kebab-case", 1],
    ["$inputs.ä", 2],
    ["$steps.issue-1.outputs", { number: 7, url: "https://x/7" }],
    ["$steps.issue-1.outputs.number", 7],
    ["$response.body", { items: [1, 2], "a b": 1 }],
    ["$response.body.items[1]", 2],
    ["$response.body#/items/0", 1],
    ["$response.body#/a b", 1],
    ["$response.header.ETag", '"e"'],
    ["$response.header.x-next", "2"],
    ["$statusCode", 202],
    ["$item.id", 9],
    ["$index", 0],
    ["$uri", "repo://a/b"],
    ["$env.TOKEN", "s3cret"],
    // An expression that finds nothing is undefined.
    ["$inputs.none", undefined],
    ["$inputs.text.length", undefined],
    ["$inputs.list.length", undefined],
    ["$inputs.a.b[2]", undefined],
    ["$inputs.a.b[999999999]", undefined],
    ["$inputs.a#/b/00/c", undefined],
    ["$inputs.a#/b/-", undefined],
    ["$inputs.no.x", undefined],
    ["$inputs.constructor", undefined],
    ["$inputs.a.__proto__", undefined],
    ["$inputs.__proto__", { own: true }],
    ["$inputs.toString.name", undefined],
    ["$steps.other.outputs.x", undefined],
    ["$steps.size.outputs", undefined],
    ["$response.header.constructor", undefined],
    // Expressions inside a text.
    ["Bearer {$env.TOKEN}", "Bearer s3cret"],
    ["{$inputs.text}", "hi"],
    ["{$inputs.n}{$inputs.yes}{$inputs.no}", "3truenull"],
    ["a{$inputs.none}b", "ab"],
    ["{$inputs.a.b[0]} and {$response.body#/items}", '{"c":1} and [1,2]'],
    [
      "{inputs.text} {$nothing} {$inputs are} {} {$} {$inputs.text",
      "{inputs.text} {$nothing} {$inputs are} {} {$} {$inputs.text",
    ],
    ["{{$inputs.text}}", "{hi}"],
    ["$inputs.text and {$inputs.n}", "$inputs.text and 3"],
    // Escaped dollar signs.
    ["$$inputs.text", "$inputs.text"],
    ["$$$inputs.text", "$$inputs.text"],
    ["$$", "$"],
    ["{$$inputs.text}", "{$inputs.text}"],
    ["a $$ b", "a $$ b"],
    ["$${$inputs.n}", "$3"],
    // Values are not evaluated again.
    ["$inputs.trap", "$env.TOKEN {$env.TOKEN}"],
    ["<{$inputs.trap}>", "<$env.TOKEN {$env.TOKEN}>"],
    // Lists and objects, without undefined items and members.
    [
      ["$inputs.n", "$inputs.none", "x{$inputs.none}"],
      [3, "x"],
    ],
    [
      { a: "$inputs.n", b: "$inputs.none", c: [{ d: "$inputs.none" }] },
      { a: 3, c: [{}] },
    ],
    [{ "$inputs.text": 1 }, { "$inputs.text": 1 }],
  ];
  it.each(rows)("%j → %j", (template, value) => {
    expect(fill(template, scope)).toEqual(value);
    expect(fill(template, scope), "the same a second time").toEqual(value);
  });

  it("expressions in an empty scope", () => {
    expect(fill({ a: "$inputs.x", b: "$steps.s.outputs", c: "$response.body", d: "$item" }, {})).toEqual({});
    expect(fill("$statusCode", {})).toBeUndefined();
  });
});

it("fill keeps a member called __proto__", () => {
  const template = JSON.parse('{"__proto__":{"x":"$inputs.n"}}') as Template;
  const value = fill(template, scope) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(JSON.stringify(value)).toBe('{"__proto__":{"x":3}}');
});

it("fill returns a new value each time", () => {
  const template = { list: [1], deep: { a: 1 } };
  const value = fill(template, scope) as { list: number[]; deep: { a: number } };
  value.list.push(2);
  value.deep.a = 2;
  expect(fill(template, scope)).toEqual({ list: [1], deep: { a: 1 } });
});

describe("an unset variable is an error that names it only in the log:", () => {
  it.each(["$env.MISSING", "Bearer {$env.MISSING}", "$env.EMPTY", "$env.toString"])("%s", (template) => {
    let thrown: unknown;
    try {
      fill({ a: template }, scope);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ToolError);
    const { kind, message, details } = thrown as ToolError;
    const [, name = ""] = /\$env\.(\w+)/.exec(template) ?? [];
    expect(kind).toBe("internal");
    expect(message).not.toContain(name);
    expect((details.cause as Error).message).toContain(name);
  });
});

describe("conditions", () => {
  const rows: [Condition, boolean][] = [
    [{ value: "$inputs.text", is: "hi" }, true],
    [{ value: "$inputs.text", is: "ho" }, false],
    [{ value: "$inputs.n", is: 3 }, true],
    [{ value: "$inputs.n", is: "3" }, false],
    [{ value: "$inputs.no", is: null }, true],
    [{ value: "$inputs.none", is: null }, false],
    [{ value: "$inputs.a.b[0]", is: { c: 1 } }, true],
    [{ value: "$inputs.a.b[0]", is: { c: "$inputs.a.b[0].c" } }, true],
    [{ value: -0, is: 0 }, true],
    [{ value: "$inputs.text", not: "ho" }, true],
    [{ value: "$inputs.text", not: "hi" }, false],
    [{ value: "$inputs.none", not: "hi" }, true],
    [{ value: "$inputs.text", in: ["ho", "hi"] }, true],
    [{ value: "$inputs.text", in: [] }, false],
    [{ value: "$inputs.no", exists: true }, true],
    [{ value: "$inputs.none", exists: true }, false],
    [{ value: "$inputs.none", exists: false }, true],
    [{ value: "$inputs.constructor", exists: true }, false],
    [{ value: "$statusCode", gte: 200, lt: 300 }, true],
    [{ value: "$statusCode", gt: 202 }, false],
    [{ value: "$statusCode", lte: 202 }, true],
    [{ value: "$statusCode", lte: 201 }, false],
    [{ value: "$response.header.x-next", gt: 0 }, false],
    [{ value: "$inputs.none", lt: 5 }, false],
    [{ value: "$inputs.text", is: "hi", not: "hi" }, false],
    [
      {
        any: [
          { value: 1, is: 2 },
          { value: 1, is: 1 },
        ],
      },
      true,
    ],
    [{ any: [] }, false],
    [{ all: [{ value: 1, is: 1 }, { any: [{ value: 1, is: 2 }] }] }, false],
    [{ all: [] }, true],
  ];
  it.each(rows)("%j: %j", (condition, expected) => {
    expect(holds([condition], scope)).toBe(expected);
    expect(holds([condition, condition], scope)).toBe(expected);
  });

  it("hold only if each of them holds", () => {
    expect(holds([], scope)).toBe(true);
    expect(
      holds(
        [
          { value: 1, is: 1 },
          { value: 1, is: 2 },
        ],
        scope,
      ),
    ).toBe(false);
  });
});

describe("for any value,", () => {
  const json = fc.jsonValue() as fc.Arbitrary<Template>;
  const literal = json.filter((value) => !JSON.stringify(value).includes("$"));

  it("a template without a dollar sign is its own value", () => {
    fc.assert(
      fc.property(literal, (template) => {
        expect(fill(template, scope)).toEqual(template);
      }),
    );
  });

  it("an input stays unchanged and is not evaluated", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(fill("$inputs.value", { inputs: { value } })).toBe(value);
        expect(fill({ list: ["$item"] }, { item: value })).toEqual({ list: [value] });
      }),
    );
  });

  it("a JSON pointer finds a member of any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        fc.pre(!/[{}]/.test(name));
        const pointer = `#/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        expect(
          fill(`$response.body${pointer}`, { response: { body: Object.fromEntries([[name, 1]]) } }),
        ).toBe(1);
      }),
    );
  });

  it("a doubled dollar sign at the start yields the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes("{$"));
        expect(fill(text.startsWith("$") ? `$${text}` : text, scope)).toBe(text);
      }),
    );
  });
});

it("fill takes linear time", () => {
  const started = performance.now();
  for (const piece of ["{$", "{$inputs", "$", "{$inputs.a}", ".a", "[0]", "#/", "{{$inputs."])
    for (const start of ["", "$inputs", "$inputs#/", "{$inputs"])
      fill(start + piece.repeat(100_000), { inputs: {} });
  // It takes about 1 s; a single pattern in quadratic time takes more than 15 s.
  expect(performance.now() - started).toBeLessThan(12_000);
});
