/** A root for the workbench, with files beside it that no tool may reach. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { ToolError } from "../../runtime/handler.ts";
import { type OpenFolder, openHeld } from "../../specs/workbench/files/folder.ts";
import type { Root } from "../../specs/workbench/files/root.ts";

export const SECRET = "the secret beside the root";

/** Temporary folders, which are removed when the test that makes them has finished. */
export class Bench {
  /** Holds the root, `inside`, and what is beside it, `outside`. */
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), "speclathe-workbench-")));
  readonly path = join(this.top, "inside");
  readonly outside = join(this.top, "outside");

  /** `isLasting`: the folders are not removed. */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, isLasting = false) {
    if (!isLasting) onTestFinished(() => rmSync(this.top, { recursive: true, force: true }));
    mkdirSync(this.path);
    mkdirSync(this.outside);
    writeFileSync(join(this.outside, "secret.txt"), SECRET);
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  root(openFolder: OpenFolder = openHeld): Root {
    return { path: this.path, given: this.path, openFolder };
  }

  at(path: string): string {
    return join(this.path, path);
  }

  put(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    symlinkSync(target, this.at(path));
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }
}

/** A bench that stays until `remove` is called, for the tests of a whole file. */
export function makeBench(): { bench: Bench; remove: () => void } {
  const bench = new Bench({}, true);
  return { bench, remove: () => rmSync(bench.top, { recursive: true, force: true }) };
}

/** Everything in a folder, with what it holds: to see that nothing has changed. */
export function contents(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const stats = lstatSync(join(folder, name));
    found[name] = stats.isSymbolicLink()
      ? `-> ${readlinkSync(join(folder, name))}`
      : stats.isFile()
        ? readFileSync(join(folder, name), "latin1")
        : "";
  }
  return found;
}

/** The kind of the error that a call fails with, or its result as JSON. */
export async function outcome(call: () => unknown): Promise<string> {
  try {
    return `ok ${JSON.stringify(await call())}`;
  } catch (error) {
    if (error instanceof ToolError) return error.kind;
    throw error;
  }
}
