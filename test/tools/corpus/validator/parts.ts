/** Multipart bodies: a part for each field, or for each item of a list, with the type it should have. */
import type { Encoding, Media } from "./declared.ts";
import type { FieldSchema } from "./fields.ts";
import { type FileKind, fileKind, fileOf } from "./files.ts";
import { isObject, type Json, type JsonObject, list, own, show } from "./json.ts";
import { essence, inRange, isJson } from "./media.ts";
import { Malformed, type Part, partsOf } from "./multipart.ts";
import type { Documents } from "./schema.ts";
import type { Source } from "./source.ts";
import { isText, type Pair, readable, saysInPairs } from "./styles.ts";

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

/** Parts without names, in the order of a list: OpenAPI 3.2, "Encoding By Position". */
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
    report(`the body has ${parts.length} parts for ${show(value)}`);
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
        report(`part ${i} does not fit its schema: ${fault}`);
  }
}

function readParts(body: Buffer, type: string, report: Report): Part[] | undefined {
  try {
    return partsOf(body, type);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    report(`the body is not multipart: ${error.message}`);
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
