/** No tool spec makes the generator throw, however broken it is: its errors are reported. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../../generator/diagnostics.ts";
import { gate } from "../../../generator/emit/syntax-gate.ts";
import { render } from "../../../generator/generate.ts";
import { isObject, type Json, type JsonObject, lookup, put } from "../../../generator/json.ts";
import { fileReferencesIn } from "../../../generator/load/discover.ts";
import { readToolSpec } from "../../../generator/toolspec/spec.ts";
import { fromYaml, GENERATOR, source } from "../../support/documents.ts";
import { places, replaced } from "../../support/places.ts";
import * as fc from "../../support/properties.ts";
import { specSource } from "../../support/specs.ts";

const GITHUB = fromYaml(readFileSync("test/golden/acme/github.openapi.yaml", "utf8"));
const GOOD = ["test/golden/acme/acme.mcp.yaml", "specs/conformance.mcp.yaml", "specs/workbench.mcp.yaml"].map(
  (file) => [file, fromYaml(readFileSync(file, "utf8"))] as const,
);

/** Generates a server from a spec, with every file that it names, and returns the diagnostics of the spec. */
function survives(root: Json): Diagnostics {
  const spec = new Diagnostics("specs/acme.mcp.yaml");
  const ofDocument = new Diagnostics("specs/github.openapi.yaml");
  const references = fileReferencesIn(root);
  const named = <T>(kind: string, value: (text: string) => T): Map<string, T> =>
    new Map(references.filter((one) => one.kind === kind).map(({ text }) => [text, value(text)]));
  const { files } = render(
    {
      name: "acme",
      documents: [{ upstream: "github", source: source(GITHUB, "github"), hasExplicitBaseUrl: false }],
      spec: specSource(root, {
        code: named("code", (text) => ({ path: `specs/${text}` })),
        media: named("media", () => ({ mimeType: "image/png", data: "YQ==" })),
        files: named("file", (text) => `specs/${text}`),
      }),
    },
    GENERATOR,
    { spec, of: () => ofDocument },
    { readSpec: readToolSpec },
  );
  for (const file of files) gate(file);
  for (const item of spec.items) formatDiagnostic(item);
  return spec;
}

/** Names with a meaning in a tool spec, in JSON Schema or in JavaScript. */
const NAMES = [
  ...new Set(GOOD.flatMap(([, root]) => places(root).flatMap((at) => at.slice(-1)))),
  ...[
    "__proto__",
    "constructor",
    "toString",
    "length",
    "",
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "any",
    "all",
    "forEach",
  ],
  ...["poll", "value", "is", "exists", "onFailure"],
];

const TEXTS = [
  ...[
    "",
    " ",
    "string",
    "string?",
    "a|b",
    "integer = 1",
    "(a|b)[]",
    "string[]",
    "?",
    "=",
    "20s",
    "fail",
    "user",
  ],
  ...[
    "$inputs",
    "$inputs.repo",
    "$steps.issue.outputs.number",
    "$response.body#/a",
    "$item",
    "$env.A",
    "$uri",
    "$",
    "$$",
  ],
  ...["{$inputs.repo}", "{$", "{$}", "{$$inputs.a}", "$inputs.__proto__", "$inputs#/~2", "$statusCode"],
  ...[
    "acme://a",
    "acme://{a}",
    "acme://{+a}{?b,c}",
    "a://{",
    "https://api.example",
    "file:///etc/passwd",
    "//",
  ],
  ...[
    "./acme.handlers.ts#run",
    "./a.ts#__proto__",
    "./icon.svg",
    "../a",
    "github.issues/create",
    "post_message",
  ],
  ...[
    "*/ ${`",
    "\u0000",
    "\ud800",
    "\u2028",
    "__proto__",
    "(a+)+$",
    "GET /a",
    "application/json",
    "image/png",
  ],
];

const anything: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1, 1.5, 1e21, 200),
    fc.constantFrom(...TEXTS),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), tie("json")), { maxLength: 4 }).map((members) => {
      const value: JsonObject = {};
      for (const [name, member] of members) put(value, name, member);
      return value;
    }),
  ),
})).json;

describe.each(GOOD)("%s", (_file, root) => {
  const all = places(root).slice(1);

  it("throws nothing with one value replaced", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.option(anything, { nil: undefined }), (at, by) => {
        survives(replaced(root, at, by) as Json);
      }),
      { numRuns: 150 },
    );
  });

  it("throws nothing with several values replaced", () => {
    const change = fc.tuple(fc.constantFrom(...all), anything);
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 8 }), (changes) => {
        let spec: Json = root;
        for (const [at, by] of changes) spec = replaced(spec, at, by) ?? null;
        survives(spec);
      }),
      { numRuns: 150 },
    );
  });

  it("throws nothing with additional keys", () => {
    const maps = all.filter((at) => isObject(lookup(root, at)));
    const addition = fc.tuple(fc.constantFrom(...maps), fc.constantFrom(...NAMES), anything);
    fc.assert(
      fc.property(fc.array(addition, { minLength: 1, maxLength: 4 }), (additions) => {
        let spec: Json = root;
        for (const [at, name, value] of additions) {
          const map: JsonObject = { ...(lookup(spec, at) as JsonObject | undefined) };
          put(map, name, value);
          spec = replaced(spec, at, map) ?? null;
        }
        survives(spec);
      }),
      { numRuns: 150 },
    );
  });
});

it("reports an error for a file of noise, and throws nothing", () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue() as fc.Arbitrary<Json>), (noise) => {
      // `speclathe: 1` alone is a valid file, which noise can happen upon.
      const root = isObject(noise) ? { ...noise, speclathe: "noise" } : noise;
      expect(survives(root).failed).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("throws nothing for a version and noise", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...NAMES), anything), { maxLength: 4 }), (members) => {
      const root: JsonObject = {};
      for (const [name, value] of members) put(root, name, value);
      put(root, "speclathe", 1);
      survives(root);
    }),
    { numRuns: 300 },
  );
});
