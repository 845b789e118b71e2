import { isObject, type Json, own, type Pointer } from "../json.ts";
import type { HttpMethod } from "./api-document.ts";
import type { Dialect } from "./dialect.ts";
import type { Node, Place, Reader } from "./reader.ts";

/** What RFC 9110 lets a method or a header be called. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** An operation of a path item that has not been looked at yet. */
export interface OperationPlace extends Place {
  readonly method: HttpMethod;
  /** Why there can be no operation of this method. */
  readonly fault?: string;
}

/**
 * A path with its operations. Beside a `$ref` other fields may stand, of which the specifications do not say
 * what they mean: all fields count, those nearer to the path before those that it refers to.
 */
export class PathItem {
  readonly path: string;
  /** The path item and what it refers to, the nearest first. */
  readonly layers: readonly Node[];

  constructor(reader: Reader, path: string, value: Json, pointer: Pointer) {
    this.path = path;
    this.layers = reader.layers(value, pointer);
  }

  field(key: string): Place | undefined {
    for (const { value, pointer } of this.layers) {
      const found = own(value, key);
      if (found !== undefined) return { value: found, pointer: [...pointer, key] };
    }
    return undefined;
  }

  *operations({ methods, anyMethod }: Dialect): Iterable<OperationPlace> {
    for (const method of methods) {
      const found = this.field(method.toLowerCase());
      if (found) yield { method, ...found };
    }
    const additional = anyMethod ? this.field("additionalOperations") : undefined;
    if (!additional || !isObject(additional.value)) return;
    for (const [method, value] of Object.entries(additional.value)) {
      const fault = methodFault(method, methods);
      const place = { method, value, pointer: [...additional.pointer, method] };
      yield fault === undefined ? place : { ...place, fault };
    }
  }
}

/** Why something cannot be the method of an additional operation. */
function methodFault(method: HttpMethod, methods: readonly HttpMethod[]): string | undefined {
  if (!TOKEN.test(method)) return `${JSON.stringify(method)} cannot be an HTTP method`;
  const fixed = methods.find((known) => known === method.toUpperCase());
  if (fixed !== undefined) return `${method} has a field of its own, \`${fixed.toLowerCase()}\``;
  // What it asks for is a tunnel and not a resource, and its request line has no path.
  return method.toUpperCase() === "CONNECT" ? "CONNECT has no path" : undefined;
}
