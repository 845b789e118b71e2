/** What the normaliser makes of a document, and what it says about it. */
import { Diagnostics } from "../../generator/diagnostics.ts";
import { formatPointer, type JsonObject } from "../../generator/json.ts";
import type { ApiDocument, ApiOperation } from "../../generator/normalise/api-document.ts";
import { normalise } from "../../generator/normalise/document.ts";
import { fromYaml, source } from "./documents.ts";

export interface Normalised {
  document: ApiDocument;
  /** `code at /pointer: message`, without those of documents that say nothing about a server. */
  said: string[];
}

/** Fails the test where there is an error in the document. */
export function normalised(given: string | JsonObject): Normalised {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  const document = normalise(source(typeof given === "string" ? fromYaml(given) : given), diagnostics);
  const all = diagnostics.items.map(
    ({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`,
  );
  if (!document) throw new Error(all.join("\n"));
  return { document, said: all.filter((line) => !/^no-(?:base-url|operations) /.test(line)) };
}

/** The first operation of a document. */
export function operationOf(given: string | JsonObject): ApiOperation & { said: string[] } {
  const { document, said } = normalised(given);
  const [operation] = document.operations;
  if (!operation) throw new Error(`no operation: ${said.join("\n")}`);
  return { ...operation, said };
}

/** What an error or a missing base URL is reported with: message and hint. */
export function reported(given: string | JsonObject, code: string): string[] {
  const diagnostics = new Diagnostics("specs/api.openapi.yaml");
  normalise(source(typeof given === "string" ? fromYaml(given) : given), diagnostics);
  return diagnostics.items
    .filter((item) => item.code === code)
    .map(({ pointer, message, hint }) => `${formatPointer(pointer)}: ${message}. ${hint}`);
}
