import { basename, isAbsolute, relative, resolve } from "node:path";
import { Diagnostics } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { SourceDocument } from "../types.ts";
import { bundle } from "./bundle.ts";
import type { SpecFile } from "./discover.ts";
import { type Parsed, ParseFailure, parse } from "./parse.ts";
import { type ReferenceOptions, Sources } from "./sources.ts";
import { ReadFailure, readText } from "./text.ts";

/** Reads one document, with all files it refers to. What cannot be read or parsed is a diagnostic. */
export async function load(
  spec: SpecFile,
  options: ReferenceOptions = {},
): Promise<{ source: SourceDocument | undefined; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics(spec.file);
  const parsed = await read(spec, diagnostics);
  if (!parsed) return { source: undefined, diagnostics };
  const bundled = await bundle(await Sources.of(spec.file, parsed, options), diagnostics);
  const source: SourceDocument = {
    name: spec.name,
    file: shownName(spec.file),
    root: parsed.value,
    broken: bundled.broken,
    locate: (pointers) => bundled.locate(pointers),
  };
  return { source, diagnostics };
}

async function read(
  spec: SpecFile,
  diagnostics: Diagnostics,
): Promise<(Parsed & { value: JsonObject }) | undefined> {
  let text: string;
  try {
    text = await readText(spec.file);
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    diagnostics.report("file-unreadable", [], `the file cannot be read: ${error.message}`, error.hint);
    return undefined;
  }
  try {
    const { value, locate } = await parse(text, spec.file.endsWith(".json"));
    if (isObject(value) && ("openapi" in value || "swagger" in value)) return { value, locate };
    diagnostics.report(
      "invalid-document",
      [],
      `this is not an OpenAPI document: ${whatElse(value, text)}`,
      "Start the name of a file that other documents only refer to with `_`, or move it to a subfolder.",
    );
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    const hint = "Correct the syntax; nothing of this document was generated.";
    diagnostics.report("syntax-error", [], error.message, hint, error.position);
  }
  return undefined;
}

function whatElse(value: Json, text: string): string {
  if (isObject(value)) return "it has no `openapi` field at its root";
  if (text.trim() === "") return "it is empty";
  return `it is ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`}`;
}

/** The file as generated code names it, which must be the same on every machine. */
function shownName(file: string): string {
  const path = relative(process.cwd(), resolve(file)).replaceAll("\\", "/");
  return path.startsWith("../") || isAbsolute(path) ? basename(file) : path;
}
