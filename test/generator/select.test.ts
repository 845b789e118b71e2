/** Operations are selected by selectors and by overrides. */
import { expect, it } from "vitest";
import { build, type GivenUpstream, operations } from "../support/servers.ts";

const DOCUMENT = operations([
  "get /pets pets/list #pets",
  "post /pets pets/create #pets",
  "get /pets/{id} pets/get #pets deprecated",
  "get /pets/{id}/toys toys/list #toys",
  "get /shops #shops",
]);
const ALL = ["get_shops", "pets_create", "pets_get", "pets_list", "toys_list"];

const offered = (spec: GivenUpstream["spec"]) =>
  build({ acme: { document: DOCUMENT, ...(spec && { spec }) } });

it.each<[string, GivenUpstream["spec"], readonly string[]]>([
  ["there is no selection", undefined, ALL],
  ["nothing is selected", {}, ALL],
  ["by tag", { include: [{ tag: "toys" }] }, ["toys_list"]],
  ["by one or another", { include: [{ tag: "toys" }, { tag: "shops" }] }, ["get_shops", "toys_list"]],
  ["by operationId", { include: [{ operation: "pets/list" }] }, ["pets_list"]],
  [
    "by a pattern of operationIds",
    { include: [{ operation: "pets/*" }] },
    ["pets_create", "pets_get", "pets_list"],
  ],
  ["by a pattern that crosses slashes", { include: [{ operation: "*list" }] }, ["pets_list", "toys_list"]],
  ["by method and path", { include: [{ operation: "GET /shops" }] }, ["get_shops"]],
  ["a dot is a dot", { include: [{ operation: "pets.list" }, { tag: "toys" }] }, ["toys_list"]],
  ["by path", { include: [{ path: "/pets" }] }, ["pets_create", "pets_list"]],
  ["by one segment", { include: [{ path: "/pets/*" }] }, ["pets_get"]],
  ["by a segment in braces", { include: [{ path: "/pets/{id}" }] }, ["pets_get"]],
  ["by part of a segment", { include: [{ path: "/sh*s" }] }, ["get_shops"]],
  ["by segments", { include: [{ path: "/pets/**" }] }, ["pets_create", "pets_get", "pets_list", "toys_list"]],
  ["by segments in front", { include: [{ path: "/**/toys" }] }, ["toys_list"]],
  ["by segments in between", { include: [{ path: "/pets/**/toys" }] }, ["toys_list"]],
  ["by any path", { include: [{ path: "**" }] }, ALL],
  ["by method", { include: [{ method: ["post", "PUT"] }] }, ["pets_create"]],
  [
    "by what is deprecated",
    { exclude: [{ deprecated: true }] },
    ["get_shops", "pets_create", "pets_list", "toys_list"],
  ],
  [
    "by what changes something",
    { exclude: [{ readOnly: false }] },
    ["get_shops", "pets_get", "pets_list", "toys_list"],
  ],
  [
    "by several at once, which must all hold",
    { include: [{ tag: "pets", method: ["GET"], deprecated: false }] },
    ["pets_list"],
  ],
  [
    "by exclusion, which goes before",
    { include: [{ tag: "pets" }], exclude: [{ path: "/pets/*" }] },
    ["pets_create", "pets_list"],
  ],
  [
    "by its own declaration",
    { operations: { "pets/list": false } },
    ["get_shops", "pets_create", "pets_get", "toys_list"],
  ],
  [
    "by method and path of one",
    { operations: { "get /shops": false } },
    ["pets_create", "pets_get", "pets_list", "toys_list"],
  ],
  ["what is named is offered", { exclude: [{ path: "**" }], operations: { "pets/list": {} } }, ["pets_list"]],
  [
    "read-only is what a spec says it is",
    {
      include: [{ readOnly: true, tag: "pets" }],
      operations: { "pets/create": { annotations: { readOnlyHint: true } } },
    },
    ["pets_create", "pets_get", "pets_list"],
  ],
])("selects operations: %s", (_, spec, want) => {
  expect(offered(spec).offered).toEqual(want);
});

it("an operation that is not selected is not generated", () => {
  const { files } = offered({ include: [{ tag: "toys" }] });
  expect([...files.keys()]).toEqual([
    "acme/index.ts",
    "acme/surface.json",
    "acme/tools/toys.ts",
    "acme/tools/toys.test.ts",
  ]);
});

it.each<[GivenUpstream["spec"], string]>([
  [
    { include: [{ tag: "toys" }, { tag: "dogs" }] },
    'unmatched-selector at /upstreams/acme/include/1: expected the selector to match an operation of "acme", found none',
  ],
  [
    { exclude: [{ path: "/pet" }] },
    'unmatched-selector at /upstreams/acme/exclude/0: expected the selector to match an operation of "acme", found none',
  ],
  [
    { operations: { "pet/list": false } },
    'unknown-operation at /upstreams/acme/operations/pet~1list: expected an operation of "acme", found "pet/list"; did you mean "pets/list"?',
  ],
  [
    { operations: { "GET /shop": {} } },
    'unknown-operation at /upstreams/acme/operations/GET ~1shop: expected an operation of "acme", found "GET /shop"; did you mean "GET /shops"?',
  ],
  [
    { operations: { cats: {} } },
    'unknown-operation at /upstreams/acme/operations/cats: expected an operation of "acme", found "cats"',
  ],
  [
    { operations: { "pets/list": {}, "GET /pets": {} } },
    'unknown-operation at /upstreams/acme/operations/GET ~1pets: expected one entry for GET /pets, found a second one, "GET /pets"',
  ],
])("the selector %j is reported with its location", (spec, want) => {
  expect(offered(spec).problems).toEqual([want]);
});

it("two operations with the same operationId are distinguished by method and path", () => {
  const document = operations(["get /a same", "get /b same"]);
  expect(build({ acme: { document, spec: { operations: { same: false } } } }).problems).toContain(
    'unknown-operation at /upstreams/acme/operations/same: expected the name of one operation, found "same", which is GET /a and GET /b',
  );
  const { offered } = build({ acme: { document, spec: { operations: { "GET /a": false } } } });
  // The other keeps the name that it has beside it.
  expect(offered).toEqual(["get_b"]);
});
