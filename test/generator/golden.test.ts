/**
 * One folder for each case in test/golden: documents and tool specs, the generated files in `output`, and the diagnostics
 * in `diagnostics.txt`. UPDATE_GOLDEN=1 writes the present output, whose difference is then to be reviewed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { METHODS } from "node:http";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generator/diagnostics.ts";
import type { GeneratedFile } from "../../generator/emit/generated-file.ts";
import { gate } from "../../generator/emit/syntax-gate.ts";
import { generate, render } from "../../generator/generate.ts";
import { discover } from "../../generator/load/discover.ts";
import { loadServer } from "../../generator/load/load.ts";
import { RECEIVABLE_METHODS } from "../../generator/model/expected-rows.ts";
import { readToolSpec } from "../../generator/toolspec/spec.ts";
import { GENERATOR } from "../support/documents.ts";

const GOLDEN = "test/golden";
const cases = readdirSync(GOLDEN, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

interface Result {
  files: Map<string, string>;
  diagnostics: string;
}

async function run(name: string): Promise<Result> {
  const folder = `${GOLDEN}/${name}`;
  const { servers } = await discover(folder, []);
  const files: GeneratedFile[] = [];
  for (const server of servers) {
    const loaded = await loadServer(server, {});
    files.push(
      ...render(loaded.server, GENERATOR, loaded.reports, {
        out: `${folder}/output`,
        readSpec: readToolSpec,
      }).files,
    );
  }
  // The diagnostics, with their locations in the file.
  const { diagnostics, failed } = await generate({
    specs: folder,
    out: `${folder}/none`,
    names: [],
    check: true,
    generator: GENERATOR,
  });
  for (const file of files) gate(file);
  return {
    // Nothing is written if there is an error.
    files: new Map(failed ? [] : files.map(({ path, text }) => [path, text])),
    diagnostics: diagnostics.map((item) => `${formatDiagnostic(item)}\n`).join(""),
  };
}

function update(name: string, { files, diagnostics }: Result): void {
  const output = join(GOLDEN, name, "output");
  rmSync(output, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(output, path)), { recursive: true });
    writeFileSync(join(output, path), text);
  }
  writeFileSync(join(GOLDEN, name, "diagnostics.txt"), diagnostics);
}

function wanted(name: string): Result {
  const output = join(GOLDEN, name, "output");
  const entries = existsSync(output) ? readdirSync(output, { recursive: true, withFileTypes: true }) : [];
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [
      path.slice(output.length + 1).replaceAll("\\", "/"),
      readFileSync(path, "utf8"),
    ]);
  return { files: new Map(files), diagnostics: readFileSync(join(GOLDEN, name, "diagnostics.txt"), "utf8") };
}

describe.each(cases)("%s", (name) => {
  it("is generated as reviewed", async () => {
    const result = await run(name);
    if (process.env.UPDATE_GOLDEN) update(name, result);
    const want = wanted(name);
    expect(result.diagnostics).toBe(want.diagnostics);
    expect([...result.files.keys()].sort()).toEqual([...want.files.keys()].sort());
    for (const [path, text] of result.files) expect(text, path).toBe(want.files.get(path));
  });
});

it("the hostile golden has no source file with a character that hides or reorders text", async () => {
  const { files } = await run("hostile");
  for (const [path, text] of files)
    if (path.endsWith(".ts")) expect(text, path).not.toMatch(/[^\n\P{Cc}]|[\u2028\u2029]|\p{Cf}/u);
});

it("a tool with a deprecation notice alone keeps its description", async () => {
  const { files } = await run("petstore");
  expect(files.get("input/tools/pets.ts")).toMatch(
    /name: "delete_pet",\s+description: [^:]*DELETE \/pets\/\{petId\}/,
  );
});

it("a header whose name is not a token is left out with a warning", async () => {
  const { files, diagnostics } = await run("hostile");
  expect(diagnostics).toContain("unsupported-parameter");
  expect([...files.values()].join("")).not.toContain("xEvil1");
});

it("a read-only property is not an argument, nullable or not", async () => {
  const { files } = await run("read-write-only");
  expect(files.get("input/tools/users.ts")).not.toContain("owner");
});

it("methods that the upstream of generated tests cannot receive have no generated requests", async () => {
  for (const method of RECEIVABLE_METHODS) expect(METHODS).toContain(method);
  const { files } = await run("openapi32");
  expect(files.get("input/tools/folders.ts")).toContain('method: "file-away"');
  expect(files.get("input/tools/folders.test.ts")).not.toContain("file-away");
});
