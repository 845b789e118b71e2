/** The output of the command for code that does not exist yet. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { Folder } from "../../support/folders.ts";

const COMMAND = [
  "--import",
  pathToFileURL(resolve("node_modules/tsx/dist/loader.mjs")).href,
  resolve("bin/speclathe.ts"),
  "generate",
];

it("reports missing code with --check, and writes it once", () => {
  const folder = new Folder({
    "specs/acme.mcp.yaml":
      "speclathe: 1\ntools: { ping: { description: Ping., handler: ./acme.handlers.ts#ping } }\n",
  });
  const run = (...flags: string[]) => {
    const args = [...COMMAND, ...flags];
    return spawnSync(process.execPath, args, { cwd: folder.path, encoding: "utf8" });
  };
  const missing = "specs/acme.handlers.ts does not exist: run `speclathe generate`";
  const first = run("--check");
  expect(first.stderr).toContain(missing);
  expect(first.status).toBe(1);

  const written = run();
  expect(written.stdout).toContain("specs/acme.handlers.ts: written once, for you to fill in");
  expect(written.status).toBe(0);

  const checked = run("--check");
  expect(checked.stdout).toBe("generated is up to date\n");
  expect(checked.status).toBe(0);

  // A missing handler file is reported, also if all generated files are up to date.
  rmSync(folder.at("specs/acme.handlers.ts"));
  const gone = run("--check", "--json");
  expect(JSON.parse(gone.stdout)).toMatchObject({ ok: true, changes: [], stubs: ["specs/acme.handlers.ts"] });
  expect(gone.status).toBe(1);
}, 60_000);
