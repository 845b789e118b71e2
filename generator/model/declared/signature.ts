import type { Schema, SchemaObject } from "../../json-schema.ts";
import type { SpecTool } from "../../toolspec/tool-spec.ts";
import { accepts } from "../accepts.ts";
import type { Argument } from "../server-model.ts";
import type { SpecContext } from "./context.ts";

export interface Signature {
  readonly arguments: readonly Argument[];
  /** The whole schema, where it says more than which arguments there are. */
  readonly input?: SchemaObject;
  readonly output?: Schema;
}

export function signatureOf(tool: SpecTool, context: SpecContext): Signature {
  const { components } = context;
  const output = tool.output && components.use(tool.output.schema, "response");
  return { ...inputOf(tool, context), ...(output !== undefined && { output }) };
}

function inputOf({ input }: SpecTool, context: SpecContext): Omit<Signature, "output"> {
  const { components } = context;
  const args = input.arguments.map((argument): Argument => {
    const { name, schema, required, description, default: fallback, pointer } = argument;
    const used = components.use(schema, "request");
    if (fallback !== undefined && !accepts(used, fallback, components.defs))
      context.diagnostics.report(
        "invalid-default",
        [...pointer, "default"],
        `the schema of "${name}" does not accept ${JSON.stringify(fallback)}`,
        "Write a default that it accepts.",
      );
    return {
      name,
      schema: used,
      // What has a default is never missing.
      required: required && fallback === undefined,
      ...(description !== undefined && { description }),
      ...(fallback !== undefined && { default: fallback }),
      // Where it travels is for the request to say, if there is one.
      binding: { in: "body" },
      examples: [],
    };
  });
  if (!input.schema || isPlain(input.schema)) return { arguments: args };
  return { arguments: [], input: components.use(input.schema, "request") as SchemaObject };
}

/** Whether a schema says nothing but which arguments there are. */
function isPlain(schema: SchemaObject): boolean {
  const { type, properties = {}, required = [], additionalProperties, title, description, ...rest } = schema;
  return (
    type === "object" &&
    additionalProperties === false &&
    Object.keys(rest).length === 0 &&
    required.every((name) => Object.hasOwn(properties, name))
  );
}
