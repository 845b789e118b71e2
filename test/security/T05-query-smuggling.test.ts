/** A value of a query parameter or of a form field stays in it, and what is not declared is not sent. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../generator/json.ts";
import { type Called, type Operation, operations } from "../probes/harness.ts";
import { OBJECT, object, parameter, STRING, STRINGS } from "../probes/rows.ts";
import * as fc from "../support/properties.ts";

const SMUGGLED = [
  "a=1&admin=true",
  "&admin=true",
  "?admin=true",
  "#",
  "#&admin=true",
  ";admin=true",
  "[]",
  "][",
  "[admin]=true",
  "\u0000",
  "\u0000&admin=true",
  "+",
  "%26admin%3Dtrue",
  "%2526admin",
  "%",
  "%zz",
  "=",
  "==",
  "a,b",
  "a|b",
  " ",
  "\r\n",
  "\t",
  "\u2028",
  "é&é",
  "😀",
  "\\",
  "'",
  '"',
  "<script>",
  "__proto__",
];

const text = fc.oneof(
  fc.constantFrom(...SMUGGLED),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc
    .array(fc.oneof(fc.constantFrom(...SMUGGLED), fc.string({ maxLength: 3 })), { maxLength: 3 })
    .map((parts) => parts.join("")),
);

const LAST = parameter("query", "last");
const withLast = (fields: JsonObject): Operation => ({
  operation: { parameters: [parameter("query", "q", fields), LAST] },
});
const FORM = "application/x-www-form-urlencoded";
const form = (schema: JsonObject, encoding: JsonObject = {}): Operation => ({
  method: "POST",
  operation: {
    requestBody: {
      required: true,
      content: { [FORM]: { schema: object({ q: schema, last: STRING }), encoding: { q: encoding } } },
    },
  },
});

/** The upstream's reading of its query or form, as any form parser would do it. */
function pairs({ received }: Called): [string, string][] {
  expect(received).toHaveLength(1);
  const [{ target = "", body = Buffer.alloc(0), method } = {}] = received;
  const source = method === "POST" ? body.toString("latin1") : target.slice(target.indexOf("?") + 1);
  expect(target).toMatch(method === "POST" ? /^[^?#]*$/ : /^[^?#]*\?[^#]*$/);
  // RFC 3986, appendix A: query; without what the parsers of forms make something else of.
  expect(source).toMatch(/^(?:[A-Za-z0-9\-._~!$'()*,;=:@/?&]|%[0-9A-Fa-f]{2})*$/);
  return [...new URLSearchParams(source)];
}

type Expected = (value: string) => [string, string][];
const one: Expected = (value) => [["q", value]];

const CASES: readonly [
  name: string,
  operation: Operation,
  given: (value: string) => Json,
  expected: Expected,
][] = [
  ["form", withLast({}), (value) => value, one],
  [
    "form, a list exploded",
    withLast({ schema: STRINGS }),
    (value) => [value, "x"],
    (value) => [
      ["q", value],
      ["q", "x"],
    ],
  ],
  [
    "form, a list",
    withLast({ schema: STRINGS, explode: false }),
    (value) => ["x", value],
    (value) => [["q", `x,${value}`]],
  ],
  [
    "form, an object",
    withLast({ schema: OBJECT, explode: false }),
    (value) => ({ x: value }),
    (value) => [["q", `x,${value}`]],
  ],
  [
    "form, the name of an object's member",
    withLast({ schema: OBJECT, explode: false }),
    (value) => ({ [value]: "x" }),
    (value) => [["q", `${value},x`]],
  ],
  [
    "form, an object exploded",
    withLast({ schema: OBJECT }),
    (value) => ({ x: value }),
    (value) => [["x", value]],
  ],
  [
    "form, the name of a member exploded",
    withLast({ schema: OBJECT }),
    (value) => ({ [value]: "x" }),
    (value) => [[value, "x"]],
  ],
  [
    "spaceDelimited",
    withLast({ schema: STRINGS, style: "spaceDelimited" }),
    (value) => ["x", value],
    (value) => [["q", `x ${value}`]],
  ],
  [
    "pipeDelimited",
    withLast({ schema: STRINGS, style: "pipeDelimited" }),
    (value) => ["x", value],
    (value) => [["q", `x|${value}`]],
  ],
  [
    "deepObject",
    withLast({ schema: OBJECT, style: "deepObject", explode: true }),
    (value) => ({ x: value }),
    (value) => [["q[x]", value]],
  ],
  [
    "deepObject, the name of a member",
    withLast({ schema: OBJECT, style: "deepObject", explode: true }),
    (value) => ({ [value]: "x" }),
    (value) => [[`q[${value}]`, "x"]],
  ],
  [
    "JSON",
    withLast({ content: { "application/json": { schema: {} } } }),
    (value) => ({ [value]: value }),
    (value) => [["q", JSON.stringify({ [value]: value })]],
  ],
  ["a form", form(STRING), (value) => value, one],
  [
    "a form, a list",
    form(STRINGS),
    (value) => [value, "x"],
    (value) => [
      ["q", value],
      ["q", "x"],
    ],
  ],
  [
    "a form, an object",
    form(OBJECT),
    (value) => ({ [value]: value }),
    (value) => [["q", JSON.stringify({ [value]: value })]],
  ],
  [
    "a form, deepObject",
    form(OBJECT, { style: "deepObject", explode: true }),
    (value) => ({ [value]: value }),
    (value) => [[`q[${value}]`, value]],
  ],
];
const server = operations(
  {},
  CASES.map(([, operation]) => operation),
);

const LAST_PAIR: [string, string] = ["last", "1"];

describe("T05 query smuggling: a value", () => {
  it.each(CASES.map(([name, , given, expected], i) => [name, i, given, expected] as const))(
    "stays one parameter: %s",
    async (_, i, given, expected) => {
      const check = async (value: string): Promise<void> => {
        const called = await server.call(i, { q: given(value), last: "1" });
        expect(pairs(called)).toEqual([...expected(value.toWellFormed()), LAST_PAIR]);
      };
      for (const value of SMUGGLED) await check(value);
      await fc.assert(fc.asyncProperty(text, check), { numRuns: 60 });
    },
  );
});

const reserved = operations({}, [
  withLast({ allowReserved: true }),
  withLast({ allowReserved: true, schema: STRINGS }),
]);
/** Triplets pass unchanged where reserved characters do. */
const decodeTriplets = (value: string): string =>
  Buffer.from(
    Buffer.from(value, "utf8")
      .toString("latin1")
      .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

describe("T05 query smuggling: allowReserved", () => {
  it("keeps one value", async () => {
    const check = async (value: string): Promise<void> => {
      const called = await reserved.call(0, { q: value, last: "1" });
      expect(pairs(called)).toEqual([["q", decodeTriplets(value.toWellFormed())], LAST_PAIR]);
    };
    for (const value of SMUGGLED) await check(value);
    await fc.assert(fc.asyncProperty(text, check), { numRuns: 150 });
  });

  it("keeps two values", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (a, b) => {
        const called = await reserved.call(1, { q: [a, b], last: "1" });
        const wanted = [a, b].map((value) => ["q", decodeTriplets(value.toWellFormed())]);
        expect(pairs(called)).toEqual([...wanted, LAST_PAIR]);
      }),
      { numRuns: 100 },
    );
  });
});

const NAMES = SMUGGLED.filter((name) => !["__proto__"].includes(name));
const named = operations(
  {},
  NAMES.map((name): Operation => ({ operation: { parameters: [parameter("query", name), LAST] } })),
);

describe("T05 query smuggling: a name in the document", () => {
  it.each(NAMES.map((name, i) => [name, i] as const))("stays one name: %j", async (name, i) => {
    expect(pairs(await named.call(i, ["1", "1"]))).toEqual([[name, "1"], LAST_PAIR]);
  });
});

const declared = operations({}, [
  withLast({}),
  {
    method: "POST",
    path: "/{id}",
    operation: {
      parameters: [parameter("path", "id")],
      requestBody: { required: true, content: { "application/json": { schema: object({ a: STRING }) } } },
    },
  },
  { operation: {} },
]);
const UNDECLARED = [
  "admin",
  "q ",
  "Q",
  "q[]",
  "q[admin]",
  "q&admin",
  "",
  "__proto__",
  "constructor",
  "toString",
  "body",
  "headers",
  "_meta",
  "Authorization",
  "last_query",
];

describe("T05 query smuggling: an undeclared argument", () => {
  it.each(UNDECLARED)("is refused: %j", async (name) => {
    const extra = Object.fromEntries([[name, "true"]]);
    for (const [i, args] of [{ q: "1" }, { id: "1", a: "2" }, {}].entries()) {
      const { received, result } = await declared.call(i, { ...args, ...own(extra) });
      expect(received).toEqual([]);
      expect(result).toMatchObject({
        isError: true,
        structuredContent: { error: { kind: "invalid_arguments" } },
      });
      const error = result.structuredContent?.error as { fields: { path: string }[] };
      expect(error.fields.map(({ path }) => path)).toEqual([name]);
    }
  });
});

/** An object whose members are its own, whatever they are called. */
function own(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value));
}
