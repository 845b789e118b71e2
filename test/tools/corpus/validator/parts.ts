/** Checks multipart bodies: a part for each field or item of a list, with the declared type. */
import type { Encoding, Media } from "./declared.ts";
import type { FieldSchema } from "./fields.ts";
import { type FileKind, fileKind, fileOf } from "./files.ts";
import { isObject, type Json, type JsonObject, list, own, show } from "./json.ts";
import { essence, inRange, isJson } from "./media.ts";
import { Malformed, type Part, partsOf } from "./multipart.ts";
import type { Documents } from "./schema.ts";
import type { Source } from "./source.ts";
import { decodes, isText, type Pair, pairsMatch } from "./styles.ts";

type Report = (problem: string) => void;

export function checkMultipart(
  body: Buffer,
  type: string,
  media: Media,
  value: JsonObject,
  fields: ReadonlyMap<string, FieldSchema>,
  source: Source,
  report: Report,
): void {
  const parts = readParts(body, type, report);
  if (!parts) return;
  const left = new Set(parts);
  const take = (name: string): Part[] => {
    const taken = [...left].filter((part) => part.name === name);
    for (const part of taken) left.delete(part);
    return taken;
  };
  for (const [name, member] of Object.entries(value)) {
    const encoding = media.encoding.get(name);
    // OpenAPI 3.0 has styles only for URL-encoded forms; Swagger 2.0 has collection formats for both.
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
      report(`field ${name}: expected parts for ${show(member)}, found ${taken.length}`);
      continue;
    }
    const kind = fileKind(source, isList ? field?.items : field?.node, encoding);
    for (const [i, part] of taken.entries())
      checkPart(name, part, items[i] as Json, kind, encoding?.contentType, report);
  }
  for (const part of left)
    report(`expected no part ${part.name ?? "without a name"}: no argument has this name`);
}

/** Checks parts by their position in a list: OpenAPI 3.2, "Encoding By Position". */
export function checkPositions(
  body: Buffer,
  type: string,
  media: Media,
  value: readonly Json[],
  { source, schemas }: Documents,
  report: Report,
): void {
  const parts = readParts(body, type, report);
  if (!parts) return;
  if (parts.length !== value.length) {
    report(`expected parts for ${show(value)}, found ${parts.length}`);
    return;
  }
  for (const [i, part] of parts.entries()) {
    const encoding = media.prefixEncoding?.[i] ?? media.itemEncoding;
    const listed = media.schema && source.child(source.follow(media.schema), "prefixItems", i);
    const schema =
      listed ?? media.itemSchema ?? (media.schema && source.child(source.follow(media.schema), "items"));
    const kind = fileKind(source, schema, encoding);
    checkPart(
      String(i),
      part,
      value[i] as Json,
      kind === "file" ? "maybe" : kind,
      encoding?.contentType,
      report,
    );
    if (schema && kind === "none")
      for (const fault of schemas.faults(schema, "request", value[i]))
        report(`part ${i} violates its schema: ${fault}`);
  }
}

function readParts(body: Buffer, type: string, report: Report): Part[] | undefined {
  try {
    return partsOf(body, type);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    report(`expected a multipart body, found an error: ${error.message}`);
    return undefined;
  }
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
    report(`part ${name}: expected ${show(value)}, found ${show(part.bytes.toString("utf8"))}`);
    return;
  }
  if (kind === "file" && part.filename === undefined)
    report(`file ${name}: expected a file name, found none`);
  if (file?.name !== undefined && isFile && part.filename !== file.name)
    report(`file ${name}: expected the file name ${show(file.name)}, found ${show(part.filename)}`);

  const type = part.type ?? "text/plain";
  if (declared !== undefined) {
    if (!declared.split(",").some((range) => inRange(type, range.trim())))
      report(`part ${name}: expected the type ${declared}, found ${type}`);
  } else if (file?.type !== undefined && isFile) {
    if (essence(type) !== essence(file.type))
      report(`file ${name}: expected the type ${file.type}, found ${type}`);
  } else if (typeof value === "object" && value !== null) {
    if (!isJson(type)) report(`part ${name}: expected the type application/json, found ${type}`);
  } else if (kind === "none" && essence(type) !== "text/plain")
    report(`part ${name}: expected the type text/plain, found ${type}`);
}

/** Checks a field with a style (3.1): the names and values of the style are names and texts of parts. */
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
  const isMatch = decodes(() => pairsMatch(pairs, name, written, value, (raw) => raw));
  if (!isMatch) report(`parts of ${name}: expected ${show(value)} in the style ${style}`);
  for (const [i, part] of parts.entries()) if (pairs[i]?.used) left.delete(part);
}
