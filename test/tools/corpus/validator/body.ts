/** Bodies: of a type that the document declares, readable as that type, and saying what was given. */
import type { Body, Media } from "./declared.ts";
import { checkFields } from "./fields.ts";
import { fileOf } from "./files.ts";
import { isObject, type Json, same, show } from "./json.ts";
import {
  essence,
  isForm,
  isJson,
  isJsonSequence,
  isMultipart,
  isNotation,
  isText,
  mediaOf,
} from "./media.ts";
import { headerOf, type Recorded } from "./recorded.ts";
import type { Documents } from "./schema.ts";

type Report = (problem: string) => void;

/** `value` is what the arguments say the body is; undefined where they say nothing. */
export function checkBody(
  request: Recorded,
  declared: Body | undefined,
  value: Json | undefined,
  documents: Documents,
  report: Report,
): void {
  const type = headerOf(request, "content-type");
  const isSent = request.body.length > 0 || type !== undefined;
  if (!declared || declared.content.length === 0) {
    if (isSent) report(`a body was sent (${type}) where none is declared`);
    return;
  }
  if (value === undefined) {
    const isEmpty = type !== undefined && isJson(type) && request.body.toString() === "{}";
    if (isSent && !isEmpty && request.body.length > 0) report("a body was sent that no argument gave");
    else if (!isSent && declared.required) report("a body is required, and none was sent");
    return;
  }
  if (type === undefined) {
    // An empty text has no bytes; it is the one value whose type says nothing.
    if (request.body.length > 0 || value !== "") report("the body has no content type");
    return;
  }
  const media = mediaOf(declared.content, type);
  if (!media) {
    const types = declared.content.map((m) => m.type).join(", ");
    report(`the body is ${type}, which the document does not declare (${types})`);
    return;
  }
  checkContent(request.body, type, media, value, documents, report);
}

function checkContent(
  body: Buffer,
  type: string,
  media: Media,
  value: Json,
  documents: Documents,
  report: Report,
): void {
  if (isForm(type) || isMultipart(type)) {
    checkFields(body, type, media, value, documents, report);
    return;
  }
  if (isJsonSequence(type)) {
    checkSequence(body, type, media, value, documents, report);
    return;
  }
  if (isJson(type)) {
    const sent = parseJson(body);
    if (sent === undefined) {
      report(`the body is not JSON: ${show(body.toString())}`);
      return;
    }
    if (!same(sent, value)) report(`the body is ${show(sent)}, which is not ${show(value)}`);
    checkSchema(media, value, documents, report);
    return;
  }
  const bytes = isText(type) ? undefined : typeof value === "string" ? fileOf(value) : undefined;
  if (bytes?.bytes.equals(body)) {
    if (bytes.type !== undefined && !media.type.includes("*") && essence(bytes.type) !== essence(type))
      report(`the body travels as ${type}, and the argument says ${bytes.type}`);
    return;
  }
  if (!isText(type) && !isNotation(type)) {
    report(`the body is ${show(body.toString())}, which is not the bytes of ${show(value)}`);
    return;
  }
  const text = body.toString("utf8");
  if (typeof value === "string" ? text !== value : !same(parseJson(body), value))
    report(`the body is ${show(text)}, which does not say ${show(value)}`);
  // Only a text has a schema that its text can be held against; XML and YAML are written otherwise.
  if (/^text\/(?!xml|yaml)/.test(essence(type)) && typeof value === "string")
    checkText(media, value, documents, report);
}

function parseJson(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString("utf8")) as Json;
  } catch {
    return undefined;
  }
}

function checkSchema(media: Media, value: Json, { schemas }: Documents, report: Report): void {
  if (!media.schema) return;
  for (const fault of schemas.faults(media.schema, "request", value))
    report(`the body does not fit its schema: ${fault}`);
}

/** A schema of a text may be one of what the text means: a number, or an object in some notation. */
function checkText(media: Media, value: string, { source, schemas }: Documents, report: Report): void {
  if (!media.schema) return;
  const { value: schema } = source.follow(media.schema);
  if (isObject(schema) && schema.type === "string")
    for (const fault of schemas.faults(media.schema, "request", value))
      report(`the body does not fit its schema: ${fault}`);
}

function checkSequence(
  body: Buffer,
  type: string,
  media: Media,
  value: Json,
  { schemas }: Documents,
  report: Report,
): void {
  const text = body.toString("utf8");
  const separator = /json-seq$/.test(essence(type)) ? "\u001e" : "\n";
  const items = text
    .split(separator)
    .filter((line) => line.trim() !== "")
    .map((line) => parseJson(Buffer.from(line)));
  if (!Array.isArray(value)) {
    report(`the argument for ${type} should be a list, and is ${show(value)}`);
    return;
  }
  if (!same(items, value)) {
    report(`the body says ${show(items)}, which is not ${show(value)}`);
    return;
  }
  const { itemSchema, schema } = media;
  if (itemSchema)
    for (const item of value)
      for (const fault of schemas.faults(itemSchema, "request", item))
        report(`an item of the body does not fit its schema: ${fault}`);
  else if (schema && schemas.faults(schema, "request", value).length > 0)
    // Before 3.2 documents use `schema` for the sequence as well as for one item.
    for (const item of value)
      for (const fault of schemas.faults(schema, "request", item))
        report(`an item of the body does not fit its schema: ${fault}`);
}
