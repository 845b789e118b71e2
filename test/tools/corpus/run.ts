/**
 * `npm run corpus -- DIR [--only NAME] [--sample N]`: generates, type-checks, serves and calls a server for every
 * OpenAPI document of a folder. An independent validator checks each request against the document. Ends with code 1
 * for any failure. `--sample all` calls every tool.
 */
import { fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createProject, type Document, findDocuments } from "./documents.ts";
import { emptyFindings, type Findings } from "./findings.ts";
import { documentRow, failureLines, headline, noteLines, totals } from "./report.ts";
import { typeCheck } from "./typecheck.ts";
import type { Progress, Task } from "./worker.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));
/** The limit for one stage of one document, and for the calls of one tool. */
const TIME_LIMIT_MS = 120_000;
const AT_ONCE = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, sample: { type: "string", default: "8" }, keep: { type: "boolean" } },
});
const [dir] = positionals;
const sample = values.sample === "all" ? Number.POSITIVE_INFINITY : Number(values.sample);
if (dir === undefined || positionals.length > 1 || !(sample >= 0)) {
  process.stderr.write("usage: npm run corpus -- DIR [--only NAME[,NAME…]] [--sample N|all] [--keep]\n");
  process.exit(2);
}

/** Checks one document in its own process, which may crash or hang. */
function examine(document: Document, folder: string): Promise<{ findings: Findings; out: string }> {
  const project = createProject(document, folder);
  const child = fork(WORKER, {
    cwd: ROOT,
    execArgv: ["--import", "tsx", "--max-old-space-size=3072"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return new Promise((resolve) => {
    let last: Progress = { stage: "document", findings: emptyFindings(document.name) };
    let errors = "";
    let timedOut = false;
    const stop = (): void => {
      timedOut = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(stop, TIME_LIMIT_MS);
    child.stderr?.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(0, 2000);
    });
    child.on("message", (message) => {
      last = message as Progress;
      clearTimeout(timer);
      timer = setTimeout(stop, TIME_LIMIT_MS);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const { stage, at = "", findings } = last;
      const why = timedOut
        ? `expected an end within ${TIME_LIMIT_MS / 1000} s`
        : `expected the process to succeed, but it ended with ${code ?? signal}: ${errors}`;
      if (stage !== "done") findings.failures.push({ stage, at, what: why });
      resolve({ findings, out: project.out });
    });
    const task: Task = { document: document.name, project, sample: Math.min(sample, 1e9) };
    child.send(task);
  });
}

const started = performance.now();
const wanted = values.only?.split(",");
const documents = findDocuments(dir).filter(({ name }) => wanted?.includes(name) ?? true);
if (documents.length === 0) {
  process.stderr.write(
    `Expected a document${wanted ? ` named ${values.only}` : ""} in ${dir}, found none.\n`,
  );
  process.exit(2);
}
mkdirSync(join(ROOT, ".scratch/corpus"), { recursive: true });
const scratch = mkdtempSync(join(ROOT, ".scratch/corpus/run-"));
const print = (...lines: readonly string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`);
};

const results: { findings: Findings; out: string }[] = [];
try {
  print(headline());
  const waiting = [...documents];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let document = waiting.shift(); document; document = waiting.shift()) {
        const result = await examine(document, join(scratch, document.name));
        results.push(result);
        print(documentRow(result.findings));
      }
    }),
  );
  const all = results.map(({ findings }) => findings).sort((a, b) => (a.document < b.document ? -1 : 1));
  const generated = results.filter(({ out }) => existsSync(out));
  const faults = await typeCheck(
    scratch,
    generated.map(({ findings, out }) => ({ document: findings.document, out })),
  );
  for (const { document, message } of faults) {
    const found = all.find((findings) => findings.document === document) ?? all[0];
    if (!found) continue;
    found.typeErrors++;
    if (found.typeErrors <= 5 && message !== "")
      found.failures.push({ stage: "type-check", at: "", what: message });
  }
  print("", ...all.flatMap(noteLines), ...all.flatMap(failureLines), "");
  print(totals(all, (performance.now() - started) / 1000));
  process.exitCode = all.some(({ failures }) => failures.length > 0) ? 1 : 0;
} finally {
  if (values.keep) print(`kept: ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
}
