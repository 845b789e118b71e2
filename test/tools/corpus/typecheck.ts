/** Type-checks generated servers, many at a time. */
import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Files per compiler run: enough to share the cost of starting it, and few enough for the memory. */
const FILES = 300;

export interface Generated {
  readonly document: string;
  /** The generator's `out`. */
  readonly out: string;
}

export interface TypeFault {
  readonly document: string;
  readonly message: string;
}

/** Writes tsconfig files, which extend the repository's strict one, to `folder`. */
export async function typeCheck(folder: string, all: readonly Generated[]): Promise<TypeFault[]> {
  const faults: TypeFault[] = [];
  let batch: Generated[] = [];
  let files = 0;
  let number = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0)
      faults.push(...(await checkBatch(join(folder, `tsconfig-${number++}.json`), batch)));
    batch = [];
    files = 0;
  };
  for (const each of all) {
    const count = filesOf(each.out).length;
    if (files > 0 && files + count > FILES) await flush();
    batch.push(each);
    files += count;
  }
  await flush();
  return faults;
}

async function checkBatch(config: string, batch: readonly Generated[]): Promise<TypeFault[]> {
  const settings = {
    extends: join(ROOT, "tsconfig.json"),
    files: batch.flatMap(({ out }) => filesOf(out)),
    include: [],
  };
  writeFileSync(config, JSON.stringify(settings));
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit", "--pretty", "false", "-p", config],
      { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    );
  });
  const faults = output.split("\n").flatMap((line): TypeFault[] => {
    const found = /^(\S[^(]*)\(\d+,\d+\): error (TS\d+: .*)$/.exec(line);
    if (!found) return [];
    const file = join(ROOT, found[1] as string);
    const owner = batch.find(({ out }) => !relative(out, file).startsWith(".."));
    if (!owner) return [{ document: "", message: line }];
    return [
      { document: owner.document, message: line.replace(found[1] as string, relative(owner.out, file)) },
    ];
  });
  if (code === 0 || faults.length > 0) return faults;
  // The message is reported once, and counts for all documents.
  return batch.map(({ document }, i) => ({
    document,
    message:
      i === 0
        ? `expected ${batch.length} documents to compile, but the compiler failed: ${output.slice(0, 500)}`
        : "",
  }));
}

function filesOf(out: string): string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".rows.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}
