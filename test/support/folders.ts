/** Temporary folders with documents in them, and the command run over them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { formatDiagnostic } from "../../generator/diagnostics.ts";
import { type GenerateOptions, generate } from "../../generator/generate.ts";

export const PETS = `openapi: 3.1.0
info: { title: Pets, version: "1" }
servers: [{ url: "https://api.example" }]
paths:
  /pets:
    get: { operationId: listPets, tags: [pets], responses: { "200": { description: ok } } }
`;

/** A temporary folder. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "speclathe-test-"));

  /** The folder is removed when the test that makes it has finished; a lasting one when `remove` is called. */
  constructor(files: Record<string, string | Uint8Array> = {}, isLasting = false) {
    if (!isLasting) onTestFinished(() => this.remove());
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  put(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  at(path: string): string {
    return join(this.path, path);
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }

  /** Every file below a folder, sorted. */
  list(path = "out"): string[] {
    try {
      return readdirSync(this.at(path), { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(this.path, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .sort();
    } catch {
      return [];
    }
  }

  async generate(
    options: Partial<GenerateOptions> = {},
  ): Promise<Awaited<ReturnType<typeof generate>> & { text: string }> {
    const result = await generate({
      specs: this.at("specs"),
      out: this.at("out"),
      names: [],
      check: false,
      generator: "speclathe 0.0.0-test",
      ...options,
    });
    const text = result.diagnostics.map(formatDiagnostic).join("\n").replaceAll(`${this.path}/`, "");
    return { ...result, text };
  }
}
