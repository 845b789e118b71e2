/** The fields of forms, URL-encoded and multipart, and their schema. */
import type { Media } from "./declared.ts";
import { fileKind } from "./files.ts";
import { checkForm } from "./form.ts";
import { isObject, type Json, type JsonObject, list, own, put, show } from "./json.ts";
import { isForm } from "./media.ts";
import { checkMultipart, checkPositions } from "./parts.ts";
import type { Documents } from "./schema.ts";
import { Broken, type Place, type Source } from "./source.ts";

type Report = (problem: string) => void;

/** Schema of a field, and of its items where it is a list. */
export interface FieldSchema {
  readonly place?: Place;
  readonly items?: Place;
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
    // A form that is not described travels as the text that was given.
    if (typeof value !== "string" || body.toString("utf8") !== value)
      report(`${show(value)} cannot be the fields of ${type}`);
    return;
  }
  const fields = fieldsOf(documents.source, media.schema);
  if (isForm(type)) checkForm(body.toString("latin1"), media, value, report);
  else checkMultipart(body, type, media, value, fields, documents.source, report);
  checkSchema(media, value, fields, documents, report);
}

/** The members of an object schema, through references and `allOf`. */
function fieldsOf(source: Source, schema: Place | undefined): Map<string, FieldSchema> {
  const found = new Map<string, FieldSchema>();
  const seen = new Set<Json>();
  const add = (place: Place): void => {
    const at = attemptFollow(source, place);
    if (!at || seen.has(at.value)) return;
    seen.add(at.value);
    const written = source.child(at, "properties");
    const properties = written && attemptFollow(source, written);
    for (const name of Object.keys(isObject(properties?.value) ? properties.value : {})) {
      const member = attemptFollow(source, source.child(properties as Place, name) as Place);
      const items = member && source.child(member, "items");
      found.set(name, { ...(member && { place: member }), ...(items && { items }) });
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"])
      for (const [i] of list(own(at.value, keyword)).entries()) add(source.child(at, keyword, i) as Place);
  };
  if (schema) add(schema);
  return found;
}

function attemptFollow(source: Source, place: Place): Place | undefined {
  try {
    return source.follow(place);
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

/** Files are given as base64, on which the schema of their bytes has no say. */
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
    const place = Array.isArray(member) ? field?.items : field?.place;
    const isFile = fileKind(source, place, media.encoding.get(name)) !== "none";
    put(shown, name, isFile ? (Array.isArray(member) ? member.map(() => "") : "") : member);
  }
  for (const fault of schemas.faults(media.schema, "request", shown))
    report(`the fields do not fit their schema: ${fault}`);
}
