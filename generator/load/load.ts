import { readFile } from "node:fs/promises";
import { Diagnostics } from "../diagnostics.ts";
import { isObject } from "../json.ts";
import type { SourceDocument } from "../types.ts";
import { bundle } from "./bundle.ts";
import type { SpecFile } from "./discover.ts";
import { ParseFailure, parse } from "./parse.ts";

/** A text without this refers to no other file; one with it may, which is for the bundler to find out. */
const EXTERNAL = /\$ref["']?\s*:\s*["']?[^#"'\s]/;

/** Reads one document. What cannot be read or parsed is a diagnostic, and then there is no document. */
export async function load(
  spec: SpecFile,
): Promise<{ source: SourceDocument | undefined; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics(spec.file);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(spec.file));
  } catch (error) {
    const why = error instanceof TypeError ? "it is not UTF-8 text" : (error as NodeJS.ErrnoException).code;
    diagnostics.report(
      "file-unreadable",
      [],
      `the file cannot be read: ${why}`,
      "Check the file and its permissions.",
    );
    return { source: undefined, diagnostics };
  }

  try {
    const parsed = await parse(text, spec.file);
    if (!isObject(parsed.value) || !("openapi" in parsed.value || "swagger" in parsed.value)) {
      diagnostics.report(
        "invalid-document",
        [],
        "this is not an OpenAPI document: it has no `openapi` field at its root",
        "Start the name of a file that other documents only refer to with `_`, or move it to a subfolder.",
      );
      return { source: undefined, diagnostics };
    }
    const root = EXTERNAL.test(text) ? await bundle(spec.file, parsed.value, diagnostics) : parsed.value;
    return {
      source: { name: spec.name, file: spec.file, root, locate: parsed.locate },
      diagnostics,
    };
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    diagnostics.report(
      "syntax-error",
      [],
      error.message,
      "Correct the syntax; nothing of this document was generated.",
      error.position,
    );
    return { source: undefined, diagnostics };
  }
}
