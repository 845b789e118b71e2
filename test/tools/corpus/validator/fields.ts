/** Checks the fields of URL-encoded and multipart forms, and their schema. */
import type { Media } from "./declared.ts";
import { fileKind } from "./files.ts";
import { checkForm } from "./form.ts";
import { isObject, type Json, type JsonObject, list, own, put, show } from "./json.ts";
import { isForm } from "./media.ts";
import { checkMultipart, checkPositions } from "./parts.ts";
import type { Documents } from "./schema.ts";
import { Broken, type Source, type SourceNode } from "./source.ts";

type Report = (problem: string) => void;

/** The schema of a field, and of its items if it is a list. */
export interface FieldSchema {
  readonly node?: SourceNode;
  readonly items?: SourceNode;
}

export function checkFields(
  body: Buffer,
  type: string,
  media: Media,
  value: Json,
  documents: Documents,
  report: Report,
): void {
  if (Array.isArray(value)) {
    checkPositions(body, type, media, value, documents, report);
    return;
  }
  if (!isObject(value)) {
    // A form without a description is sent as the given text.
    if (typeof value !== "string" || body.toString("utf8") !== value)
      report(`expected fields of ${type}, found ${show(value)}`);
    return;
  }
  const fields = fieldsOf(documents.source, media.schema);
  if (isForm(type)) checkForm(body.toString("latin1"), media, value, report);
  else checkMultipart(body, type, media, value, fields, documents.source, report);
  checkSchema(media, value, fields, documents, report);
}

/** Collects the properties of an object schema through references, `allOf`, `anyOf` and `oneOf`. */
function fieldsOf(source: Source, schema: SourceNode | undefined): Map<string, FieldSchema> {
  const found = new Map<string, FieldSchema>();
  const seen = new Set<Json>();
  const add = (node: SourceNode): void => {
    const at = attemptFollow(source, node);
    if (!at || seen.has(at.value)) return;
    seen.add(at.value);
    const written = source.child(at, "properties");
    const properties = written && attemptFollow(source, written);
    for (const name of Object.keys(isObject(properties?.value) ? properties.value : {})) {
      const member = attemptFollow(source, source.child(properties as SourceNode, name) as SourceNode);
      const items = member && source.child(member, "items");
      found.set(name, { ...(member && { node: member }), ...(items && { items }) });
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"])
      for (const [i] of list(own(at.value, keyword)).entries())
        add(source.child(at, keyword, i) as SourceNode);
  };
  if (schema) add(schema);
  return found;
}

function attemptFollow(source: Source, node: SourceNode): SourceNode | undefined {
  try {
    return source.follow(node);
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

/**
 * Checks the schema of the fields. Files are left out: their schema does not describe the base64 text of the
 * argument.
 */
function checkSchema(
  media: Media,
  value: JsonObject,
  fields: ReadonlyMap<string, FieldSchema>,
  { source, schemas }: Documents,
  report: Report,
): void {
  if (!media.schema) return;
  const shown: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const field = fields.get(name);
    const node = Array.isArray(member) ? field?.items : field?.node;
    const isFile = fileKind(source, node, media.encoding.get(name)) !== "none";
    put(shown, name, isFile ? (Array.isArray(member) ? member.map(() => "") : "") : member);
  }
  for (const fault of schemas.faults(media.schema, "request", shown))
    report(`the fields violate their schema: ${fault}`);
}
