/** Runs the normalise stage on a document, and returns its result and its diagnostics. */
import { Diagnostics } from "../../generator/diagnostics.ts";
import { formatPointer, type JsonObject } from "../../generator/json.ts";
import type { ApiDocument, ApiOperation } from "../../generator/normalise/api-document.ts";
import { normalise } from "../../generator/normalise/document.ts";
import { fromYaml, source } from "./documents.ts";

interface Normalised {
  document: ApiDocument;
  /** `code at /pointer: message`, without `no-base-url` and `no-operations`. */
  messages: string[];
}

/** Throws if there is an error in the document. */
export function normalised(given: string | JsonObject): Normalised {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  const document = normalise(source(typeof given === "string" ? fromYaml(given) : given), diagnostics);
  const all = diagnostics.items.map(
    ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
  );
  if (!document) throw new Error(all.join("\n"));
  return { document, messages: all.filter((line) => !/^no-(?:base-url|operations) /.test(line)) };
}

/** The first operation of a document. */
export function operationOf(given: string | JsonObject): ApiOperation & { messages: string[] } {
  const { document, messages } = normalised(given);
  const [operation] = document.operations;
  if (!operation) throw new Error(`no operation: ${messages.join("\n")}`);
  return { ...operation, messages };
}

/** The pointer, message and hint of the diagnostics with a code. */
export function reported(given: string | JsonObject, code: string): string[] {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  normalise(source(typeof given === "string" ? fromYaml(given) : given), diagnostics);
  return diagnostics.items
    .filter((item) => item.code === code)
    .map(({ pointer, message, hint }) => `${formatPointer(pointer)}: ${message}. ${hint}`);
}
