/** Checks bodies: the declared type, the syntax of that type, and the given value. */
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

/** `value` is the body by the arguments; undefined if no argument is part of it. */
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
    if (isSent) report(`expected no body, which the document does not declare, found ${type}`);
    return;
  }
  if (value === undefined) {
    const isEmpty = type !== undefined && isJson(type) && request.body.toString() === "{}";
    if (isSent && !isEmpty && request.body.length > 0)
      report("expected no body, which no argument gave, found one");
    else if (!isSent && declared.required) report("expected a body, which the document requires, found none");
    return;
  }
  if (type === undefined) {
    // Only the empty text has no bytes, and needs no type.
    if (request.body.length > 0 || value !== "") report("expected a Content-Type of the body, found none");
    return;
  }
  const media = mediaOf(declared.content, type);
  if (!media) {
    const types = declared.content.map((m) => m.type).join(", ");
    report(`expected a body of the type ${types}, found ${type}`);
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
      report(`expected a JSON body, found ${show(body.toString())}`);
      return;
    }
    if (!same(sent, value)) report(`expected the body ${show(value)}, found ${show(sent)}`);
    checkSchema(media, value, documents, report);
    return;
  }
  const bytes = isText(type) ? undefined : typeof value === "string" ? fileOf(value) : undefined;
  if (bytes?.bytes.equals(body)) {
    if (bytes.type !== undefined && !media.type.includes("*") && essence(bytes.type) !== essence(type))
      report(`expected a body of the type ${bytes.type} of the argument, found ${type}`);
    return;
  }
  if (!isText(type) && !isNotation(type)) {
    report(`expected the bytes of ${show(value)}, found ${show(body.toString())}`);
    return;
  }
  const text = body.toString("utf8");
  if (typeof value === "string" ? text !== value : !same(parseJson(body), value))
    report(`expected the body ${show(value)}, found ${show(text)}`);
  // A schema applies to plain text, but not to the text of XML and YAML.
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
    report(`the body violates its schema: ${fault}`);
}

/** The schema of a text may describe its meaning, such as a number; only schemas of strings are checked. */
function checkText(media: Media, value: string, { source, schemas }: Documents, report: Report): void {
  if (!media.schema) return;
  const { value: schema } = source.follow(media.schema);
  if (isObject(schema) && schema.type === "string")
    for (const fault of schemas.faults(media.schema, "request", value))
      report(`the body violates its schema: ${fault}`);
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
    report(`expected a list for ${type}, found ${show(value)}`);
    return;
  }
  if (!same(items, value)) {
    report(`expected the items ${show(value)}, found ${show(items)}`);
    return;
  }
  const { itemSchema, schema } = media;
  if (itemSchema)
    for (const item of value)
      for (const fault of schemas.faults(itemSchema, "request", item))
        report(`an item of the body violates its schema: ${fault}`);
  else if (schema && schemas.faults(schema, "request", value).length > 0)
    // Before 3.2, documents use `schema` for the sequence or for one item.
    for (const item of value)
      for (const fault of schemas.faults(schema, "request", item))
        report(`an item of the body violates its schema: ${fault}`);
}
