/**
 * Installs and runs the official conformance suite, apart from the project's dependencies: it requires a newer Node
 * than speclathe does.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const VERSION = "0.2.0-alpha.12";
/** The version of the npm packages with a Node binary, which replaces a Node that is too old. */
const NODE = "24.21.0";
const FOLDER = fileURLToPath(new URL("../../../node_modules/.cache/conformance/", import.meta.url));

export interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/** Installs the suite if it is not installed. */
export function install(): void {
  const wanted: Record<string, string> = { "@modelcontextprotocol/conformance": VERSION };
  if (isOld()) wanted[nodePackage()] = NODE;
  const manifest = JSON.stringify({ private: true, dependencies: wanted });
  const file = join(FOLDER, "package.json");
  if (existsSync(file) && readFileSync(file, "utf8") === manifest) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, "{}");
  const packages = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  const flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  execFileSync("npm", ["install", ...flags, ...packages], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
  });
  // Written last, so that an interrupted installation is repeated.
  writeFileSync(file, manifest);
}

/** Runs the suite against a server. */
export function run(url: string, args: readonly string[]): Promise<Run> {
  const node = isOld() ? join(FOLDER, "node_modules", nodePackage(), "bin/node") : process.execPath;
  const suite = join(FOLDER, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
  return new Promise((resolve) => {
    execFile(
      node,
      [suite, "server", "--url", url, ...args],
      { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } },
      (error, stdout, stderr) => {
        const exitCode = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ exitCode, output: stdout + stderr });
      },
    );
  });
}

/** Returns the scenarios that a revision requires of a server. */
export function required(revision: string): readonly string[] {
  const file = join(FOLDER, `node_modules/@modelcontextprotocol/conformance/requirements/${revision}.yaml`);
  const { server } = parse(readFileSync(file, "utf8")) as { server: readonly string[] };
  return server;
}

function isOld(): boolean {
  return Number(process.versions.node.split(".")[0]) < 22;
}

function nodePackage(): string {
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}
