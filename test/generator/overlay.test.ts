/** The wants are from the Overlay Specification 1.0.0 and 1.1.0, "Action Object" and "Examples". */
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.ts";
import { formatPointer, type Json, type JsonObject, lookup } from "../../generator/json.ts";
import { parse } from "../../generator/load/document-files.ts";
import { Failure } from "../../generator/load/local-files.ts";
import { applyOverlays, selectPlaces } from "../../generator/load/overlay.ts";
import { fromYaml } from "../support/documents.ts";
import * as fc from "../support/properties.ts";

function applied(root: JsonObject, value: Json): { root: Json; reported: string[] } {
  const before = JSON.stringify([root, value]);
  const diagnostics = new Diagnostics("fixes.yaml");
  const overlay = { label: "fixes.yaml", value, locate: () => [], diagnostics };
  const result = applyOverlays({ value: root, locate: () => [] }, [overlay]);
  // Applying an overlay never changes its arguments.
  expect(JSON.stringify([root, value])).toBe(before);
  const reported = diagnostics.items.map(
    ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
  );
  return { root: result.value, reported };
}

function overlayOf(actions: Json, overlay = "1.1.0"): JsonObject {
  return { overlay, info: { title: "Corrections", version: "1" }, actions };
}

describe("actions of an overlay", () => {
  const rows: [title: string, document: string, actions: string, want: string][] = [
    [
      "update merges objects into each other",
      "info: { title: A, contact: { name: N } }",
      "[{ target: $.info, update: { title: B, contact: { email: E }, x-new: [1] } }]",
      "info: { title: B, contact: { name: N, email: E }, x-new: [1] }",
    ],
    ["update merges into the root", "a: 1", "[{ target: $, update: { a: 2, b: 3 } }]", "{ a: 2, b: 3 }"],
    [
      "update appends lists inside of objects",
      "a: { b: [1] }",
      "[{ target: $.a, update: { b: [2, 3] } }]",
      "a: { b: [1, 2, 3] }",
    ],
    ["update appends a list to a list", "a: [1]", "[{ target: $.a, update: [2, 3] }]", "a: [1, 2, 3]"],
    [
      "update appends an object to a list",
      "a: [1]",
      "[{ target: $.a, update: { b: 1 } }]",
      "a: [1, { b: 1 }]",
    ],
    ["update appends a string to a list", "a: [1]", "[{ target: $.a, update: x }]", "a: [1, x]"],
    ["update appends null to a list", "a: [1]", "[{ target: $.a, update: null }]", "a: [1, null]"],
    ["update replaces a number", "a: 1", "[{ target: $.a, update: x }]", "a: x"],
    [
      "update replaces items of a list",
      "a: [1, 2, 1]",
      "[{ target: '$.a[?@ == 1]', update: 3 }]",
      "a: [3, 2, 3]",
    ],
    [
      "update replaces null, and replaces values by null",
      "{ a: 1, b: null }",
      "[{ target: $, update: { a: null, b: 2 } }]",
      "{ a: null, b: 2 }",
    ],
    [
      "update changes every place on its own",
      "paths: { /a: { get: {} }, /b: { get: { x-safe: false } }, /c: { put: {} } }",
      "[{ target: $.paths.*.get, update: { x-safe: true } }]",
      "paths: { /a: { get: { x-safe: true } }, /b: { get: { x-safe: true } }, /c: { put: {} } }",
    ],
    [
      "update changes a value that YAML aliases share only in the target",
      "{ a: &x { b: [1] }, c: *x }",
      "[{ target: $.c, update: { b: [2] } }]",
      "{ a: { b: [1] }, c: { b: [1, 2] } }",
    ],
    [
      "update changes one of the copies that an earlier action added",
      "{ a: {}, b: {} }",
      "[{ target: $.*, update: { x: { y: 1 } } }, { target: $.a.x, update: { y: 2 } }]",
      "{ a: { x: { y: 2 } }, b: { x: { y: 1 } } }",
    ],
    ["remove removes members", "{ a: 1, b: 2 }", "[{ target: $.a, remove: true }]", "{ b: 2 }"],
    [
      "remove removes every matching item",
      "a: [1, 2, 1, 1, 3]",
      "[{ target: '$.a[?@ == 1]', remove: true }]",
      "a: [2, 3]",
    ],
    [
      "remove removes ten items",
      "a: [0,1,2,3,4,5,6,7,8,9,10,11]",
      "[{ target: '$.a[2:]', remove: true }]",
      "a: [0, 1]",
    ],
    [
      "remove removes values that contain each other",
      "a: [{ a: [1, 2] }, { b: 1 }]",
      "[{ target: $..a, remove: true }]",
      "{}",
    ],
    [
      "remove removes objects from lists",
      "p: [{ name: dummy }, { name: q }]",
      "[{ target: \"$.p[?@.name == 'dummy']\", remove: true }]",
      "p: [{ name: q }]",
    ],
    ["remove takes precedence over update", "{ a: 1 }", "[{ target: $.a, update: 2, remove: true }]", "{}"],
    ["remove: false has no effect", "{ a: 1 }", "[{ target: $.a, update: 2, remove: false }]", "{ a: 2 }"],
    [
      "update changes a place that the target matches twice once",
      "a: [[1]]",
      "[{ target: '$.a[0, 0]', update: 2 }]",
      "a: [[1, 2]]",
    ],
    [
      "actions see the changes of earlier actions",
      "{}",
      "[{ target: $, update: { a: {} } }, { target: $.a, update: { b: 1 } }]",
      "a: { b: 1 }",
    ],
    [
      "copy merges a value into the target",
      "paths: { /items: { get: { a: 1 } }, /some: { delete: {} } }",
      "[{ target: \"$.paths['/some']\", copy: \"$.paths['/items']\" }]",
      "paths: { /items: { get: { a: 1 } }, /some: { delete: {}, get: { a: 1 } } }",
    ],
    [
      "copy and remove move a value",
      "paths: { /items: { get: {} }, /some: {} }",
      "[{ target: $.paths, update: { /new: {} } }, { target: \"$.paths['/new']\", copy: \"$.paths['/items']\" }, { target: \"$.paths['/items']\", remove: true }]",
      "paths: { /some: {}, /new: { get: {} } }",
    ],
    [
      "copy makes an independent copy",
      "{ a: { x: { y: 1 } }, b: {} }",
      "[{ target: $.a.x, update: { z: 1 } }, { target: $.b, copy: $.a }, { target: $.a.x, update: { y: 2 } }, { target: $.b.x, update: { y: 3 } }]",
      "{ a: { x: { y: 2, z: 1 } }, b: { x: { y: 3, z: 1 } } }",
    ],
    [
      "copy copies a value that contains the target",
      "a: { b: {} }",
      "[{ target: $.a.b, copy: $ }]",
      "a: { b: { a: { b: {} } } }",
    ],
    ["copy appends a list to itself", "a: [1, 2]", "[{ target: $.a, copy: $.a }]", "a: [1, 2, 1, 2]"],
    [
      "update sets members named __proto__ and constructor",
      '{ "__proto__": { a: 1 } }',
      "[{ target: \"$['__proto__']\", update: { a: 2, constructor: 3 } }]",
      '{ "__proto__": { a: 2, constructor: 3 } }',
    ],
    [
      "targets may use regular expressions",
      "{ get: 1, getAll: 2, put: 3 }",
      "[{ target: \"$[?search('getAll', 'g.t')]\", update: 4 }]",
      "{ get: 4, getAll: 4, put: 4 }",
    ],
    [
      "actions may have a description and extensions",
      "a: 1",
      "[{ target: $.a, description: Why, x-by: Me, update: 2 }]",
      "a: 2",
    ],
  ];
  it.each(rows)("%s", (_title, document, actions, want) => {
    const { root, reported } = applied(fromYaml(document), overlayOf(fromYaml(`a: ${actions}`).a as Json));
    expect(reported).toEqual([]);
    expect(JSON.stringify(root)).toBe(JSON.stringify(fromYaml(want)));
  });

  it("may change objects and lists alike in version 1.0", () => {
    const mixed = [{ target: "$.*", update: { c: 1 } }];
    expect(applied({ a: {}, b: [] }, overlayOf(mixed, "1.0.0"))).toEqual({
      root: { a: { c: 1 }, b: [{ c: 1 }] },
      reported: [],
    });
  });
});

describe("an error in an overlay is reported at its place:", () => {
  const action = (more: JsonObject): JsonObject => overlayOf([{ target: "$.info", ...more }]);
  const rows: [overlay: Json, want: string][] = [
    ["text", ": expected an object, found a string"],
    [null, ": expected an object, found null"],
    [
      { info: { title: "T", version: "1" }, actions: [{ target: "$", remove: false, update: {} }] },
      "/overlay: expected a string, found nothing",
    ],
    [
      overlayOf([{ target: "$.info", update: {} }], "2.0.0"),
      "/overlay: expected version 1.0 or 1.1, found another",
    ],
    [{ ...action({ update: {} }), overlay: 1.1 }, "/overlay: expected a string, found a number"],
    [{ ...action({ update: {} }), info: { title: "T" } }, "/info/version: expected a value, found nothing"],
    [
      { ...action({ update: {} }), action: [] },
      '/action: expected overlay, info, extends, actions, found "action"',
    ],
    [overlayOf([]), "/actions: expected at least one action, found none"],
    [overlayOf({}), "/actions: expected a list, found an object"],
    [overlayOf([{ update: {} }]), "/actions/0/target: expected a string, found nothing"],
    [overlayOf(["$"]), "/actions/0: expected an object, found a string"],
    [overlayOf([{ target: 1, update: {} }]), "/actions/0/target: expected a string, found a number"],
    [
      action({ updates: {}, update: {} }),
      '/actions/0/updates: expected target, description, update, copy, remove, found "updates"',
    ],
    [action({}), "/actions/0: expected one of `update`, `copy` and `remove`, found none"],
    [action({ remove: "yes" }), "/actions/0/remove: expected `true` or `false`, found a string"],
    [
      action({ update: {}, copy: "$" }),
      "/actions/0: expected one of `update`, `copy` and `remove`, found two",
    ],
    [action({ copy: 1 }), "/actions/0/copy: expected a string, found a number"],
    [
      overlayOf([{ target: "$.info", copy: "$" }], "1.0.0"),
      "/actions/0/copy: expected no `copy` in version 1.0, found one",
    ],
    [
      overlayOf([{ target: "$.paths./pets", update: {} }]),
      "/actions/0/target: expected a JSONPath of RFC 9535: unexpected shorthand selector '/' ('ths./pets':8)",
    ],
    [
      overlayOf([{ target: "info", update: {} }]),
      "/actions/0/target: expected a JSONPath of RFC 9535: expected '$', found 'i' ('info':0)",
    ],
    [
      overlayOf([{ target: "", update: {} }]),
      "/actions/0/target: expected a JSONPath of RFC 9535: can't backup beyond start ('':0)",
    ],
    [
      overlayOf([{ target: `$${"[".repeat(2000)}`, update: {} }]),
      "/actions/0/target: expected a JSONPath of RFC 9535: it has more than 2000 characters",
    ],
    [
      overlayOf([{ target: "$", remove: true }]),
      "/actions/0/target: expected parts of the document, found all of it",
    ],
    [
      overlayOf([{ target: "$.*", update: {} }]),
      "/actions/0/target: expected one kind of values, found an object and a list",
    ],
    [action({ update: [1] }), "/actions/0/update: expected an object as in the document, found a list"],
    [
      action({ update: { a: { b: 1 } } }),
      "/actions/0/update/a/b: expected an object as in the document, found a number",
    ],
    [
      action({ update: { title: ["x"] } }),
      "/actions/0/update/title: expected a string as in the document, found a list",
    ],
    [
      overlayOf([{ target: "$.info.title", update: {} }]),
      "/actions/0/update: expected a string as in the document, found an object",
    ],
    [action({ copy: "$.nothing" }), "/actions/0/copy: expected one value to copy, found 0"],
    [action({ copy: "$.info.*" }), "/actions/0/copy: expected one value to copy, found 2"],
    [action({ copy: "$.list" }), "/actions/0/copy: expected an object as in the document, found a list"],
    [
      action({ copy: "$$" }),
      "/actions/0/copy: expected a JSONPath of RFC 9535: expected '.', '..' or a bracketed selection, found '$' ('$$':1)",
    ],
  ];
  const document = { info: { title: "A", a: { b: {} } }, list: [] };
  it.each(rows)("%j", (overlay, want) => {
    expect(applied(document, overlay).reported).toEqual([`invalid-overlay at ${want}`]);
  });

  it.each([{ update: {} }, { remove: true }])("an unmatched target is a warning for %j", (change) => {
    expect(applied(document, overlayOf([{ target: "$.nothing", ...change }])).reported).toEqual([
      "unmatched-overlay at /actions/0/target: expected a place in the document, found none",
    ]);
  });

  it("an action that fails does not prevent the others", () => {
    const { root, reported } = applied(
      { a: 1, b: 1 },
      overlayOf([
        { target: "$.a", update: {} },
        { target: "$.b", update: 2 },
      ]),
    );
    expect(root).toEqual({ a: 1, b: 2 });
    expect(reported).toHaveLength(1);
  });

  it.each<[title: string, document: JsonObject, actions: Json]>([
    [
      "a value that is nested too deeply",
      { a: {} },
      [{ target: "$.a", update: JSON.parse(`${'{"b":'.repeat(200)}1${"}".repeat(200)}`) as Json }],
    ],
    [
      "a copy of a value into itself",
      JSON.parse(`${'{"a":'.repeat(120)}{"leaf":{}}${"}".repeat(120)}`) as JsonObject,
      [{ target: "$..[?@.leaf].leaf", copy: "$" }],
    ],
  ])("%s is an error", (_title, document, actions) => {
    expect(applied(document, overlayOf(actions)).reported.join()).toMatch(/at most 200 levels of nesting/);
  });
});

it("matches regular expressions in linear time", () => {
  const { reported } = applied(
    { a: { b: "a".repeat(100_000) } },
    overlayOf([{ target: "$.a[?search(@, '(a+)+(a+)+(a+)+(a+)+b')]", update: 1 }]),
  );
  expect(reported).toEqual([
    "unmatched-overlay at /actions/0/target: expected a place in the document, found none",
  ]);
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
    // A dot does not match a line break, and the whole text must match.
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
    const places = selectPlaces(document, query);
    expect(typeof places === "string" ? places : places.map(formatPointer)).toEqual(want);
  });

  it("is applied or refused, and never throws", () => {
    const text = fc
      .array(fc.constantFrom(..."$.[]?@*:'\"(),0a-&|!=<> ", "..", "length", "match"))
      .map((all) => `$${all.join("")}`);
    fc.assert(
      fc.property(text, (query) => {
        const overlay = overlayOf([{ target: query, remove: true }]);
        const reported = applied({ a: [1, { a: 2 }] }, overlay).reported.join();
        expect(reported).toMatch(/^$|JSONPath|found none|found all of it/);
      }),
    );
  });
});

describe("positions of a document after overlays", () => {
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
  const overlays = [
    `overlay: 1.1.0
info: { title: One, version: "1" }
actions:
  - { target: "$.paths['/a'].get.parameters[?@.name == 'one']", remove: true }
  - target: $.paths['/a'].get.parameters
    update: [{ name: four }]
`,
    `overlay: 1.1.0
info: { title: Two, version: "1" }
actions:
  - target: $.paths['/b'].get
    update:
      summary: B
      x-list: [{ deep: 1 }]
  - { target: $.info, update: { title: Corrected } }
  - { target: "$.paths['/b']", update: { put: {} } }
  - target: $.paths['/b'].put
    copy: $.paths['/a'].get
`,
  ];
  const rows: [place: string, position: string][] = [
    ["/paths/~1a/get/parameters/0", "8:11"],
    ["/paths/~1a/get/parameters/0/name", "8:17"],
    ["/paths/~1a/get/parameters/1", "9:11"],
    ["/paths/~1a/get/parameters/2", "one.yaml:6:14 /actions/1/update/0"],
    ["/paths/~1b/get", "11:10"],
    ["/info/title", "two.yaml:8:40 /actions/1/update/title"],
    ["/paths/~1b/get/summary", "two.yaml:6:16 /actions/0/update/summary"],
    ["/paths/~1b/get/x-list/0/deep", "two.yaml:7:24 /actions/0/update/x-list/0/deep"],
    ["/paths/~1b/put", "two.yaml:9:47 /actions/2/update/put"],
    // A copied value has the position of the action's `copy`.
    ["/paths/~1b/put/parameters/0", "two.yaml:11:11 /actions/3/copy"],
    ["/nothing", "1:1"],
  ];
  it.each(rows)("%s is at %s", async (place, want) => {
    const parsed = async (yaml: string) => {
      const result = await parse(yaml, false);
      if (result instanceof Failure) throw new Error(result.message);
      return result;
    };
    const applied = applyOverlays(
      await parsed(text),
      await Promise.all(
        overlays.map(async (overlay, i) => ({
          ...(await parsed(overlay)),
          label: ["one.yaml", "two.yaml"][i] as string,
          diagnostics: new Diagnostics("unused"),
        })),
      ),
    );
    const pointer = place
      .slice(1)
      .split("/")
      .map((token) => token.replaceAll("~1", "/"));
    if (place !== "/nothing") expect(lookup(applied.value, pointer)).toBeDefined();
    const [position] = applied.locate([pointer]);
    const { line, column, file, pointer: at } = position ?? { line: 0, column: 0 };
    const found = `${line}:${column}`;
    expect(file === undefined ? found : `${file}:${found} ${formatPointer(at ?? [])}`).toBe(want);
  });
});
