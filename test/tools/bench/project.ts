/** A project that uses the built package: a temporary folder with documents and generated servers. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { document, operations, spec } from "./document.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The built command line. */
export const CLI = join(root, "dist/bin/speclathe.js");

export interface Project {
  readonly dir: string;
  remove(): void;
}

export function build(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
}

/** Generates a server for each number of tools, called `tools-<number>`. */
export function createProject(sizes: readonly number[]): Project {
  const scratch = join(root, ".scratch/bench");
  mkdirSync(scratch, { recursive: true });
  const dir = mkdtempSync(join(scratch, "run-"));
  const project = { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
  try {
    mkdirSync(join(dir, "specs"));
    // With the repository's `paths`, tsx would use the sources in place of the built package.
    writeFileSync(join(dir, "tsconfig.json"), "{}");
    writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
    mkdirSync(join(dir, "node_modules"));
    symlinkSync(root, join(dir, "node_modules/speclathe"), "dir");
    for (const size of sizes) {
      writeFileSync(join(dir, `specs/tools-${size}.openapi.json`), JSON.stringify(document(size)));
      writeFileSync(join(dir, `specs/tools-${size}.mcp.yaml`), JSON.stringify(spec()));
    }
    execFileSync(process.execPath, [CLI, "generate"], { cwd: dir, stdio: ["ignore", "ignore", "inherit"] });
    for (const size of sizes) checkNames(dir, size);
    addGithub(dir);
    addSmall(dir);
    return project;
  } catch (error) {
    project.remove();
    throw error;
  }
}

/** Adds GitHub's document, in its own folder to be generated alone. */
function addGithub(dir: string): void {
  mkdirSync(join(dir, "github-specs"));
  copyFileSync(
    createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json"),
    join(dir, "github-specs/github.openapi.json"),
  );
}

/** Adds a YAML document of seven operations, in its own folder. */
function addSmall(dir: string): void {
  mkdirSync(join(dir, "small-specs"));
  writeFileSync(join(dir, "small-specs/small.openapi.yaml"), stringify(document(7)));
}

/** Checks that the generated tools have the names that the hand-written server derives from the document. */
function checkNames(dir: string, size: number): void {
  const surface = JSON.parse(readFileSync(join(dir, `generated/tools-${size}/surface.json`), "utf8")) as {
    readonly tools: readonly { readonly name: string }[];
  };
  const names = new Set(surface.tools.map(({ name }) => name));
  const missing = operations(size).filter(({ name }) => !names.has(name));
  if (names.size !== size || missing.length > 0)
    throw new Error(
      `expected ${size} tools, found ${names.size}; missing: ${missing.map(({ name }) => name)}`,
    );
}
