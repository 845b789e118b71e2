/** The arguments and the structured result of a tool. */
import type { z } from "zod";
import { own, type Pointer, put } from "../json.ts";
import { type Schema, type SchemaObject, schemaObject } from "../json-schema.ts";
import type { SpecContext } from "./checks.ts";
import type { Property, tool } from "./format/tool-format.ts";
import { propertiesOf } from "./json-schemas.ts";
import type { SpecArgument, SpecInput, SpecTool } from "./tool-spec.ts";

type Tool = z.output<typeof tool>;

/** Returns the arguments of a tool, and the names that expressions may use. */
export function readInput(
  { input, inputSchema }: Tool,
  at: Pointer,
  context: SpecContext,
): { readonly input: SpecInput; readonly names: ReadonlySet<string> | "any" } {
  if (input && isJsonSchema(input))
    context.diagnostics.report(
      "invalid-value",
      [...at, "input"],
      "expected a map of arguments, found a JSON Schema",
      "Rename the key to `inputSchema`, or write the arguments by their names: { channel: string }.",
      "key",
    );
  if (!inputSchema) {
    const read = readProperties(input, [...at, "input"], context);
    return { input: { arguments: read }, names: new Set(input?.keys()) };
  }
  const place = [...at, "inputSchema"];
  const type = own(inputSchema, "type");
  if (type !== "object")
    context.diagnostics.report(
      "invalid-value",
      type === undefined ? place : [...place, "type"],
      `expected the schema of an object, found ${type === undefined ? "no type" : JSON.stringify(type).slice(0, 60)}`,
      "Write `type: object` into it: MCP clients refuse tools whose arguments are anything else.",
    );
  const read = context.schemas.read(inputSchema, place);
  const schema: SchemaObject = typeof read === "object" ? read : {};
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, property]): SpecArgument => ({
      name,
      ...described(property),
      required: required.has(name),
      pointer: [...place, "properties", name],
    }),
  );
  return {
    input: { arguments: members, verbatim: inputSchema, schema },
    names: propertiesOf(schema, context.schemas.defs),
  };
}

/** Returns true for `{ type: object, properties: { … } }`, which would be two arguments of these names. */
function isJsonSchema(input: ReadonlyMap<string, Property>): boolean {
  const type = input.get("type");
  const properties = input.get("properties");
  return (
    type !== undefined &&
    "short" in type &&
    type.short.schema.type === "object" &&
    properties !== undefined &&
    "schema" in properties
  );
}

/** The structured result of a tool. */
export function readOutput(
  { output, outputSchema }: Tool,
  at: Pointer,
  context: SpecContext,
): SpecTool["output"] {
  if (outputSchema)
    return { schema: context.schemas.read(outputSchema, [...at, "outputSchema"]), verbatim: outputSchema };
  if (!output) return undefined;
  const members = readProperties(output, [...at, "output"], context);
  const required = members.filter((member) => member.required).map(({ name }) => name);
  const properties: { [name: string]: Schema } = {};
  for (const { name, schema, description, default: fallback, pointer } of members) {
    if (fallback !== undefined)
      context.diagnostics.report(
        "invalid-value",
        pointer,
        "expected no default for a member of a result, found one",
        "Mark an optional member with `?`.",
      );
    put(properties, name, description === undefined ? schema : { ...schemaObject(schema), description });
  }
  return { schema: { type: "object", properties, ...(required.length > 0 && { required }) } };
}

/** Properties are required unless they say otherwise or have a default. */
function readProperties(
  properties: ReadonlyMap<string, Property> | undefined,
  at: Pointer,
  context: SpecContext,
): SpecArgument[] {
  return [...(properties ?? [])].map(([name, property]): SpecArgument => {
    const pointer = [...at, name];
    if ("short" in property) return { name, ...property.short, pointer };
    const read = described(context.schemas.read(property.schema, pointer));
    const required = own(property.schema, "required") !== false && read.default === undefined;
    return { name, ...read, required, pointer };
  });
}

/** Separates a schema from its description and its default, which belong to the argument. */
function described(schema: Schema): Pick<SpecArgument, "schema" | "description" | "default"> {
  if (typeof schema === "boolean") return { schema };
  const { description, default: fallback, ...rest } = schema;
  return {
    schema: rest,
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
}
