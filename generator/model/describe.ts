import type { Schema } from "../json-schema.ts";
import type { Components } from "./components.ts";

/** The description of an argument: what the document says, and whether it says so for the last time. */
export function describe(text: string | undefined, deprecated: boolean): { description?: string } {
  const description = [...(deprecated ? ["Deprecated."] : []), ...(text === undefined ? [] : [text])].join(
    " ",
  );
  return description === "" ? {} : { description };
}

/** A schema's own description, or that of what it refers to. */
export function descriptionOf(schema: Schema, components: Components): string | undefined {
  if (typeof schema === "object" && schema.description !== undefined) return schema.description;
  const target = components.resolve(schema);
  return typeof target === "object" ? target.description : undefined;
}
