/** The imports that are allowed in the generator, in generated code and in the corpus run. */
import { describe, expect, it } from "vitest";
import { sourceFile, sourcePaths } from "../support/source-files.ts";

/** Returns everything that a file imports; relative imports as paths from the root of the project. */
function importsOf(file: string): string[] {
  return sourceFile(file).imports.map(({ path }) => path);
}

function offences(folder: string, allowed: (imported: string, file: string) => boolean): string[] {
  const files = sourcePaths(folder);
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => !allowed(imported, file))
      .map((imported) => `${file} imports ${imported}`),
  );
}

it("finds imports of every kind", () => {
  expect(importsOf("generator/generate.ts")).toContain("generator/emit/syntax-gate.ts");
  expect(importsOf("generator/load/document-files.ts")).toContain("generator/load/yaml.ts");
  expect(importsOf("generated/bookshop/index.ts")).toContain("generated/bookshop/tools/books.ts");
});

const CONTRACT = "runtime/contract/";

it("the generator imports nothing of the runtime but the contract, and no generated code", () => {
  const allowed = (imported: string): boolean =>
    imported.startsWith(CONTRACT) || !/^(?:runtime|generated|dist|test|bin|speclathe)\b/.test(imported);
  expect(offences("generator", allowed)).toEqual([]);
});

it("the contract imports nothing but itself, except for the guard against private addresses", () => {
  const guard = ["node:dns", "node:net", "ipaddr.js"];
  const allowed = (imported: string, file: string): boolean =>
    imported.startsWith(CONTRACT) || (file === `${CONTRACT}public-addresses.ts` && guard.includes(imported));
  expect(offences("runtime/contract", allowed)).toEqual([]);
});

it("the generator's expectation of a request and the runtime's request never meet", () => {
  const built = ["request", "request-body", "styles"].map((file) => `runtime/http/${file}.ts`);
  for (const file of built) expect(sourcePaths("runtime/http")).toContain(file);
  const reached = (start: readonly string[]): Set<string> => {
    const seen = new Set(start);
    for (const file of seen)
      for (const imported of file.endsWith(".ts") ? importsOf(file) : [])
        if (/^(?:generator|runtime)\//.test(imported)) seen.add(imported);
    return seen;
  };
  const expected = reached(sourcePaths("generator/model/wire"));
  expect(built.filter((file) => expected.has(file))).toEqual([]);
  expect([...reached(built)].filter((file) => file.startsWith("generator/"))).toEqual([]);
});

/** The shared ground of the generator: these files import no stage. */
const GROUND = [
  "diagnostics.ts",
  "json.ts",
  "json-schema.ts",
  "openapi-grammar.ts",
  "regex.ts",
  "suggest.ts",
  "expressions.ts",
  "identifiers.ts",
  "typescript.ts",
].map((file) => `generator/${file}`);

/** The stages in the order in which data flows, each with the file that declares what it returns. */
const STAGES = [
  ["load", "loaded-server.ts"],
  ["normalise", "api-document.ts"],
  ["toolspec", "tool-spec.ts"],
  ["model", "server-model.ts"],
  ["emit", "generated-file.ts"],
] as const;

describe("a stage imports the shared ground, itself, and the types that other stages return:", () => {
  const returned = STAGES.map(([stage, types]) => `generator/${stage}/${types}`);
  it.each(STAGES)("%s", (stage) => {
    const allowed = (imported: string): boolean =>
      !imported.startsWith("generator/") ||
      GROUND.includes(imported) ||
      returned.includes(imported) ||
      imported.startsWith(`generator/${stage}/`) ||
      // The schemas of a tool spec are normalised like those of a document.
      (stage === "toolspec" && imported.startsWith("generator/normalise/"));
    expect(offences(`generator/${stage}`, allowed)).toEqual([]);
  });
  it.each(GROUND)("%s imports no stage", (file) => {
    const isOurs = (imported: string): boolean =>
      !imported.startsWith(CONTRACT) && /^(?:generator|runtime|bin|test)\//.test(imported);
    expect(importsOf(file).filter((imported) => isOurs(imported) && !GROUND.includes(imported))).toEqual([]);
  });
});

it("the corpus run judges requests without the code that makes them", () => {
  for (const folder of ["test/tools/corpus/validator", "test/tools/corpus/invent"])
    expect(
      offences(folder, (imported) => !/^(?:generator|runtime|generated|dist|bin|speclathe)\b/.test(imported)),
    ).toEqual([]);
});

it("generated code imports speclathe, its own server's files, and the code written for that server", () => {
  const allowed = (imported: string, file: string): boolean => {
    const [, server] = file.split("/");
    return (
      /^speclathe\/\w+$/.test(imported) ||
      imported.startsWith(`generated/${server}/`) ||
      imported.startsWith(`specs/${server}.`)
    );
  };
  expect(offences("generated", allowed)).toEqual([]);
});
