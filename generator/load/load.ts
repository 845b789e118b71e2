import { Diagnostics } from "../diagnostics.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { bundle } from "./bundle.ts";
import type { SpecFile } from "./discover.ts";
import { type DocumentFile, localDocument, parseInto } from "./documents.ts";
import type { SourceDocument } from "./loaded-server.ts";
import type { Overlay } from "./overlay/overlay.ts";
import type { Parsed } from "./parse.ts";
import type { ReferenceOptions } from "./sources.ts";

export interface Loaded {
  readonly source: SourceDocument | undefined;
  readonly diagnostics: Diagnostics;
}

/** Reads one document, with all files it refers to. What cannot be read or parsed is a diagnostic. */
export async function load({ name, file }: SpecFile, options: ReferenceOptions = {}): Promise<Loaded> {
  return loadOpened(name, localDocument(file, options), []);
}

/** A document and the overlays that correct it, wherever they were found. */
export async function loadOpened(
  name: string,
  opened: DocumentFile,
  overlays: readonly Overlay[],
): Promise<Loaded> {
  const diagnostics = new Diagnostics(opened.label);
  const read = await readDocument(opened, diagnostics);
  if (!read) return { source: undefined, diagnostics };
  // Most documents have none, and need not wait for what finds places by JSONPath.
  const parsed = overlays.length > 0 ? (await import("./overlay/overlay.ts")).overlaid(read, overlays) : read;
  const bundled = await bundle(await opened.sources(parsed), diagnostics);
  const source: SourceDocument = {
    name,
    file: opened.shown,
    root: parsed.value,
    broken: bundled.broken,
    locate: (pointers) => bundled.locate(pointers),
  };
  return { source, diagnostics };
}

type ParsedDocument = Parsed & { readonly value: JsonObject };

async function readDocument(
  opened: DocumentFile,
  diagnostics: Diagnostics,
): Promise<ParsedDocument | undefined> {
  const parsed = await parseInto(opened, "document", diagnostics);
  if (!parsed) return undefined;
  const { value, ...places } = parsed;
  if (isObject(value) && ("openapi" in value || "swagger" in value)) return { value, ...places };
  diagnostics.report(
    "invalid-document",
    [],
    `this is not an OpenAPI document: ${whatElse(value, await opened.text())}`,
    "Start the name of a file that other documents only refer to with `_`, or move it to a subfolder.",
  );
  return undefined;
}

function whatElse(value: Json, text: string): string {
  if (isObject(value)) return "it has no `openapi` field at its root";
  if (text.trim() === "") return "it is empty";
  return `it is ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`}`;
}
