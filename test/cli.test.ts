/** The command line loads only the code that a command needs, and checks only the syntax of files that it writes. */
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as syntaxGate from "../generator/emit/syntax-gate.ts";
import { Folder, PETS } from "./support/folders.ts";

vi.mock("../generator/emit/syntax-gate.ts", { spy: true });
const gate = vi.mocked(syntaxGate.gate);
afterEach(() => {
  gate.mockReset();
});

const ROOT = resolve(import.meta.dirname, "..");
const COMPILER = "node_modules/@ts-morph/common/dist/typescript.js";

function dataModule(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** Writes the URL of each module that is imported, and the path of each that is required, to file descriptor 3. */
const TRACE = dataModule(`
  import { writeSync } from "node:fs";
  import { createRequire, register } from "node:module";
  register(${JSON.stringify(
    dataModule(`
      import { writeSync } from "node:fs";
      export function load(url, context, next) {
        writeSync(3, url + "\\n");
        return next(url, context);
      }
    `),
  )});
  process.on("exit", () => {
    writeSync(3, Object.keys(createRequire(process.execPath).cache).join("\\n"));
  });
`);

/** Runs the command line; returns the files of the package, and the compiler, that it loaded. */
function run(
  args: readonly string[],
  cwd = ROOT,
): { stderr: string; status: number | null; loaded: string[] } {
  const tsx = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;
  const cli = join(ROOT, "bin/speclathe.ts");
  const { output, status } = spawnSync(process.execPath, ["--import", tsx, "--import", TRACE, cli, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const root = `${ROOT.replaceAll("\\", "/")}/`;
  const loaded = (output[3] ?? "")
    .split("\n")
    .map((file) => file.replaceAll("\\", "/").replace(/^file:\/\//, ""))
    .flatMap((file) => (file.startsWith(root) ? [file.slice(root.length).replace(/\?.*$/, "")] : []))
    .filter((file) => file === COMPILER || !file.startsWith("node_modules/"));
  return { stderr: output[2] ?? "", status, loaded: [...new Set(loaded)].sort() };
}

const DEFINITIONS = ["bin/generate-command.ts", "bin/serve-command.ts", "bin/speclathe.ts"];

describe("the command line", { timeout: 60_000 }, () => {
  it.each([[["--version"]], [["--help"]], [["serve", "--help"]]])(
    "loads neither the generator nor the runtime for %j",
    (args) => {
      const { status, loaded } = run(args);
      expect(status).toBe(0);
      expect(loaded).toEqual(DEFINITIONS);
    },
  );

  it("loads nothing of the generator for serve", () => {
    const { stderr, loaded } = run(["serve", "--out", "missing"]);
    expect(stderr).toContain("There is no folder missing");
    expect(loaded).toContain("runtime/command.ts");
    expect(loaded.filter((file) => file.startsWith("generator/") || file === COMPILER)).toEqual([]);
  });

  it("loads the compiler for generate only if there is a file to write, and nothing that the runtime runs", () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    const generate = (): string[] => {
      const { stderr, status, loaded } = run(["generate"], folder.path);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(loaded).toContain("generator/generate.ts");
      expect(loaded.filter((file) => /^runtime\/(?!contract\/)/.test(file))).toEqual([]);
      return loaded;
    };
    expect(generate()).toContain(COMPILER);
    expect(generate()).not.toContain(COMPILER);
  });

  it("refuses --allow-ref-host with a value that is not a host", () => {
    const { stderr, status } = run(["generate", "--allow-ref-host", "a@b"]);
    expect(stderr).toContain("option '--allow-ref-host <host>' is invalid: expected a host such as");
    expect(status).toBe(1);
  });
});

describe("generate", () => {
  const gated = (): string[] => gate.mock.calls.map(([{ path }]) => path);

  it("checks the syntax of the files that it writes, and of no others", async () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    const { changes } = await folder.generate();
    const typescript = changes.map(({ path }) => path).filter((path) => path.endsWith(".ts"));
    expect(gated()).toEqual(typescript);
    expect(typescript).toContain("pets/tools/pets.ts");

    gate.mockClear();
    appendFileSync(folder.at("out/pets/surface.json"), "\n");
    expect((await folder.generate()).changes.map(({ path }) => path)).toEqual(["pets/surface.json"]);
    expect(gated()).toEqual([]);

    appendFileSync(folder.at("out/pets/tools/pets.ts"), "\n");
    await folder.generate();
    expect(gated()).toEqual(["pets/tools/pets.ts"]);
  });

  it("checks the syntax of what it would write for --check too", async () => {
    const folder = new Folder({ "specs/pets.yaml": PETS });
    await folder.generate({ check: true });
    expect(gated()).toContain("pets/tools/pets.ts");
  });

  it("writes nothing if the syntax of one file is refused", async () => {
    const folder = new Folder({ "specs/a.yaml": PETS, "specs/b.yaml": PETS });
    gate.mockImplementation(({ path }) => {
      if (path === "b/tools/pets.test.ts") throw new Error("refused");
    });
    await expect(folder.generate()).rejects.toThrow("refused");
    expect(folder.list()).toEqual([]);
  });
});
