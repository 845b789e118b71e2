/** Forms, urlencoded and multipart: each field by its Encoding Object, or by what OpenAPI says without one. */
import type { Encoding, Media } from "./declared.ts";
import { type FileKind, fileKind, fileOf } from "./files.ts";
import { isObject, type Json, type JsonObject, list, own, put, same, show } from "./json.ts";
import { essence, inRange, isForm, isJson } from "./media.ts";
import { Malformed, type Part, partsOf } from "./multipart.ts";
import type { Documents } from "./schema.ts";
import { Broken, type Place, type Source } from "./source.ts";
import { formDecode, hasText, isText, type Pair, pairsOf, saysInPairs } from "./styles.ts";

type Report = (problem: string) => void;

export function checkFields(
  body: Buffer,
  type: string,
  media: Media,
  value: Json,
  documents: Documents,
  report: Report,
): void {
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

// --------------------------------------------------------------------------------------- urlencoded

function checkForm(body: string, media: Media, value: JsonObject, report: Report): void {
  if (/[^!$&'()*+,\-./0-9:;=?@A-Za-z_~%[\]|]/.test(body))
    report("the form has a character that is not encoded");
  const pairs = pairsOf(body, "&");
  // A field that is spread over several names last: one of them may be called like another field.
  const names = Object.keys(value).sort((a, b) => Number(isObject(value[a])) - Number(isObject(value[b])));
  for (const name of names) {
    const member = value[name] as Json;
    if (!saysField(pairs, name, member, media.encoding.get(name)))
      report(`the field ${name} does not say ${show(member)} in ${show(body)}`);
  }
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`the form has a field ${name}, which no argument gave`);
}

function saysField(pairs: Pair[], name: string, value: Json, encoding: Encoding | undefined): boolean {
  const isStyled = encoding?.style !== undefined || encoding?.explode !== undefined;
  const style = encoding?.style ?? "form";
  const written = { style, explode: encoding?.explode ?? style === "form" };
  // Without a style an object travels as its content type, which is JSON if none is said.
  if (isStyled || !isObject(value))
    return readable(() => saysInPairs(pairs, name, written, value, formDecode));
  const [pair, ...more] = pairs.filter((p) => !p.used && formDecode(p.name) === name);
  if (!pair) return !hasText(value) || Object.keys(value).length === 0;
  pair.used = true;
  return more.length === 0 && readable(() => same(JSON.parse(formDecode(pair.value)), value));
}

// ---------------------------------------------------------------------------------------- multipart

interface FieldSchema {
  readonly place?: Place;
  readonly items?: Place;
}

function checkMultipart(
  body: Buffer,
  type: string,
  media: Media,
  value: JsonObject,
  fields: ReadonlyMap<string, FieldSchema>,
  source: Source,
  report: Report,
): void {
  let parts: Part[];
  try {
    parts = partsOf(body, type);
  } catch (error) {
    if (error instanceof Malformed) {
      report(`the body is not multipart: ${error.message}`);
      return;
    }
    throw error;
  }
  const left = new Set(parts);
  const take = (name: string): Part[] => {
    const taken = [...left].filter((part) => part.name === name);
    for (const part of taken) left.delete(part);
    return taken;
  };
  for (const [name, member] of Object.entries(value)) {
    const encoding = media.encoding.get(name);
    // OpenAPI 3.0 has styles for urlencoded forms alone; Swagger 2.0 has its collection formats in both.
    const isStyled = encoding?.style !== undefined || encoding?.explode !== undefined;
    if (isStyled && source.version !== "3.0") {
      checkStyled(name, member, encoding, left, report);
      continue;
    }
    const field = fields.get(name);
    const isList = Array.isArray(member);
    const taken = take(name);
    const items = isList ? list(member) : [member];
    if (taken.length !== items.filter((item) => item !== null).length) {
      report(`the field ${name} has ${taken.length} parts for ${show(member)}`);
      continue;
    }
    const kind = fileKind(source, isList ? field?.items : field?.place, encoding);
    for (const [i, part] of taken.entries())
      checkPart(name, part, items[i] as Json, kind, encoding?.contentType, report);
  }
  for (const part of left) report(`there is a part ${part.name ?? "without a name"}, which no argument gave`);
}

function checkPart(
  name: string,
  part: Part,
  value: Json,
  kind: FileKind,
  declared: string | undefined,
  report: Report,
): void {
  const file = kind !== "none" && typeof value === "string" ? fileOf(value) : undefined;
  const isFile = file?.bytes.equals(part.bytes) ?? false;
  if (kind === "file" ? !isFile : !isFile && !isText(part.bytes.toString("utf8"), value)) {
    report(`the part ${name} is ${show(part.bytes.toString("utf8"))}, which does not say ${show(value)}`);
    return;
  }
  if (kind === "file" && part.filename === undefined) report(`the file ${name} has no file name`);
  if (file?.name !== undefined && isFile && part.filename !== file.name)
    report(`the file ${name} is called ${show(part.filename)} and not ${show(file.name)}`);

  const type = part.type ?? "text/plain";
  if (declared !== undefined) {
    if (!declared.split(",").some((range) => inRange(type, range.trim())))
      report(`the part ${name} is ${type}, and declared as ${declared}`);
  } else if (file?.type !== undefined && isFile) {
    if (essence(type) !== essence(file.type)) report(`the file ${name} is ${type} and not ${file.type}`);
  } else if (typeof value === "object" && value !== null) {
    if (!isJson(type)) report(`the part ${name} is ${type}, and should be application/json`);
  } else if (kind === "none" && essence(type) !== "text/plain")
    report(`the part ${name} is ${type}, and should be text/plain`);
}

/** A field with a style (3.1): what would be names and values of a query are names and texts of parts. */
function checkStyled(name: string, value: Json, encoding: Encoding, left: Set<Part>, report: Report): void {
  const style = encoding.style ?? "form";
  const parts = [...left].filter(
    (part) =>
      part.name === name ||
      part.name?.startsWith(`${name}[`) ||
      (isObject(value) && own(value, part.name ?? "") !== undefined),
  );
  const pairs = parts.map(
    (part): Pair => ({ name: part.name ?? "", value: part.bytes.toString("utf8"), used: false }),
  );
  const written = { style, explode: encoding.explode ?? style === "form" };
  const isSaid = readable(() => saysInPairs(pairs, name, written, value, (raw) => raw));
  if (!isSaid) report(`the parts of ${name} do not say ${show(value)} as ${style}`);
  for (const [i, part] of parts.entries()) if (pairs[i]?.used) left.delete(part);
}

// ------------------------------------------------------------------------------------------- schema

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

function readable(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
