/** The binding of the body of an operation, and its arguments before they have names. */
import type { BodyBinding, FieldBinding, FieldBindings } from "../../runtime/contract/http-binding.ts";
import { jsonEqual } from "../../runtime/contract/json-equality.ts";
import { defined, isObject, type Json, own } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { ApiBody, ApiEncoding, ApiMedia } from "../normalise/api-document.ts";
import { type BodyKind, byPreference, concreteType, isData, kindOf } from "./body-media.ts";
import type { Components } from "./components.ts";
import { base64, describeArgument, descriptionOf, fileKind, fileSchema } from "./file-schemas.ts";
import type { Argument } from "./server-model.ts";

/** An argument before it has a name. */
export interface Candidate {
  readonly wireName: string;
  readonly argument: Omit<Argument, "name">;
  /** The argument is the whole body, not a member of it. */
  readonly isBody?: true;
}

export interface Body {
  /** Without `argument`, which has no name yet. */
  readonly binding: BodyBinding;
  readonly candidates: readonly Candidate[];
}

/**
 * The arguments of a body: its properties if it is simply an object with listed properties, else one argument that is
 * the body. Undefined if no offered media type is supported.
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
  const required = body.required || undefined;

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
          description: noteOf(property, field, components),
          binding: { in: "body", ...field },
          // Documents give the name of a file as its example, not its bytes.
          examples: field.file ? [] : media.examples.flatMap((example) => memberOf(example, name)),
        },
      };
    });
    return { binding: defined<BodyBinding>({ type, required }), candidates };
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
      // The schema of bytes has the description of the body.
      description: describeArgument(
        kind === "bytes" ? undefined : joinSentences(body.description, note),
        false,
      ),
      binding: { in: "body" },
      examples: kind === "bytes" ? [] : media.examples,
    },
  };
  const fields = encoding && Object.keys(encoding).length > 0 ? encoding : undefined;
  return { binding: defined<BodyBinding>({ type, required, encoding: fields }), candidates: [candidate] };
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
    // With a schema of type string, the caller writes the sequence as text.
    if (types.includes("string")) return { type: "string", contentMediaType: type };
    return types.includes("array") ? used : { type: "array", items: used };
  }
  if (kind === "text") return { type: "string", contentMediaType: type };
  return used;
}

/**
 * The description that an argument has in place of its schema's: one that mentions that the argument is deprecated or
 * a file. Undefined if that of the schema suffices.
 */
function noteOf(property: Schema, field: FieldBinding, components: Components): string | undefined {
  const shown = field.file === true ? fileSchema(property, components) : property;
  const deprecated = typeof property === "object" && property.deprecated === true;
  const note =
    field.file === "uri" ? "Bytes as a data URI (data:image/png;name=photo.png;base64,…)." : undefined;
  if (!deprecated && note === undefined) return undefined;
  return describeArgument(joinSentences(descriptionOf(shown, components), note), deprecated);
}

function joinSentences(...texts: (string | undefined)[]): string | undefined {
  const present = texts.filter((text) => text !== undefined);
  return present.length > 0 ? present.join(" ") : undefined;
}

function memberOf(example: Json, name: string): Json[] {
  const member = isObject(example) ? own(example, name) : undefined;
  return member === undefined ? [] : [member];
}

// ------------------------------------------------------------------------------------------- fields

/** The serialisation of a field of a form. Without an Encoding Object, forms repeat lists and have objects as JSON. */
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
    return defined<FieldBinding>({ file, contentType: isConcrete(media) ? media : undefined });
  }
  const isExplodedByDefault = (style ?? "form") === "form";
  return defined<FieldBinding>({
    style: isStyled ? (style ?? "form") : undefined,
    explode: explode === isExplodedByDefault ? undefined : explode,
    allowReserved: allowReserved || undefined,
    contentType: isConcrete(contentType) && !isStyled ? contentType : undefined,
  });
}

function mediaTypeOf(property: Schema, components: Components): string | undefined {
  const target = components.resolve(property);
  if (typeof target !== "object") return undefined;
  return (
    target.contentMediaType ??
    (target.items === undefined ? undefined : mediaTypeOf(target.items, components))
  );
}

/** True for a single media type without wildcards: an Encoding Object may list several. */
function isConcrete(contentType: string | undefined): contentType is string {
  return (
    contentType !== undefined &&
    /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=[^\s;,"]+)*$/.test(contentType)
  );
}

/** The bindings of the fields of a form that is one argument, if they differ from the default. */
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
 * The bindings of the items of a list that are sent as parts without names (OpenAPI 3.2, "Encoding By Position").
 * Undefined if the body is not a list.
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

/** The properties that a schema describes, itself or in `allOf`, `anyOf` and `oneOf`. */
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

/** True if a schema may accept objects: only objects have parts with names. */
function isObjectLike(schema: Schema, components: Components): boolean {
  const target = components.resolve(schema);
  if (typeof target !== "object") return target === true;
  const types = [target.type ?? []].flat();
  return types.length === 0 || types.includes("object");
}

// ------------------------------------------------------------------------------------------- flattening

interface FlatObject {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
}

/** The keywords of a body that is split into arguments; any other keyword keeps it whole. */
const FLAT: ReadonlySet<string> = new Set([
  "$ref",
  "type",
  "properties",
  "required",
  "allOf",
  "title",
  "description",
  "examples",
  "default",
  "deprecated",
  "additionalProperties",
] satisfies (keyof SchemaObject)[]);

/** The properties of an object schema, through references and `allOf`; undefined if it constrains more than them. */
function flatten(
  schema: Schema,
  components: Components,
  hidden: ReadonlySet<string> = new Set(),
): FlatObject | undefined {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const seen = new Set<Schema>();

  const add = (part: Schema): boolean => {
    const target = components.resolve(part);
    if (typeof target !== "object" || seen.has(target)) return false;
    seen.add(target);
    if (Object.keys(target).some((key) => !FLAT.has(key))) return false;
    // Constraints beside a reference keep the body whole.
    if (part !== target && typeof part === "object" && (part.properties || part.allOf || part.required))
      return false;
    const { additionalProperties, allOf } = target;
    // A list of arguments is a closed object. A closed member of an `allOf` excludes the properties of the others.
    if (additionalProperties !== undefined && (additionalProperties !== false || allOf || seen.size > 1))
      return false;
    if (target.type !== undefined && target.type !== "object") return false;
    for (const [name, property] of Object.entries(target.properties ?? {})) {
      const other = properties.get(name);
      if (other === undefined) properties.set(name, property);
      else if (!jsonEqual(other as Json, property as Json))
        properties.set(name, { allOf: [other, property] });
    }
    for (const name of target.required ?? []) required.add(name);
    return allOf?.every(add) ?? true;
  };

  if (!add(schema) || properties.size === 0) return undefined;
  // A member of an `allOf` may require a read-only property that another member describes.
  for (const name of required) if (hidden.has(name) && !properties.has(name)) required.delete(name);
  if ([...required].some((name) => !properties.has(name))) return undefined;
  return { properties, required };
}
