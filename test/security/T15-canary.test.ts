/**
 * T15: no text of a document becomes code. Payloads are planted in every string of a document; what is
 * generated is parsed and compared, node by node, with what the same document gives without them, then
 * type-checked and imported in a process that would show it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../generator/diagnostics.ts";
import type { GeneratedFile } from "../../generator/emit/generated-file.ts";
import { gate } from "../../generator/emit/syntax-gate.ts";
import { isObject, type Json, type JsonObject, put } from "../../generator/json.ts";
import { renderSource } from "../support/documents.ts";
import { typeCheck } from "../support/type-check.ts";
import { CANARY_DOCUMENT } from "./T15-document.ts";
import { benignWord, PAYLOADS, shape } from "./T15-shape.ts";

/** Keys whose text is a term of OpenAPI, and keys whose members are named by the author. */
const WORDS = new Set(["openapi", "type", "in", "style", "format", "scheme", "jsonSchemaDialect", "url"]);
const NAMED = new Set([
  ...["properties", "patternProperties", "dependentRequired", "dependentSchemas", "schemas", "parameters"],
  ...["responses", "examples", "scopes", "flows", "securitySchemes", "mapping", "variables", "callbacks"],
]);

/** The document with something after every text and every name in it that may be any text. */
function plant(node: Json, payload: string, key = "", named = false): Json {
  const ref = (text: string): string => `${text}${payload.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  if (typeof node === "string") {
    if (key === "$ref") return ref(node);
    if (key === "pattern") return node + payload.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
    return WORDS.has(key) ? node : node + payload;
  }
  if (Array.isArray(node)) return node.map((item) => plant(item, payload, key));
  if (!isObject(node)) return node;
  const planted: JsonObject = {};
  for (const [name, child] of Object.entries(node)) {
    // A name of a status is a status; a variable is called as in its path, and a header as HTTP allows.
    const isName = named ? !/^(?:\d|default$)/.test(name) : name.startsWith("/") || name.startsWith("x-");
    const isGiven = name === "name" && (node.in === "header" || node.in === "path");
    // Text in braces in a path is a variable, and would be a further argument.
    const inPath = name.startsWith("/") ? payload.replace(/[{}]/g, "") : payload;
    const renamed = isName ? name + inPath : name;
    put(planted, renamed, isGiven ? child : plant(child, payload, name, !named && NAMED.has(name)));
  }
  return planted;
}

function files(document: JsonObject, name: string): { files: GeneratedFile[]; diagnostics: string[] } {
  const diagnostics = new Diagnostics("specs/canary.openapi.yaml");
  const source = {
    name,
    file: "specs/canary.openapi.yaml",
    root: document,
    locate: () => [],
  };
  const files = renderSource(source as never, diagnostics);
  return { files, diagnostics: diagnostics.items.map(formatDiagnostic) };
}

/** The same document with plain words, which are names in TypeScript or not, as the payload is. */
function benign(payload: string): ReturnType<typeof files> {
  return files(plant(CANARY_DOCUMENT, benignWord(payload)) as JsonObject, "canary");
}

const benignCode = new Map<string, string[][]>();

const folder = join(".scratch", "canary");

describe("T15 canaries", () => {
  beforeAll(() => mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are absent from a plain document, which is generated in full", () => {
    for (const payload of ["", "-"]) {
      const { files, diagnostics } = benign(payload);
      expect(diagnostics).toEqual([]);
      expect(files.length).toBeGreaterThan(5);
    }
  });

  it.each(PAYLOADS.map((payload, i) => [JSON.stringify(payload), payload, i] as const))(
    "change nothing but names and literals: %s",
    (_, payload, i) => {
      const planted = files(plant(CANARY_DOCUMENT, payload) as JsonObject, "canary");
      for (const file of planted.files) gate(file);
      const code = (all: readonly GeneratedFile[]): string[][] =>
        all
          .filter(({ path }) => path.endsWith(".ts"))
          .map(shape)
          .sort((a, b) => (a.join() < b.join() ? -1 : 1));
      const word = benignWord(payload);
      const want = benignCode.get(word) ?? code(benign(payload).files);
      benignCode.set(word, want);
      expect(code(planted.files)).toEqual(want);
      for (const { path, text } of planted.files) {
        const place = join(folder, `p${i}`, path);
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text);
        if (path.endsWith(".json")) expect(() => JSON.parse(text)).not.toThrow();
      }
    },
  );

  it("leave generated code that type-checks", () => {
    expect(typeCheck(folder)).toBe("");
  }, 120_000);

  it("do not run when the code is imported and its schemas are built", () => {
    const script = `
      import { readdirSync } from "node:fs";
      let tools = 0;
      for (const payload of readdirSync(${JSON.stringify(folder)}).filter((name) => /^p\\d/.test(name))) {
        const { default: server } = await import("./" + payload + "/canary/index.ts");
        for (const group of Object.values(server.groups))
          for (const tool of Object.values(await group())) {
            tool.input().safeParse({});
            tool.output?.().safeParse({});
            tools++;
          }
      }
      if ("pwned" in globalThis) throw new Error("a canary ran");
      if ({}.polluted !== undefined || Object.keys(Object.prototype).length > 0) throw new Error("a prototype changed");
      console.log(tools + " tools");`;
    const file = join(folder, "import.ts");
    writeFileSync(file, script);
    const out = execFileSync(process.execPath, ["--import", "tsx", file], { encoding: "utf8" });
    const count = readFileSync(join(folder, "p0", "canary", "surface.json"), "utf8").match(
      /"inputSchema"/g,
    )?.length;
    expect(out.trim()).toBe(`${(count ?? 0) * PAYLOADS.length} tools`);
  }, 120_000);
});
