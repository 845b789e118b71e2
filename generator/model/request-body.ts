import type { BodyBinding, FieldBinding, FieldBindings } from "../../runtime/contract/http-binding.ts";
import { isObject, type Json, own } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiBody, ApiEncoding, ApiMedia } from "../normalise/api-document.ts";
import { type BodyKind, byPreference, concreteType, isData, kindOf } from "./body-media.ts";
import type { Components } from "./components.ts";
import { describe, descriptionOf } from "./describe.ts";
import { base64, fileKind, fileSchema } from "./file-schemas.ts";
import { flatten } from "./flatten.ts";
import type { Candidate } from "./tool-arguments.ts";

export interface Body {
  /** Its `argument` still has to be named, if the body is one. */
  readonly binding: BodyBinding;
  readonly candidates: readonly Candidate[];
}

/**
 * The arguments of a body: its properties where it is simply an object with listed properties, else one
 * argument that is the body. Undefined where no offered media type can be built.
 */
export function readBody(body: ApiBody, components: Components, prefer: readonly string[]): Body | undefined {
  for (const media of byPreference(body.content, prefer)) {
    const read = fromMedia(body, media, components);
    if (read) return read;
  }
  return undefined;
}

function fromMedia(body: ApiBody, media: ApiMedia, components: Components): Body | undefined {
  const used = components.use(media.schema, "request");
  const type = concreteType(media.type, isData(components.resolve(used)));
  const kind = kindOf(type);
  const byPosition = kind === "multipart" ? positions(media, used, components) : undefined;
  if (kind === "multipart" && !byPosition && !isObjectLike(used, components)) return undefined;
  const required = body.required && { required: true as const };

  const isForm = kind === "form" || kind === "multipart";
  const fieldOf = (name: string, property: Schema): FieldBinding =>
    isForm ? fieldBinding(media.encoding.get(name), property, kind, components) : {};
  const flat =
    kind === "json" || (isForm && !byPosition)
      ? flatten(used, components, components.hidden(media.schema, "request"))
      : undefined;
  if (flat && (body.required || flat.required.size === 0)) {
    const candidates = [...flat.properties].map(([name, property]): Candidate => {
      const field = fieldOf(name, property);
      return {
        wireName: name,
        argument: {
          schema: field.file === true ? fileSchema(property, components) : property,
          required: flat.required.has(name),
          ...noted(property, field, components),
          binding: { in: "body", ...field },
          // The example of a file is its name, and not its bytes.
          examples: field.file ? [] : media.examples.flatMap((example) => memberOf(example, name)),
        },
      };
    });
    return { binding: { type, ...required }, candidates };
  }

  const schema =
    kind === "bytes" ? base64(body.description, type) : wholeSchema(used, kind, type, media, components);
  const encoding = byPosition ?? (isForm ? fieldBindings(used, fieldOf, components) : undefined);
  const files = Object.keys(encoding ?? {}).filter((name) => encoding?.[name]?.file === true);
  const note = files.length > 0 ? `${files.join(", ")}: base64, or a data URI.` : undefined;
  const candidate: Candidate = {
    wireName: "body",
    isBody: true,
    argument: {
      schema,
      required: body.required,
      // What becomes bytes describes itself.
      ...describe(kind === "bytes" ? undefined : join(body.description, note), false),
      binding: { in: "body" },
      examples: kind === "bytes" ? [] : media.examples,
    },
  };
  const differs = encoding && Object.keys(encoding).length > 0;
  return { binding: { type, ...required, ...(differs && { encoding }) }, candidates: [candidate] };
}

/** The schema of the argument that is a whole body. */
function wholeSchema(
  used: Schema,
  kind: BodyKind,
  type: string,
  { itemSchema }: ApiMedia,
  components: Components,
): Schema {
  if (kind === "multipart" && itemSchema !== undefined)
    return { type: "array", items: components.use(itemSchema, "request") };
  if (kind === "sequence") {
    const target = components.resolve(used);
    if (itemSchema !== undefined) return { type: "array", items: components.use(itemSchema, "request") };
    const types = typeof target === "object" ? [target.type ?? []].flat() : [];
    // A sequence that is described as text is written by whoever knows how.
    if (types.includes("string")) return { type: "string", contentMediaType: type };
    return types.includes("array") ? used : { type: "array", items: used };
  }
  if (kind === "text") return { type: "string", contentMediaType: type };
  return used;
}

/** A property describes itself, but for being deprecated, which hosts do not show, and for being a file. */
function noted(property: Schema, field: FieldBinding, components: Components): { description?: string } {
  const shown = field.file === true ? fileSchema(property, components) : property;
  const deprecated = typeof property === "object" && property.deprecated === true;
  const note =
    field.file === "uri" ? "Bytes as a data URI (data:image/png;name=photo.png;base64,…)." : undefined;
  return deprecated || note !== undefined
    ? describe(join(descriptionOf(shown, components), note), deprecated)
    : {};
}

function join(...texts: (string | undefined)[]): string | undefined {
  const told = texts.filter((text) => text !== undefined);
  return told.length > 0 ? told.join(" ") : undefined;
}

function memberOf(example: Json, name: string): Json[] {
  const member = isObject(example) ? own(example, name) : undefined;
  return member === undefined ? [] : [member];
}

// ------------------------------------------------------------------------------------------- fields

/** How a field of a form travels. Without an Encoding Object a form repeats lists and writes objects as JSON. */
export function fieldBinding(
  encoding: ApiEncoding | undefined,
  property: Schema,
  kind: BodyKind,
  components?: Components,
): FieldBinding {
  const { style, explode, allowReserved, contentType } = encoding ?? {};
  const isStyled = style !== undefined || explode !== undefined || allowReserved !== undefined;
  const file =
    !isStyled && kind === "multipart" && components ? fileKind(property, contentType, components) : undefined;
  if (file) {
    const media = contentType ?? (components && mediaTypeOf(property, components));
    return { file, ...(isConcrete(media) && { contentType: media }) };
  }
  return {
    ...(isStyled && { style: style ?? ("form" as const) }),
    ...(explode !== undefined && explode !== ((style ?? "form") === "form") && { explode }),
    ...(allowReserved === true && { allowReserved }),
    ...(isConcrete(contentType) && !isStyled && { contentType }),
  };
}

function mediaTypeOf(property: Schema, components: Components): string | undefined {
  const target = components.resolve(property);
  if (typeof target !== "object") return undefined;
  return (
    target.contentMediaType ??
    (target.items === undefined ? undefined : mediaTypeOf(target.items, components))
  );
}

/** One type, and not a choice of several. */
function isConcrete(contentType: string | undefined): contentType is string {
  return (
    contentType !== undefined &&
    /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=[^\s;,"]+)*$/.test(contentType)
  );
}

/** What differs for the fields of a form that is one argument. */
function fieldBindings(
  schema: Schema,
  fieldOf: (name: string, property: Schema) => FieldBinding,
  components: Components,
): FieldBindings | undefined {
  const fields = new Map<string, FieldBinding>();
  for (const [name, property] of propertiesOf(schema, components)) {
    const field = fieldOf(name, property);
    if (Object.keys(field).length > 0 && !fields.has(name)) fields.set(name, field);
  }
  return fields.size > 0 ? Object.fromEntries(fields) : undefined;
}

/**
 * How the items of a list travel as parts without names (3.2, "Encoding By Position"). Undefined where the
 * body is no list.
 */
function positions(media: ApiMedia, used: Schema, components: Components): FieldBindings | undefined {
  const { itemSchema, prefixEncoding = [], itemEncoding } = media;
  const target = components.resolve(used);
  const list = typeof target === "object" ? target : {};
  const isList = [list.type ?? []].flat().join() === "array" && !/form-data/i.test(media.type);
  if (itemSchema === undefined && !isList) return undefined;
  const rest = itemSchema === undefined ? (list.items ?? true) : components.use(itemSchema, "request");
  const first = list.prefixItems ?? [];
  const bindings = Array.from({ length: Math.max(first.length, prefixEncoding.length) }, (_, i) => [
    String(i),
    fieldBinding(prefixEncoding[i] ?? itemEncoding, first[i] ?? rest, "multipart", components),
  ]);
  return Object.fromEntries([...bindings, ["*", fieldBinding(itemEncoding, rest, "multipart", components)]]);
}

/** The properties that a schema describes anywhere in place. */
function* propertiesOf(
  schema: Schema,
  components: Components,
  seen = new Set<Schema>(),
): Iterable<[string, Schema]> {
  const target = components.resolve(schema);
  if (typeof target !== "object" || seen.has(target)) return;
  seen.add(target);
  yield* Object.entries(target.properties ?? {});
  for (const part of [target.allOf, target.anyOf, target.oneOf].flat())
    if (part !== undefined) yield* propertiesOf(part, components, seen);
}

/** Whether a schema can be of an object: only an object has parts with names. */
function isObjectLike(schema: Schema, components: Components): boolean {
  const target = components.resolve(schema);
  if (typeof target !== "object") return target === true;
  const types = [target.type ?? []].flat();
  return types.length === 0 || types.includes("object");
}
