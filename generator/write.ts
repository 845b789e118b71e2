import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Diagnostics } from "./diagnostics.ts";
import type { GeneratedFile } from "./emit/generated-file.ts";
import { byCodePoint } from "./json.ts";

/** The change of one file in the output folder. */
export interface Change {
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
  readonly before: string;
  readonly after: string;
}

/**
 * The changes that make the output folder contain exactly `files`. Generated files of `servers` that are not among them
 * are removed. A file that speclathe did not generate is never changed; if it is in the way, that is an error.
 */
export async function compare(
  outDir: string,
  files: readonly GeneratedFile[],
  servers: "all" | readonly string[],
  diagnostics: Diagnostics,
): Promise<Change[]> {
  const packageFile = await moduleFile(outDir, () =>
    reportObstacle(join(outDir, "package.json"), 'a package.json without `"type": "module"`', diagnostics),
  );
  const changes: Change[] = packageFile
    ? [{ path: packageFile.path, kind: "added", before: "", after: packageFile.text }]
    : [];
  for (const { path, text } of files) {
    const target = join(outDir, path);
    const before = await readIfExists(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EISDIR" && error.code !== "ENOTDIR") throw error;
      const found = error.code === "EISDIR" ? "a folder" : "a file in the place of its folder";
      reportObstacle(target, found, diagnostics);
      return text;
    });
    if (before === text) continue;
    if (before === undefined || isGenerated(path, before))
      changes.push({
        path,
        kind: before === undefined ? "added" : "changed",
        before: before ?? "",
        after: text,
      });
    else reportObstacle(target, "a file that speclathe did not generate", diagnostics);
  }

  const wanted = new Set(files.map((file) => file.path));
  for (const path of await listFiles(outDir)) {
    const [server = ""] = path.split("/");
    if (wanted.has(path) || !path.includes("/")) continue;
    if (servers !== "all" && !servers.includes(server)) continue;
    const before = await readIfExists(join(outDir, path));
    if (before !== undefined && isGenerated(path, before))
      changes.push({ path, kind: "removed", before, after: "" });
  }
  return changes.sort((a, b) => byCodePoint(a.path, b.path));
}

/** Writes the changes. Each file is written completely before it replaces the old one. */
export async function write(outDir: string, changes: readonly Change[]): Promise<void> {
  for (const { path, kind, after } of changes) {
    const target = join(outDir, path);
    if (kind === "removed") {
      await rm(target);
      await removeEmpty(outDir, dirname(path));
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.tmp`, after);
    await rename(`${target}.tmp`, target);
  }
}

/** Writes files that the user edits from then on. A file that exists already is not changed. */
export async function writeOnce(files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/**
 * The package.json that declares the code of a folder as ESM. Undefined if the nearest package.json does so already; if
 * the folder has one of its own that does not, `onOtherType` is called.
 */
export async function moduleFile(dir: string, onOtherType: () => void): Promise<GeneratedFile | undefined> {
  const own = resolve(dir);
  for (let folder = own; ; folder = dirname(folder)) {
    // If the folder is a file, the files that belong in it are reported.
    const text = await readIfExists(join(folder, "package.json")).catch(() => undefined);
    if (text !== undefined && isModule(text)) return undefined;
    if (text !== undefined && folder === own) {
      onOtherType();
      return undefined;
    }
    if (text !== undefined || dirname(folder) === folder) break;
  }
  return { path: "package.json", text: `${JSON.stringify({ type: "module" }, null, 2)}\n` };
}

function isModule(packageJson: string): boolean {
  try {
    return (JSON.parse(packageJson) as { type?: string } | null)?.type === "module";
  } catch {
    return false;
  }
}

function reportObstacle(path: string, found: string, diagnostics: Diagnostics): void {
  diagnostics.report(
    "not-speclathe-output",
    [],
    `expected to write ${path}, found ${found}`,
    "Move it, or choose another folder with --out DIR.",
  );
}

/** The first line of generated files, matched as a whole: files of other generators may begin with its first words. */
const HEADER = /^\/\/ Generated from .+\. Do not edit; run `speclathe generate`\.\r?\n/;

function isGenerated(path: string, text: string): boolean {
  return path.endsWith("/surface.json")
    ? text.startsWith('{\n  "generator": "speclathe ')
    : HEADER.test(text);
}

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function listFiles(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.(?:ts|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, "/").length).replaceAll("\\", "/"));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

async function removeEmpty(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== "." && at !== ""; at = dirname(at)) {
    const left = await readdir(join(root, at));
    if (left.length > 0) return;
    await rmdir(join(root, at));
  }
}
