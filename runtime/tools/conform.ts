/**
 * The advertised output schema of a tool says only which members there are and of which type; a client
 * still checks what it gets against it, and refuses the whole answer for one member of another type. So
 * what departs is left out of the structured content, and the text beside it stays complete.
 */
import type { AdvertisedSchema } from "../contract/surface.ts";

/** What describes without demanding anything that an error does not have. */
const HARMLESS = new Set(["type", "properties", "title", "description", "$schema", "$comment", "examples"]);

/**
 * Whether an error is no answer that the schema allows. Clients of the 2025 era hold errors against it too, and
 * throw away one that does not fit, with all that it says.
 */
export function refusesErrors(schema: AdvertisedSchema): boolean {
  return (
    Object.keys(schema).some((keyword) => !HARMLESS.has(keyword)) ||
    (schema.properties !== undefined && Object.hasOwn(schema.properties, "error"))
  );
}

/** The value without its members that the schema does not allow; `undefined` where it is itself not allowed. */
export function pruneToSchema(value: unknown, schema: AdvertisedSchema | boolean): unknown {
  if (typeof schema === "boolean" || !isAllowed(value, schema.type))
    return schema === true ? value : undefined;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined || typeof items === "boolean") return value;
    const kept = value.map((item) => pruneToSchema(item, items));
    if (kept.every((item, i) => item === value[i])) return value;
    return kept.filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null || !schema.properties) return value;
  let result = value as Record<string, unknown>;
  for (const [name, member] of Object.entries(schema.properties)) {
    if (!Object.hasOwn(value, name)) continue;
    const before = (value as Record<string, unknown>)[name];
    const after = pruneToSchema(before, member);
    if (after === before) continue;
    if (result === value) result = { ...value };
    if (after === undefined) delete result[name];
    // Defined and not assigned: `__proto__` would otherwise change what the value is.
    else
      Object.defineProperty(result, name, {
        value: after,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return result;
}

function isAllowed(value: unknown, type: AdvertisedSchema["type"]): boolean {
  if (type === undefined) return true;
  const allowed = typeof type === "string" ? [type] : type;
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return allowed.includes(actual) || (Number.isInteger(value) && allowed.includes("integer"));
}
