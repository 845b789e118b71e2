/**
 * T15: no text of a tool spec becomes code, even if nothing had checked it: payloads are planted in every string
 * that reaches the model, names of tools and arguments, paths and URIs included.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ts } from "ts-morph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.ts";
import { emit } from "../../generator/emit/emit.ts";
import type { GeneratedFile } from "../../generator/emit/generated-file.ts";
import { emitStub } from "../../generator/emit/handler-files.ts";
import { gate, gateStub } from "../../generator/emit/syntax-gate.ts";
import { modelServer } from "../../generator/model/model.ts";
import type { ToolSpec } from "../../generator/toolspec/tool-spec.ts";
import { GENERATOR } from "../support/documents.ts";
import { typeCheck } from "../support/type-check.ts";
import { benignWord, PAYLOADS, shape } from "./T15-shape.ts";
import { CANARY_SPEC } from "./T15-spec.ts";

/** Members whose values are closed lists of words. */
const WORDS = new Set(["kind", "type", "role", "then", "in", "error"]);
/** Arguments that templates lead to, variables of paths and URIs, and a header that only tokens may be called. */
const GIVEN = new Set(["channel", "text", "X-Key"]);

const folder = join(".scratch", "spec-canary");

/** A spec with something after every text in it; what leads to something else by its name still does. */
function plant(node: unknown, payload: string, home: string, key = ""): unknown {
  const isMap = node instanceof Map;
  if (typeof node === "string") {
    if (key === "code") return join(home, "canary.handlers.ts");
    // One expression alone would be no expression any more.
    if (node.startsWith("$") || (GIVEN.has(node) && ["name", "variables"].includes(key))) return node;
    return node + (key === "path" ? payload.replace(/[{}]/g, "") : payload);
  }
  if (Array.isArray(node)) return node.map((item) => plant(item, payload, home, key));
  if (typeof node !== "object" || node === null) return node;
  const members = isMap ? [...node] : Object.entries(node);
  const isNamed = isMap || key === "properties" || key === "args" || key === "result" || key === "value";
  const isCode = Object.keys(node).join() === "file,name";
  const planted = members.map(([name, value]): [string, unknown] => {
    if (isCode) return [name, name === "file" ? plant(value, payload, home, "code") : value];
    if (!isNamed)
      return [name, WORDS.has(name) && typeof value === "string" ? value : plant(value, payload, home, name)];
    return [GIVEN.has(name) ? name : name + payload, plant(value, payload, home)];
  });
  return isMap ? new Map(planted) : Object.fromEntries(planted);
}

/** A plain word that can be a name in an expression, or not, as the payload. */
function benign(payload: string): string {
  return benignWord(payload) === "Text" ? "Text" : "-Te xt!";
}

interface Made {
  readonly files: readonly GeneratedFile[];
  readonly stubs: readonly GeneratedFile[];
  readonly diagnostics: readonly string[];
}

function make(payload: string, home: string): Made {
  const spec = { ...(plant(CANARY_SPEC, payload, home) as ToolSpec), name: "canary" };
  const diagnostics = new Diagnostics(spec.file);
  const source = { name: "canary", file: spec.file, documents: [], spec };
  const model = modelServer(source, { spec: diagnostics, of: () => diagnostics });
  return {
    files: emit(model, { generator: GENERATOR, out: home }),
    stubs: model.handlers.map((file) => emitStub(model, file, { out: home })),
    diagnostics: diagnostics.items.map(({ code, message }) => `${code}: ${message}`),
  };
}

const code = ({ files, stubs }: Made): string[][] =>
  [...files, ...stubs]
    .filter(({ path }) => path.endsWith(".ts"))
    .map(shape)
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));

/** Counts the literals that contain the payload. */
function planted(files: readonly GeneratedFile[], payload: string): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && node.text.includes(payload)) count++;
    ts.forEachChild(node, visit);
  };
  for (const { path, text } of files) visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return count;
}

describe("T15 canaries in tool specs", () => {
  beforeAll(() => mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["Text", "-Te xt!"])(
    "are absent from a spec with %s in their places, which is generated in full",
    (word) => {
      const { files, stubs, diagnostics } = make(word, join(folder, "none"));
      expect(diagnostics).toEqual([]);
      expect(files.map(({ path }) => path).sort()).toEqual([
        "canary/handlers.ts",
        "canary/index.ts",
        "canary/prompts.test.ts",
        "canary/prompts.ts",
        "canary/resources.test.ts",
        "canary/resources.ts",
        "canary/surface.json",
        "canary/tools/canary.test.ts",
        "canary/tools/canary.ts",
      ]);
      expect(stubs).toHaveLength(1);
    },
  );

  it.each(PAYLOADS.map((payload, i) => [JSON.stringify(payload), payload, i] as const))(
    "change nothing but names and literals: %s",
    (_, payload, i) => {
      const home = join(folder, `p${i}`);
      const made = make(payload, home);
      expect(made.diagnostics).toEqual([]);
      for (const file of made.files) gate(file);
      for (const file of made.stubs) gateStub(file);
      expect(code(made)).toEqual(code(make(benign(payload), home)));
      expect(planted(made.files, payload)).toBeGreaterThan(100);
      for (const { path, text } of [
        ...made.files.map((file) => ({ ...file, path: join(home, file.path) })),
        ...made.stubs,
      ]) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        if (path.endsWith(".json")) expect(() => JSON.parse(text)).not.toThrow();
      }
    },
  );

  it("leave generated code that type-checks", () => {
    expect(typeCheck(folder)).toBe("");
  }, 120_000);

  it("do not run when the code is imported", () => {
    const script = `
      let parts = 0;
      for (let i = 0; i < ${PAYLOADS.length}; i++) {
        const { default: server } = await import("./p" + i + "/canary/index.ts");
        const modules = [...Object.values(server.groups), server.resources, server.prompts];
        for (const load of modules) parts += Object.keys(await load()).length;
        for (const load of Object.values(server.handlers))
          for (const handler of Object.values(await load())) if (typeof handler === "function") parts++;
      }
      if ("pwned" in globalThis) throw new Error("a canary ran");
      if ({}.polluted !== undefined || Object.keys(Object.prototype).length > 0) throw new Error("a prototype changed");
      console.log(parts + " parts");`;
    const file = join(folder, "import.ts");
    writeFileSync(file, script);
    const out = execFileSync(process.execPath, ["--import", "tsx", file], { encoding: "utf8" });
    // Five tools, of which two stand in steps, four resources, two prompts, and five functions.
    expect(out.trim()).toBe(`${16 * PAYLOADS.length} parts`);
  }, 120_000);
});
