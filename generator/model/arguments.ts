import type { Diagnostics } from "../diagnostics.ts";
import { deepEqual, isObject, type Json, own } from "../json.ts";
import type {
  ApiBody,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  Argument,
  Binding,
  BodyBinding,
  Schema,
  SchemaObject,
} from "../types.ts";
import type { Components } from "./components.ts";
import { argumentNames, settle } from "./names.ts";

/** What OpenAPI takes when a parameter says nothing; only what differs is printed. */
const DEFAULTS = {
  path: { style: "simple", explode: false },
  query: { style: "form", explode: true },
  querystring: { style: "form", explode: true },
  header: { style: "simple", explode: false },
  cookie: { style: "form", explode: true },
} as const;

/** OpenAPI itself says that header parameters of these names are ignored. */
const IGNORED_HEADERS = new Set(["accept", "content-type", "authorization"]);
/** Headers that belong to the connection: whoever sends the request must own them. */
const OWNED_HEADERS = new Set([
  "host",
  "connection",
  "content-length",
  "content-encoding",
  "cookie",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** An argument before it has a name. */
interface Candidate {
  readonly wireName: string;
  readonly argument: Omit<Argument, "name">;
  /** The argument is the body itself and not a member of it. */
  readonly isBody?: true;
}

export interface Arguments {
  readonly arguments: readonly Argument[];
  readonly body?: BodyBinding;
}

/**
 * A tool's flat list of arguments: the parameters in the document's order, then the body's properties.
 * The body is one argument called `body` where it is not simply an object with listed properties.
 * Undefined where the operation cannot be called without something that is not supported.
 */
export function readArguments(
  operation: ApiOperation,
  components: Components,
  diagnostics: Diagnostics,
): Arguments | undefined {
  const candidates: Candidate[] = [];
  for (const parameter of operation.parameters) {
    const candidate = fromParameter(parameter, operation, components, diagnostics);
    if (candidate) candidates.push(candidate);
  }
  const declared = new Set(operation.parameters.filter((p) => p.in === "path").map((p) => p.name));
  for (const [, name = ""] of operation.path.matchAll(/\{([^{}]+)\}/g)) {
    if (declared.has(name)) continue;
    // A path needs a value for each of its variables, declared or not.
    candidates.push({
      wireName: name,
      argument: { schema: { type: "string" }, required: true, binding: { in: "path" }, examples: [] },
    });
    declared.add(name);
  }

  let body: BodyBinding | undefined;
  if (operation.body && operation.body.content.length > 0) {
    const media = chooseMedia(operation.body.content);
    if (media === undefined) {
      diagnostics.report(
        "unsupported-body",
        operation.body.pointer,
        `no body of ${operation.body.content.map((m) => m.type).join(", ")} can be built`,
        "No tool was generated for this operation; JSON, form, text and binary bodies are supported.",
      );
      return undefined;
    }
    body = fromBody(operation.body, media, components, candidates);
  }

  const names = settle(candidates, ({ wireName, argument }) => argumentNames(wireName, argument.binding.in));
  const named = candidates.map((candidate): Argument => {
    const { wireName, argument, isBody } = candidate;
    const name = names.get(candidate) as string;
    if (isBody && body) body = { type: body.type, argument: name };
    const { in: location, ...rest } = argument.binding;
    const binding: Binding = {
      in: location,
      ...(name !== wireName && !isBody && { name: wireName }),
      ...rest,
    };
    return { ...argument, name, binding };
  });
  return { arguments: named, ...(body && { body }) };
}

function fromParameter(
  parameter: ApiParameter,
  operation: ApiOperation,
  components: Components,
  diagnostics: Diagnostics,
): Candidate | undefined {
  if (parameter.in === "header") {
    const name = parameter.name.toLowerCase();
    if (IGNORED_HEADERS.has(name)) return undefined;
    if (OWNED_HEADERS.has(name)) {
      diagnostics.report(
        "ignored-parameter",
        parameter.pointer,
        `the header ${parameter.name} is set by the HTTP client itself`,
        "Nothing to do: the tool has no argument for it.",
      );
      return undefined;
    }
  }
  if (parameter.in === "path" && !operation.path.includes(`{${parameter.name}}`)) {
    diagnostics.report(
      "ignored-parameter",
      parameter.pointer,
      `the path ${operation.path} has no {${parameter.name}}`,
      "Correct the path or the parameter; the tool has no argument for it.",
    );
    return undefined;
  }
  const defaults = DEFAULTS[parameter.in];
  const binding: Binding = {
    in: parameter.in,
    ...(parameter.contentType !== undefined
      ? { contentType: parameter.contentType }
      : {
          ...(parameter.style !== defaults.style && { style: parameter.style }),
          ...(parameter.explode !== defaultExplode(parameter) && { explode: parameter.explode }),
        }),
    ...(parameter.allowReserved && { allowReserved: true as const }),
  };
  return {
    wireName: parameter.name,
    argument: {
      schema: components.use(parameter.schema, "request"),
      required: parameter.required,
      ...describe(parameter.description, parameter.deprecated),
      binding,
      examples: parameter.examples,
    },
  };
}

/** The runtime's default for a location; `deepObject` is always exploded, so that saying so says nothing. */
function defaultExplode(parameter: ApiParameter): boolean {
  return parameter.style === "deepObject" ? parameter.explode : DEFAULTS[parameter.in].explode;
}

/** JSON before forms before text before bytes, each in the document's order; multipart is not built yet. */
function chooseMedia(content: readonly ApiMedia[]): ApiMedia | undefined {
  const preference = [
    /^application\/json\b/i,
    /^[^;]+\+json\b/i,
    /^application\/x-www-form-urlencoded\b/i,
    /^text\//i,
    /^application\/(?:[^;]*\+)?xml\b/i,
    /^(?!multipart\/)[^*]+\/[^*]+$/i,
    /^(?!multipart\/)/i,
  ];
  for (const pattern of preference) {
    const found = content.find((media) => pattern.test(media.type));
    if (found) return found;
  }
  return undefined;
}

function fromBody(
  body: ApiBody,
  media: ApiMedia,
  components: Components,
  candidates: Candidate[],
): BodyBinding {
  const type = media.type.includes("*") ? "application/octet-stream" : media.type;
  const binding: BodyBinding = { type, ...(body.required && { required: true as const }) };
  const structured = /[/+]json\b/i.test(type) || /^application\/x-www-form-urlencoded\b/i.test(type);
  const schema = components.use(structured ? media.schema : textual(type), "request");
  const flat = structured ? flatten(schema, components) : undefined;

  if (flat && (body.required || flat.required.size === 0)) {
    for (const [name, property] of flat.properties)
      candidates.push({
        wireName: name,
        argument: {
          schema: property,
          required: flat.required.has(name),
          ...describe(undefined, typeof property === "object" && property.deprecated === true),
          binding: { in: "body" },
          examples: media.examples.flatMap((example) => memberOf(example, name)),
        },
      });
    return binding;
  }
  candidates.push({
    wireName: "body",
    isBody: true,
    argument: {
      schema,
      required: body.required,
      ...describe(body.description, false),
      binding: { in: "body" },
      // An example of bytes is the name of a file more often than their base64.
      examples: typeof schema === "object" && schema.contentEncoding ? [] : media.examples,
    },
  });
  return binding;
}

function memberOf(example: Json, name: string): Json[] {
  const member = isObject(example) ? own(example, name) : undefined;
  return member === undefined ? [] : [member];
}

/** A body that is no JSON: text as it is, anything else as base64, since arguments are JSON. */
function textual(type: string): SchemaObject {
  return /^text\/|[/+]xml\b/i.test(type)
    ? { type: "string", contentMediaType: type }
    : {
        type: "string",
        contentEncoding: "base64",
        contentMediaType: type,
        description: `Base64 of the ${type} bytes.`,
      };
}

interface FlatObject {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
}

/** Keywords of a root that its properties alone can stand for. */
const FLAT = new Set([
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
]);

/** The properties of an object schema, through references and `allOf`; undefined if there is more to it. */
function flatten(schema: Schema, components: Components): FlatObject | undefined {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const seen = new Set<Schema>();

  const add = (part: Schema): boolean => {
    const target = components.resolve(part);
    if (typeof target !== "object" || seen.has(target)) return false;
    seen.add(target);
    if (Object.keys(target).some((key) => !FLAT.has(key))) return false;
    // Beside a reference only annotations may stand; what constrains keeps the body whole.
    if (part !== target && typeof part === "object" && (part.properties || part.allOf || part.required))
      return false;
    const { additionalProperties, allOf } = target;
    // A closed object is what a list of arguments is; closed in the middle of an `allOf` it excludes the rest.
    if (additionalProperties !== undefined && (additionalProperties !== false || allOf || seen.size > 1))
      return false;
    if (target.type !== undefined && target.type !== "object") return false;
    for (const [name, property] of Object.entries(target.properties ?? {})) {
      const other = properties.get(name);
      if (other === undefined) properties.set(name, property);
      else if (!deepEqual(other as Json, property as Json))
        properties.set(name, { allOf: [other, property] });
    }
    for (const name of target.required ?? []) required.add(name);
    return allOf?.every(add) ?? true;
  };

  if (!add(schema) || properties.size === 0) return undefined;
  if ([...required].some((name) => !properties.has(name))) return undefined;
  return { properties, required };
}

function describe(text: string | undefined, deprecated: boolean): { description?: string } {
  const description = [...(deprecated ? ["Deprecated."] : []), ...(text === undefined ? [] : [text])].join(
    " ",
  );
  return description === "" ? {} : { description };
}
