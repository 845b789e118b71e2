import { own } from "../../json.ts";
import type { ApiMedia } from "../api-document.ts";
import type { Node, Reader } from "../reader.ts";
import type { SchemaReader } from "../schema.ts";

/** What a response holds: one schema in each of the types that the operation produces. */
export function readContent(
  response: Node,
  produces: readonly string[],
  reader: Reader,
  schemas: SchemaReader,
): ApiMedia[] {
  const schema = own(response.value, "schema");
  // The specification: without a schema there is no content.
  if (schema === undefined) return [];
  const pointer = [...response.pointer, "schema"];
  const isFile = own(reader.object(schema, pointer)?.value, "type") === "file";
  const examples = own(response.value, "examples");
  const read = isFile ? ({ type: "string", format: "binary" } as const) : schemas.read(schema, pointer);
  const types = produces.length > 0 ? produces : [isFile ? "application/octet-stream" : "application/json"];
  return types.map((type) => {
    const example = own(examples, type);
    return {
      type,
      // A file of JSON can hold any.
      schema: isFile && /[/+]json\b/i.test(type) ? true : read,
      encoding: new Map(),
      examples: example === undefined ? [] : [example],
    };
  });
}
