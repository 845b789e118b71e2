/** The wants are from the Overlay Specification 1.0.0 and 1.1.0, "Action Object" and "Examples". */
import { describe, expect, it } from "vitest";
import { formatPointer, type Json, type JsonObject, lookup } from "../../generator/json.ts";
import { select } from "../../generator/load/overlay/jsonpath.ts";
import { LimitExceeded, Limits } from "../../generator/load/overlay/limits.ts";
import { applyOverlay, overlaid } from "../../generator/load/overlay/overlay.ts";
import { parse } from "../../generator/load/parse.ts";
import { fromYaml } from "../support/documents.ts";
import * as fc from "../support/properties.ts";

function applied(root: JsonObject, overlay: Json, limits?: Limits): { root: JsonObject; said: string[] } {
  const said: string[] = [];
  const before = JSON.stringify([root, overlay]);
  const result = applyOverlay(
    root,
    overlay,
    (code, pointer, message) => said.push(`${code} at ${formatPointer(pointer)}: ${message}`),
    limits,
  );
  // Neither of them is changed, whatever happens.
  expect(JSON.stringify([root, overlay])).toBe(before);
  return { root: result, said };
}

function overlayOf(actions: Json, overlay = "1.1.0"): JsonObject {
  return { overlay, info: { title: "Corrections", version: "1" }, actions };
}

describe("actions of an overlay", () => {
  const rows: [what: string, document: string, actions: string, want: string][] = [
    [
      "update merges objects into each other",
      "info: { title: A, contact: { name: N } }",
      "[{ target: $.info, update: { title: B, contact: { email: E }, x-new: [1] } }]",
      "info: { title: B, contact: { name: N, email: E }, x-new: [1] }",
    ],
    ["the root too", "a: 1", "[{ target: $, update: { a: 2, b: 3 } }]", "{ a: 2, b: 3 }"],
    [
      "lists in it are appended",
      "a: { b: [1] }",
      "[{ target: $.a, update: { b: [2, 3] } }]",
      "a: { b: [1, 2, 3] }",
    ],
    ["a list is appended to a list", "a: [1]", "[{ target: $.a, update: [2, 3] }]", "a: [1, 2, 3]"],
    ["an object is an item", "a: [1]", "[{ target: $.a, update: { b: 1 } }]", "a: [1, { b: 1 }]"],
    ["a plain value is an item", "a: [1]", "[{ target: $.a, update: x }]", "a: [1, x]"],
    ["null is an item", "a: [1]", "[{ target: $.a, update: null }]", "a: [1, null]"],
    ["a plain value replaces one", "a: 1", "[{ target: $.a, update: x }]", "a: x"],
    ["items of a list too", "a: [1, 2, 1]", "[{ target: '$.a[?@ == 1]', update: 3 }]", "a: [3, 2, 3]"],
    [
      "null replaces and is replaced",
      "{ a: 1, b: null }",
      "[{ target: $, update: { a: null, b: 2 } }]",
      "{ a: null, b: 2 }",
    ],
    [
      "all places, each on its own",
      "paths: { /a: { get: {} }, /b: { get: { x-safe: false } }, /c: { put: {} } }",
      "[{ target: $.paths.*.get, update: { x-safe: true } }]",
      "paths: { /a: { get: { x-safe: true } }, /b: { get: { x-safe: true } }, /c: { put: {} } }",
    ],
    [
      "what aliases share changes where it is asked for",
      "{ a: &x { b: [1] }, c: *x }",
      "[{ target: $.c, update: { b: [2] } }]",
      "{ a: { b: [1] }, c: { b: [1, 2] } }",
    ],
    [
      "what one update put in several places is changed in one",
      "{ a: {}, b: {} }",
      "[{ target: $.*, update: { x: { y: 1 } } }, { target: $.a.x, update: { y: 2 } }]",
      "{ a: { x: { y: 2 } }, b: { x: { y: 1 } } }",
    ],
    ["remove takes members", "{ a: 1, b: 2 }", "[{ target: $.a, remove: true }]", "{ b: 2 }"],
    [
      "remove takes items, of which none is missed",
      "a: [1, 2, 1, 1, 3]",
      "[{ target: '$.a[?@ == 1]', remove: true }]",
      "a: [2, 3]",
    ],
    [
      "remove takes more than ten items",
      "a: [0,1,2,3,4,5,6,7,8,9,10,11]",
      "[{ target: '$.a[2:]', remove: true }]",
      "a: [0, 1]",
    ],
    [
      "remove takes what is inside of each other",
      "a: [{ a: [1, 2] }, { b: 1 }]",
      "[{ target: $..a, remove: true }]",
      "{}",
    ],
    [
      "remove takes objects of lists",
      "p: [{ name: dummy }, { name: q }]",
      "[{ target: \"$.p[?@.name == 'dummy']\", remove: true }]",
      "p: [{ name: q }]",
    ],
    ["remove comes before update", "{ a: 1 }", "[{ target: $.a, update: 2, remove: true }]", "{}"],
    ["remove: false is nothing", "{ a: 1 }", "[{ target: $.a, update: 2, remove: false }]", "{ a: 2 }"],
    [
      "a place that is named twice is changed once",
      "a: [[1]]",
      "[{ target: '$.a[0, 0]', update: 2 }]",
      "a: [[1, 2]]",
    ],
    [
      "actions see what those before did",
      "{}",
      "[{ target: $, update: { a: {} } }, { target: $.a, update: { b: 1 } }]",
      "a: { b: 1 }",
    ],
    [
      "copy merges",
      "paths: { /items: { get: { a: 1 } }, /some: { delete: {} } }",
      "[{ target: \"$.paths['/some']\", copy: \"$.paths['/items']\" }]",
      "paths: { /items: { get: { a: 1 } }, /some: { delete: {}, get: { a: 1 } } }",
    ],
    [
      "copy and remove move",
      "paths: { /items: { get: {} }, /some: {} }",
      "[{ target: $.paths, update: { /new: {} } }, { target: \"$.paths['/new']\", copy: \"$.paths['/items']\" }, { target: \"$.paths['/items']\", remove: true }]",
      "paths: { /some: {}, /new: { get: {} } }",
    ],
    [
      "a copy is on its own from then on",
      "{ a: { x: { y: 1 } }, b: {} }",
      "[{ target: $.a.x, update: { z: 1 } }, { target: $.b, copy: $.a }, { target: $.a.x, update: { y: 2 } }, { target: $.b.x, update: { y: 3 } }]",
      "{ a: { x: { y: 2, z: 1 } }, b: { x: { y: 3, z: 1 } } }",
    ],
    [
      "what contains the target can be copied",
      "a: { b: {} }",
      "[{ target: $.a.b, copy: $ }]",
      "a: { b: { a: { b: {} } } }",
    ],
    ["a list is appended to itself", "a: [1, 2]", "[{ target: $.a, copy: $.a }]", "a: [1, 2, 1, 2]"],
    [
      "names are names",
      '{ "__proto__": { a: 1 } }',
      "[{ target: \"$['__proto__']\", update: { a: 2, constructor: 3 } }]",
      '{ "__proto__": { a: 2, constructor: 3 } }',
    ],
    [
      "regular expressions",
      "{ get: 1, getAll: 2, put: 3 }",
      "[{ target: \"$[?search('getAll', 'g.t')]\", update: 4 }]",
      "{ get: 4, getAll: 4, put: 4 }",
    ],
    [
      "actions may have more to say",
      "a: 1",
      "[{ target: $.a, description: Why, x-by: Me, update: 2 }]",
      "a: 2",
    ],
  ];
  it.each(rows)("%s", (_what, document, actions, want) => {
    const { root, said } = applied(fromYaml(document), overlayOf(fromYaml(`a: ${actions}`).a as Json));
    expect(said).toEqual([]);
    expect(JSON.stringify(root)).toBe(JSON.stringify(fromYaml(want)));
  });

  it("are those of 1.1 in overlays of 1.0, but for copy and that kinds may be mixed", () => {
    const mixed = [{ target: "$.*", update: { c: 1 } }];
    expect(applied({ a: {}, b: [] }, overlayOf(mixed, "1.0.0"))).toEqual({
      root: { a: { c: 1 }, b: [{ c: 1 }] },
      said: [],
    });
  });
});

describe("what is wrong with an overlay is told at its place", () => {
  const action = (more: JsonObject): JsonObject => overlayOf([{ target: "$.info", ...more }]);
  const rows: [overlay: Json, want: string][] = [
    ["text", "invalid-overlay at : an overlay is an object and not a string"],
    [null, "invalid-overlay at : an overlay is an object and not null"],
    [
      { info: { title: "T", version: "1" }, actions: [{ target: "$", remove: false, update: {} }] },
      "invalid-overlay at : it does not say its version",
    ],
    [
      overlayOf([{ target: "$.info", update: {} }], "2.0.0"),
      'invalid-overlay at /overlay: "2.0.0" is no known version',
    ],
    [{ ...action({ update: {} }), overlay: 1.1 }, "invalid-overlay at /overlay: 1.1 is no known version"],
    [
      { ...action({ update: {} }), info: { title: "T" } },
      "invalid-overlay at /info: `info` must have a `title` and a `version`",
    ],
    [{ ...action({ update: {} }), action: [] }, 'invalid-overlay at /action: "action" means nothing here'],
    [overlayOf([]), "invalid-overlay at /actions: `actions` must be a list of at least one action"],
    [overlayOf({}), "invalid-overlay at /actions: `actions` must be a list of at least one action"],
    [overlayOf([{ update: {} }]), "invalid-overlay at /actions/0: `target` must be a JSONPath"],
    [overlayOf(["$"]), "invalid-overlay at /actions/0: `target` must be a JSONPath"],
    [
      overlayOf([{ target: 1, update: {} }]),
      "invalid-overlay at /actions/0/target: `target` must be a JSONPath",
    ],
    [
      action({ updates: {}, update: {} }),
      'invalid-overlay at /actions/0/updates: "updates" means nothing here',
    ],
    [action({}), "invalid-overlay at /actions/0: the action does nothing"],
    [
      action({ remove: "yes" }),
      "invalid-overlay at /actions/0/remove: `remove` is true or false and not a string",
    ],
    [action({ update: {}, copy: "$" }), "invalid-overlay at /actions/0: an action either updates or copies"],
    [action({ copy: 1 }), "invalid-overlay at /actions/0/copy: `copy` must be a JSONPath"],
    [
      overlayOf([{ target: "$.info", copy: "$" }], "1.0.0"),
      "invalid-overlay at /actions/0/copy: overlays of version 1.0 have no `copy`",
    ],
    [
      overlayOf([{ target: "$.paths./pets", update: {} }]),
      "invalid-overlay at /actions/0/target: this is not a JSONPath of RFC 9535: unexpected shorthand selector '/' ('ths./pets':8)",
    ],
    [
      overlayOf([{ target: "info", update: {} }]),
      "invalid-overlay at /actions/0/target: this is not a JSONPath of RFC 9535: expected '$', found 'i' ('info':0)",
    ],
    [
      overlayOf([{ target: "", update: {} }]),
      "invalid-overlay at /actions/0/target: this is not a JSONPath of RFC 9535: can't backup beyond start ('':0)",
    ],
    [
      overlayOf([{ target: `$${"[".repeat(2000)}`, update: {} }]),
      "invalid-overlay at /actions/0/target: this is not a JSONPath of RFC 9535: it has more than 2000 characters",
    ],
    [
      overlayOf([{ target: "$", remove: true }]),
      "invalid-overlay at /actions/0/target: the whole document cannot be removed",
    ],
    [
      overlayOf([{ target: "$.nothing", update: {} }]),
      "unmatched-overlay at /actions/0/target: this leads to nothing in the document",
    ],
    [
      overlayOf([{ target: "$.nothing", remove: true }]),
      "unmatched-overlay at /actions/0/target: this leads to nothing in the document",
    ],
    [
      overlayOf([{ target: "$.*", update: {} }]),
      "invalid-overlay at /actions/0/target: this leads to an object and a list, which cannot be changed in the same way",
    ],
    [
      action({ update: [1] }),
      "invalid-overlay at /actions/0/update: a list cannot be merged with an object, which is what the document has there",
    ],
    [
      action({ update: { a: { b: 1 } } }),
      "invalid-overlay at /actions/0/update/a/b: a number cannot be merged with an object, which is what the document has there",
    ],
    [
      action({ update: { title: ["x"] } }),
      "invalid-overlay at /actions/0/update/title: a list cannot be merged with a string, which is what the document has there",
    ],
    [
      overlayOf([{ target: "$.info.title", update: {} }]),
      "invalid-overlay at /actions/0/update: an object cannot be merged with a string, which is what the document has there",
    ],
    [
      action({ copy: "$.nothing" }),
      "invalid-overlay at /actions/0/copy: what is copied must be one value, and this leads to 0",
    ],
    [
      action({ copy: "$.info.*" }),
      "invalid-overlay at /actions/0/copy: what is copied must be one value, and this leads to 2",
    ],
    [
      action({ copy: "$.list" }),
      "invalid-overlay at /actions/0/copy: a list cannot be merged with an object, which is what the document has there",
    ],
    [
      action({ copy: "$$" }),
      "invalid-overlay at /actions/0/copy: this is not a JSONPath of RFC 9535: expected '.', '..' or a bracketed selection, found '$' ('$$':1)",
    ],
  ];
  it.each(rows)("%j", (overlay, want) => {
    const { said } = applied({ info: { title: "A", a: { b: {} } }, list: [] }, overlay);
    expect(said).toEqual([want]);
  });

  it("without losing what could be applied", () => {
    const { root, said } = applied(
      { a: 1, b: 1 },
      overlayOf([
        { target: "$.a", update: {} },
        { target: "$.b", update: 2 },
      ]),
    );
    expect(root).toEqual({ a: 1, b: 2 });
    expect(said).toHaveLength(1);
  });
});

describe("overlays that would never come to an end", () => {
  const wide: Json = Array.from({ length: 400 }, (_, i) => ({ i, a: [1, 2, 3] }));
  const rows: [what: string, document: JsonObject, actions: Json, want: RegExp][] = [
    [
      "questions in questions",
      { wide },
      [{ target: "$..[?@..[?$..[?$..*]]]", update: { x: 1 } }],
      /more than 100000 steps/,
    ],
    [
      "comparisons of everything",
      { wide, other: wide, all: wide },
      Array.from({ length: 200 }, () => ({ target: "$.all[?$.other == $.wide]", update: { x: 1 } })),
      /more than 100000 steps/,
    ],
    [
      "copies of copies",
      { a: {} },
      Array.from({ length: 60 }, (_, i) => [
        { target: "$.a", update: { [`x${i}`]: {} } },
        { target: `$.a.x${i}`, copy: "$.a" },
      ]).flat(),
      /more than 10000 values/,
    ],
    [
      "copies into themselves",
      { a: {} },
      Array.from({ length: 300 }, () => ({ target: "$", copy: "$.a" })).concat(
        Array.from({ length: 300 }, () => ({ target: "$..a", copy: "$" })),
      ),
      /more than 10000 values|levels deep/,
    ],
    [
      "long texts",
      { a: [""] },
      [
        ...Array.from({ length: 18 }, () => ({ target: "$.a", copy: "$.a" })),
        { target: "$.a.*", update: "x".repeat(10_000) },
      ],
      /more than 10000 values/,
    ],
    [
      "deep values",
      { a: {} },
      [{ target: "$.a", update: JSON.parse(`${'{"b":'.repeat(200)}1${"}".repeat(200)}`) as Json }],
      /nested more than 200 levels/,
    ],
  ];
  it.each(rows)("%s", (_what, document, actions, want) => {
    const { said } = applied(document, overlayOf(actions), new Limits(100_000, 10_000));
    expect(said.join("\n")).toMatch(want);
  });

  it("regular expressions take no longer than their text", () => {
    const said = applied(
      { a: { b: "a".repeat(100_000) } },
      overlayOf([{ target: "$.a[?search(@, '(a+)+(a+)+(a+)+(a+)+b')]", update: 1 }]),
    );
    expect(said.said).toEqual([
      "unmatched-overlay at /actions/0/target: this leads to nothing in the document",
    ]);
  });
});

describe("JSONPath", () => {
  const document: JsonObject = {
    a: [{ b: 1, c: "x" }, { b: 2 }, { b: 3, c: "a.b\n" }],
    "d e": { "'": 1, "\u{1F600}": 2 },
    n: null,
  };
  const rows: [query: string, want: string[]][] = [
    ["$", [""]],
    ["$.a[0].b", ["/a/0/b"]],
    ["$['a'][-1]", ["/a/2"]],
    ["$.a[::2]", ["/a/0", "/a/2"]],
    ["$.a[::-1].b", ["/a/2/b", "/a/1/b", "/a/0/b"]],
    ["$['d e']['\\'']", ["/d e/'"]],
    ['$["d e"]["\\uD83D\\uDE00"]', ["/d e/\u{1F600}"]],
    ["$..b", ["/a/0/b", "/a/1/b", "/a/2/b"]],
    ["$.a[?@.b > 1 && !@.c]", ["/a/1"]],
    ["$.a[?@.c == 'x' || @.b >= 3]", ["/a/0", "/a/2"]],
    ["$.a[?length(@.c) == 4]", ["/a/2"]],
    ["$[?count(@.*) == 3]", ["/a"]],
    ["$.a[?value(@..b) == 2]", ["/a/1"]],
    ["$.a[?match(@.c, 'x|y')]", ["/a/0"]],
    ["$.a[?match(@.c, '.')]", ["/a/0"]],
    // Neither a dot nor the end of the whole is a line's.
    ["$.a[?match(@.c, 'a.b')]", []],
    ["$.a[?match(@.c, 'a.b.')]", []],
    ["$.a[?search(@.c, 'a[.]b')]", ["/a/2"]],
    ["$.a[?search(@.c, 'a\\\\.b')]", ["/a/2"]],
    ["$.a[?search(@.c, '(')]", []],
    ["$[?@ == null]", ["/n"]],
    ["$.n.x", []],
    ["$.constructor", []],
    ["$.a.length", []],
  ];
  it.each(rows)("%s", (query, want) => {
    expect(select(document, query, new Limits()).map(formatPointer)).toEqual(want);
  });

  it("is a JSONPath or refused, whatever is asked", () => {
    const text = fc
      .array(fc.constantFrom(..."$.[]?@*:'\"(),0a-&|!=<> ", "..", "length", "match"))
      .map((all) => `$${all.join("")}`);
    fc.assert(
      fc.property(text, (query) => {
        const said = applied({ a: [1, { a: 2 }] }, overlayOf([{ target: query, remove: true }])).said.join();
        expect(said).toMatch(/^$|not a JSONPath|leads to nothing|whole document/);
      }),
    );
  });

  it("stops where it is told to", () => {
    const limits = new Limits(1_000);
    expect(() =>
      select(
        Array.from({ length: 2_000 }, () => 0),
        "$.*",
        limits,
      ),
    ).toThrow(LimitExceeded);
  });
});

describe("places of a document that overlays have changed", () => {
  const text = `info:
  title: A
paths:
  /a:
    get:
      parameters:
        - name: one
        - name: two
        - name: three
  /b:
    get: {}
`;
  const actions = [
    { target: "$.paths['/a'].get.parameters[?@.name == 'one']", remove: true },
    { target: "$.paths['/a'].get.parameters", update: [{ name: "four" }] },
    { target: "$.paths['/b'].get", update: { summary: "B", "x-list": [{ deep: 1 }] } },
    { target: "$.info", update: { title: "Corrected" } },
    { target: "$.paths['/b']", update: { put: {} } },
    { target: "$.paths['/b'].put", copy: "$.paths['/a'].get" },
  ];
  const rows: [place: string, line: number][] = [
    ["/info/title", 2],
    ["/paths/~1a/get/parameters/0", 8],
    ["/paths/~1a/get/parameters/0/name", 8],
    ["/paths/~1a/get/parameters/1", 9],
    // Put in: where what contains it is.
    ["/paths/~1a/get/parameters/2", 7],
    ["/paths/~1b/get/summary", 11],
    ["/paths/~1b/get/x-list/0/deep", 11],
    ["/paths/~1b/put/parameters/0", 11],
    ["/nothing", 1],
  ];
  it.each(rows)("%s is in line %i", async (place, line) => {
    const parsed = await parse(text, false);
    const both = [actions.slice(0, 2), actions.slice(2)].map((list) => ({
      value: overlayOf(list),
      report: () => expect.fail("nothing is wrong"),
    }));
    const { value, locate } = overlaid({ ...parsed, value: parsed.value as JsonObject }, both);
    const pointer = place
      .slice(1)
      .split("/")
      .map((token) => token.replaceAll("~1", "/"));
    if (line > 1) expect(lookup(value, pointer)).toBeDefined();
    expect(locate([pointer])).toEqual([expect.objectContaining({ line })]);
  });

  it("are the document's own without overlays", async () => {
    const parsed = { ...(await parse(text, false)), value: {} };
    expect(overlaid(parsed, [])).toBe(parsed);
  });
});
