import { Diagnostics } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { SourceDocument } from "../types.ts";
import { bundle } from "./bundle.ts";
import type { SpecFile } from "./discover.ts";
import { type Parsed, ParseFailure, parse } from "./parse.ts";
import { Remote } from "./remote.ts";
import { shownName } from "./shown.ts";
import { type ReferenceOptions, Sources } from "./sources.ts";
import { ReadFailure, readText } from "./text.ts";

export interface Loaded {
  readonly source: SourceDocument | undefined;
  readonly diagnostics: Diagnostics;
}

/** Reads one document, with all files it refers to. What cannot be read or parsed is a diagnostic. */
export async function load(spec: SpecFile, options: ReferenceOptions = {}): Promise<Loaded> {
  const diagnostics = new Diagnostics(spec.file);
  try {
    const parsed = await readDocument(await readText(spec.file), spec.file.endsWith(".json"), diagnostics);
    if (!parsed) return { source: undefined, diagnostics };
    const sources = await Sources.of(spec.file, parsed, options);
    return {
      source: await sourceOf(spec.name, shownName(spec.file), parsed, sources, diagnostics),
      diagnostics,
    };
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    diagnostics.report("file-unreadable", [], `the file cannot be read: ${error.message}`, error.hint);
    return { source: undefined, diagnostics };
  }
}

/** The same for a document on a host that is allowed. Throws a `Refusal`. */
export async function loadRemote(
  name: string,
  url: URL,
  folder: string,
  options: ReferenceOptions,
): Promise<Loaded> {
  const diagnostics = new Diagnostics(url.href);
  const fetched = await new Remote(options.refHosts ?? []).fetch(url);
  const parsed = await readDocument(fetched.text, fetched.isJson, diagnostics);
  if (!parsed) return { source: undefined, diagnostics };
  const sources = await Sources.remote(fetched.url, parsed, folder, options);
  return { source: await sourceOf(name, url.href, parsed, sources, diagnostics), diagnostics };
}

async function sourceOf(
  name: string,
  file: string,
  parsed: ParsedDocument,
  sources: Sources,
  diagnostics: Diagnostics,
): Promise<SourceDocument> {
  const bundled = await bundle(sources, diagnostics);
  return {
    name,
    file,
    root: parsed.value,
    broken: bundled.broken,
    locate: (pointers) => bundled.locate(pointers),
  };
}

type ParsedDocument = Parsed & { readonly value: JsonObject };

async function readDocument(
  text: string,
  isJson: boolean,
  diagnostics: Diagnostics,
): Promise<ParsedDocument | undefined> {
  try {
    const { value, ...places } = await parse(text, isJson);
    if (isObject(value) && ("openapi" in value || "swagger" in value)) return { value, ...places };
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
