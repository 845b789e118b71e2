/** `__proto__`, `constructor` and `prototype` are names like any others: they arrive intact, and change nothing else. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { generate } from "../../generator/generate.ts";
import { Folder } from "../support/folders.ts";
import { type Outcome, pollution, ROWS, run, UNDECLARED } from "./T06-rows.ts";

type Run = Awaited<ReturnType<typeof run>>;

const CHILD = fileURLToPath(new URL("T06-child.ts", import.meta.url));

/** In a process in which `__proto__` throws and built-in prototypes are frozen. */
async function runInChild(): Promise<Run> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--disable-proto=throw", "--import", "tsx", CHILD],
    { maxBuffer: 10_000_000 },
  );
  return JSON.parse(stdout) as Run;
}

describe.each([
  ["in this process", run],
  ["in a process with frozen prototypes and without __proto__", runInChild],
])("T06 prototype pollution, %s", (_, start) => {
  let outcomes: readonly Outcome[] = [];
  let diagnostics: readonly string[] = [];
  beforeAll(async () => {
    ({ outcomes, diagnostics } = await start());
  }, 60_000);
  const outcome = (name: string): Outcome => {
    const found = outcomes.find((each) => each.name === name);
    if (!found) throw new Error(`there is no outcome: ${diagnostics.join("\n")}`);
    return found;
  };

  it.each(ROWS.map((row) => [row.name, row] as const))("changes no prototype: %s", (name, row) => {
    const { sent, text, polluted } = outcome(name);
    expect(sent, text).toBe(row.sends);
    if (row.returns) expect(text).toMatch(row.returns);
    expect(polluted).toEqual([]);
  });

  it.each(UNDECLARED.map(({ name }) => name))("refuses the undeclared argument %s", (name) => {
    const { sent, text, polluted } = outcome(name);
    expect(sent).toBe("");
    expect(text).toContain('"kind":"invalid_arguments"');
    expect(polluted).toEqual([]);
  });
});

describe("T06 prototype pollution, documents of YAML", () => {
  const DOCUMENT = `openapi: 3.1.0
info: { title: YAML, version: "1" }
servers: [{ url: "https://api.example" }]
__proto__: { polluted: true }
x-base: &base { __proto__: { polluted: true }, constructor: { prototype: { polluted: true } } }
paths:
  /x:
    <<: *base
    post:
      operationId: x
      __proto__: { polluted: true }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: { __proto__: { type: integer }, constructor: { type: integer } }
      responses: { "200": { description: ok } }
`;

  it("keep their names and change no prototype", async () => {
    const folder = new Folder({ "specs/api.yaml": DOCUMENT });
    const out = folder.at("generated");
    const options = { specs: folder.at("specs"), out, names: [], check: false, generator: "speclathe 0.0.0" };
    const { diagnostics } = await generate(options);
    expect(diagnostics).toEqual([]);
    expect(pollution()).toEqual([]);
    const { tools } = JSON.parse(readFileSync(join(out, "api/surface.json"), "utf8")) as {
      tools: { inputSchema: { properties: Record<string, unknown> } }[];
    };
    expect(tools.map(({ inputSchema }) => Object.keys(inputSchema.properties))).toEqual([
      ["proto", "constructor_"],
    ]);
  });
});
