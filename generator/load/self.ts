import { asString, isObject, type Json, own } from "../json.ts";
import { splitReference } from "./places.ts";

/** Stands for wherever a document is, against which a `$self` can be relative. */
const SOMEWHERE = "speclathe:///";

/**
 * OpenAPI 3.2: what a document calls itself in `$self` is the base of its references, so that they can lead
 * to the document by its URI. The local form of one that does; undefined for all others.
 */
export function localOf(reference: string, document: Json): string | undefined {
  const version = isObject(document) ? own(document, "openapi") : undefined;
  const self = asString(own(document, "$self"));
  if (self === undefined || !asString(version)?.startsWith("3.2") || !URL.canParse(self, SOMEWHERE))
    return undefined;
  const base = new URL(self, SOMEWHERE);
  base.hash = "";
  if (!URL.canParse(reference, base.href)) return undefined;
  const target = new URL(reference, base);
  target.hash = "";
  return target.href === base.href ? `#${splitReference(reference)[1]}` : undefined;
}
