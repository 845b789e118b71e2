/** Judges of values: the generated zod code, and Ajv on a schema. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { Diagnostics } from "../../../generator/diagnostics.ts";
import { isObject, type Json, type JsonObject } from "../../../generator/json.ts";
import type { Schema } from "../../../generator/json-schema.ts";
import { Advertiser } from "../../../generator/model/advertise.ts";
import { Components } from "../../../generator/model/components.ts";
import { graphOf } from "../../../generator/model/schema-graph.ts";
import { Reader } from "../../../generator/normalise/reader.ts";
import { SchemaReader } from "../../../generator/normalise/schema.ts";
import { type Judge, runZod } from "../../support/schemas.ts";

export interface Judges {
  readonly zod: Judge;
  /** Ajv on the schema that clients get. */
  readonly advertised: Judge;
}

/** Runs the generator's stages on a schema with references into itself. */
export function judgesOf(schema: Json): Judges {
  const reader = new Reader(isObject(schema) ? schema : {}, new Diagnostics("schema"));
  const schemas = new SchemaReader(reader, { siblings: true });
  const normalised = schemas.read(schema, []);
  return judgesOfNormalised(normalised, schemas.defs);
}

export function judgesOfNormalised(schema: Schema, defs: ReadonlyMap<string, Schema>): Judges {
  const components = new Components(defs);
  const root = components.use(schema, "request");
  return {
    zod: lazily(() => runZod(root, components)),
    advertised: lazily(() => ajvJudge(advertise(root, components))),
  };
}

/** Returns the advertised schema of a tool's only argument. */
function advertise(schema: Schema, components: Components): Json {
  const value = { name: "value", schema, required: true, binding: { in: "body" }, examples: [] } as const;
  const input = new Advertiser(components.defs, graphOf(components.defs), 0).input([value]);
  const property = (input.properties as JsonObject).value as Json;
  return isObject(property) && input.$defs !== undefined ? { ...property, $defs: input.$defs } : property;
}

/** Uses a new Ajv for each schema, because two schemas may have the same `$id`. Formats are annotations. */
export function ajvJudge(schema: Json): Judge {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    code: { regExp: lenientRegExp },
  });
  const validate = ajv.compile(schema as boolean | JsonObject);
  return (value) => validate(value) as boolean;
}

/** A pattern that is not valid with the `u` flag is read without it, or ignored. */
function lenientRegExp(source: string, flags: string): { test(text: string): boolean } {
  for (const attempt of [flags, flags.replace("u", "")])
    try {
      return new RegExp(source, attempt);
    } catch {
      // Tries the next flags, or accepts everything.
    }
  return { test: () => true };
}
lenientRegExp.code = "lenientRegExp";

/** Creates a judge at its first use. A judge that cannot be created throws for every value. */
function lazily(make: () => Judge): Judge {
  let judge: Judge | undefined;
  let fault: unknown;
  return (value) => {
    if (fault !== undefined) throw fault;
    try {
      judge ??= make();
    } catch (error) {
      fault = error;
      throw error;
    }
    return judge(value);
  };
}
