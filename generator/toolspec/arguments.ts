import { isObject, type JsonObject } from "../json.ts";
import type { Schema, SchemaObject } from "../json-schema.ts";
import type { SpecReader } from "./reader.ts";
import { propertiesOf } from "./schemas.ts";
import { parseShortForm, ShortFormFault } from "./short-form.ts";
import type { Spot } from "./spot.ts";
import type { SpecArgument, SpecInput, SpecTool } from "./tool-spec.ts";

/** The arguments of a tool, and the names that expressions may use. */
export function readInput(
  tool: Spot,
  reader: SpecReader,
): { input: SpecInput; names: ReadonlySet<string> | "any" } {
  const whole = tool.at("inputSchema");
  if (tool.has("input") && whole.isThere) reportBoth(tool, "input", "inputSchema", reader);
  const properties = tool.at("input").at("properties");
  if (tool.at("input").at("type").value === "object" && isObject(properties.value))
    reader.reportKey(
      "invalid-value",
      [...tool.pointer, "input"],
      "this is a JSON Schema, and `input` is a map of arguments",
      "Call it `inputSchema`, or write the arguments by their names: { channel: string }.",
    );
  if (!isObject(whole.value)) {
    const names = tool.at("input").members.map(([name]) => name);
    return { input: { arguments: readProperties(tool.at("input"), reader) }, names: new Set(names) };
  }
  if (whole.at("type").value !== "object")
    reader.report(
      "invalid-value",
      whole.has("type") ? whole.at("type") : whole,
      "the schema of arguments must be that of an object",
      "Write `type: object` into it: clients refuse tools whose arguments are anything else.",
    );
  const read = reader.schemas.read(whole);
  const schema: SchemaObject = typeof read === "object" ? read : {};
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, property]): SpecArgument => ({
      name,
      ...described(property),
      required: required.has(name),
      pointer: [...whole.pointer, "properties", name],
    }),
  );
  return {
    input: { arguments: members, verbatim: whole.value, schema },
    names: propertiesOf(schema, reader.schemas.defs),
  };
}

/** The structured result of a tool. */
export function readOutput(tool: Spot, reader: SpecReader): SpecTool["output"] {
  const whole = tool.at("outputSchema");
  if (tool.has("output") && whole.isThere) reportBoth(tool, "output", "outputSchema", reader);
  if (isObject(whole.value)) return { schema: reader.schemas.read(whole), verbatim: whole.value };
  const output = tool.at("output");
  if (!isObject(output.value)) return undefined;
  const members = readProperties(output, reader);
  const required = members.filter((member) => member.required).map(({ name }) => name);
  const properties: { [name: string]: Schema } = {};
  for (const { pointer, default: fallback } of members)
    if (fallback !== undefined)
      reader.report(
        "invalid-value",
        { pointer },
        "a result has no defaults",
        "Mark what may be missing with `?`.",
      );
  for (const { name, schema, description } of members)
    properties[name] = description === undefined ? schema : { ...objectOf(schema), description };
  return { schema: { type: "object", properties, ...(required.length > 0 && { required }) } };
}

/** Short forms and JSON Schemas by name, of which each is required that says nothing else. */
function readProperties(spot: Spot, reader: SpecReader): SpecArgument[] {
  return spot.members.flatMap(([name, property]): SpecArgument[] => {
    if (name === "__proto__") {
      reader.reportKey("invalid-value", property.pointer, "this is not a name for an argument", "Rename it.");
      return [];
    }
    const read = property.text === undefined ? longForm(property, reader) : shortForm(property, reader);
    return read ? [{ name, ...read, pointer: property.pointer }] : [];
  });
}

type Property = Omit<SpecArgument, "name" | "pointer">;

function shortForm(spot: Spot, reader: SpecReader): Property | undefined {
  try {
    return parseShortForm(spot.text ?? "");
  } catch (error) {
    if (!(error instanceof ShortFormFault)) throw error;
    reader.report("invalid-value", spot, error.message, error.hint);
    return undefined;
  }
}

function longForm(spot: Spot, reader: SpecReader): Property | undefined {
  if (!isObject(spot.value)) return undefined;
  const { required } = spot.value as JsonObject;
  const property = described(reader.schemas.read(spot));
  return { ...property, required: required !== false && property.default === undefined };
}

/** A schema, and beside it what it says about this use of it. */
function described(schema: Schema): Omit<Property, "required"> {
  if (typeof schema === "boolean") return { schema };
  const { description, default: fallback, ...rest } = schema;
  return {
    schema: rest,
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
}

function objectOf(schema: Schema): SchemaObject {
  return typeof schema === "object" ? schema : schema ? {} : { not: {} };
}

function reportBoth(tool: Spot, short: string, whole: string, reader: SpecReader): void {
  reader.reportKey(
    "conflicting-keys",
    [...tool.pointer, whole],
    `a tool has either \`${short}\` or \`${whole}\`, and here are both`,
    "Leave one of them out.",
  );
}
