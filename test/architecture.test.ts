/** The architecture of the runtime as an ordered list of floors, and rules for the files of both halves. */
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, type SourceFile, sourceFiles } from "./support/source-files.ts";

/**
 * The floors of runtime/ from the ground up. A file imports only files of its own floor and of lower ones. A name that
 * ends with a slash is a folder.
 */
const FLOORS: readonly (readonly string[])[] = [
  // Types and frozen tables that generated code, the generator and the runtime agree on.
  ["contract/"],
  // Used by everything: the error class, the log, and the bus that announces changes to clients.
  ["errors.ts", "log.ts", "changes.ts"],
  // The public entries for declarations and for code beside a spec: functions and types without behaviour.
  ["tool.ts", "resource.ts", "prompt.ts", "server.ts", "handler.ts", "schema.ts", "schema/"],
  // Evaluates the expressions of declarations.
  ["expressions.ts"],
  // Builds requests to upstreams, sends them, and reads the responses.
  ["http/"],
  // Runs tools and handlers: confirmation, hooks, requests, steps, results.
  ["tools/"],
  // Finds, reads, lists and watches resources, also by calling tools.
  ["resources/"],
  // Gets prompts, which can embed resources, and completes arguments.
  ["prompts/"],
  // Everything that one server offers, built from the floors below.
  ["catalogue.ts"],
  // Answers the methods of MCP from a catalogue.
  ["protocol/"],
  // Keeps the sessions of clients of 2025 revisions.
  ["sessions/"],
  // Koa, stdio and signals: the edges of the process.
  ["serve/"],
  // The entries of the package: for servers, the command line, Redis, and generated tests.
  ["index.ts", "command.ts", "redis.ts", "testing.ts", "testing/"],
];

/** Files of fewer than 60 lines with one importer, each with its reason. */
const SMALL = [
  // The entry of the emit stage.
  "generator/emit/emit.ts",
  // All subclasses of SDK classes are in sdk/.
  "runtime/protocol/sdk/header-checking-server.ts",
  // Each HTTP transport has a file.
  "runtime/serve/streamable.ts",
];

const halves = { generator: sourceFiles("generator"), runtime: sourceFiles("runtime") };
const importers = [...halves.generator, ...halves.runtime, ...sourceFiles("bin")];

/** Returns -1 for a file of no floor. */
function floorOf(path: string): number {
  return FLOORS.findIndex((names) =>
    names.some((name) =>
      name.endsWith("/") ? path.startsWith(`runtime/${name}`) : path === `runtime/${name}`,
    ),
  );
}

describe("runtime/", () => {
  it("has a floor for every file", () => {
    const files = halves.runtime.map(({ path }) => path);
    expect(files.filter((path) => floorOf(path) === -1)).toEqual([]);
    for (const name of FLOORS.flat())
      expect(files.some((path) => path.startsWith(`runtime/${name}`)) || name).toBe(true);
  });

  it("imports nothing from a higher floor", () => {
    const upward = halves.runtime.flatMap(({ path, imports }) =>
      imports
        .filter((each) => each.path.startsWith("runtime/") && floorOf(each.path) > floorOf(path))
        .map((each) => `${path} imports ${each.path}`),
    );
    expect(upward).toEqual([]);
  });

  it("imports nothing of the generator, of generated code or of tests", () => {
    const outside = /^(?:generator|generated|specs|examples|dist|test|bin|speclathe)\b/;
    const offences = halves.runtime.flatMap(({ path, imports }) =>
      imports.filter((each) => outside.test(each.path)).map((each) => `${path} imports ${each.path}`),
    );
    expect(offences).toEqual([]);
  });
});

describe.each(Object.entries(halves))("%s/", (_half, files) => {
  it("has no import cycle at run time", () => {
    expect(cycles(files, ({ isType }) => !isType)).toEqual([]);
  });

  it("has no import cycle of more than two files, counting types", () => {
    expect(cycles(files, () => true).filter((cycle) => cycle.length > 2)).toEqual([]);
  });

  it("has no two files of the same name", () => {
    const paths = files.map(({ path }) => path);
    const twins = paths.filter((path) =>
      paths.some((other) => other !== path && basename(other) === basename(path)),
    );
    expect(twins).toEqual([]);
  });

  it("has no file of more than 400 lines", () => {
    expect(files.flatMap(({ path, length }) => (length > 400 ? [path] : []))).toEqual([]);
  });

  it("has no file of fewer than 60 lines with one importer, unless for a reason", () => {
    const small = files.filter(({ path, length }) => {
      const count = importers.filter(({ imports }) => imports.some((each) => each.path === path)).length;
      return length < 60 && count === 1;
    });
    expect(small.map(({ path }) => path).filter((path) => !SMALL.includes(path))).toEqual([]);
  });
});

it.each(["generator", "runtime", "bin", "examples", "specs", "test"])(
  "no comment in %s/ begins with a question word",
  (folder) => {
    const offences = sourceFiles(folder).flatMap(({ path, comments }) =>
      comments.filter(beginsWithQuestionWord).map(({ line, text }) => `${path}:${line}: ${text}`),
    );
    expect(offences).toEqual([]);
  },
);

/** A comment is a sentence: subject, verb, object. */
function beginsWithQuestionWord({ text }: { readonly text: string }): boolean {
  return /^[^\p{L}]*(?:What|Whether|Where|Whoever|Who|Which|How)\b/iu.test(text);
}

/** Returns the sets of files that import each other (strongly connected components). */
function cycles(
  files: readonly SourceFile[],
  counts: (imported: SourceFile["imports"][number]) => boolean,
): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter(counts).flatMap(({ path }) => (known.has(path) ? [path] : [])),
    ]),
  );
  const reach = new Map([...known].map((path) => [path, reachable(path, edges)]));
  const found = new Map<string, string[]>();
  for (const path of known) {
    const cycle = [...(reach.get(path) ?? [])].filter((other) => reach.get(other)?.has(path)).sort();
    if (cycle.length > 0) found.set(cycle.join(), cycle);
  }
  return [...found.values()];
}

/** Returns the files that a file imports, directly or not; the file itself only if it is in a cycle. */
function reachable(start: string, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...(edges.get(path) ?? []));
  }
  return reached;
}

describe("the rules read", () => {
  const file = (path: string, text: string) => parse(path, text);

  it("imports of every kind", () => {
    const text = `
      import "./a.ts";
      import { b, type C } from "./b.ts";
      import type { D } from "./d.ts";
      import { type E } from "./e.ts";
      export { f } from "../f.ts";
      export type * from "./g.ts";
      const h = () => import("./h.ts");
      type I = typeof import("./i.ts");
      import koa from "koa";
    `;
    expect(file("x/y/z.ts", text).imports.map(({ path, isType }) => [path, isType])).toEqual([
      ["x/y/a.ts", false],
      ["x/y/b.ts", false],
      ["x/y/d.ts", true],
      ["x/y/e.ts", true],
      ["x/f.ts", false],
      ["x/y/g.ts", true],
      ["x/y/h.ts", false],
      ["x/y/i.ts", true],
      ["koa", false],
    ]);
  });

  it("comments of every kind, and no strings", () => {
    const text = `/** First. */
const a = { /* Second. */ b: "// no" }; // Third,
// of two lines.

// Fourth.
function c() {
  // Fifth.
}
const d = /\\/\\/ no/;
/**
 * Sixth.
 */
const e = \`\${a /* Seventh. */} // no\`;
// Last.`;
    expect(file("x.ts", text).comments.map(({ text: [first] }) => first)).toEqual([..."FSTFFSSL"]);
    expect(file("x.ts", "\n// One\n// two\n").comments).toEqual([{ line: 2, text: "One\ntwo" }]);
  });

  it.each([
    ["What it does.", true],
    ["* Whether it does.", true],
    ["`name`: how", false],
    ["How many.", true],
    ["Whole numbers.", false],
    ["Returns whether it does.", false],
  ])("the begin of a comment: %s", (text, want) => {
    expect(beginsWithQuestionWord({ text })).toBe(want);
  });

  it("cycles", () => {
    const files = [
      file("a.ts", 'import "./b.ts";'),
      file("b.ts", 'import "./c.ts";'),
      file("c.ts", 'import type { A } from "./a.ts";'),
      file("d.ts", 'import "./a.ts";'),
    ];
    expect(cycles(files, () => true)).toEqual([["a.ts", "b.ts", "c.ts"]]);
    expect(cycles(files, ({ isType }) => !isType)).toEqual([]);
  });
});
