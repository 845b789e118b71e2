import { isObject, type Json, type JsonObject, own, type Pointer } from "../../json.ts";
import { malformed } from "./fault.ts";

/** What a source description stands for. */
export type Source =
  /** An upstream of the server. */
  | { readonly kind: "upstream"; readonly name: string }
  /** Another Arazzo document of the server, whose workflows are tools too. */
  | { readonly kind: "workflows" };

/**
 * Finds what a source description means, by its `url` as it is written, relative to the Arazzo document; undefined
 * where it is nothing that the server has.
 */
export type FindSource = (url: string, name: string) => Source | undefined;

/** An object of an Arazzo document and where it stands. */
export interface Found {
  readonly value: JsonObject;
  readonly pointer: Pointer;
}

export type ComponentKind = "parameters" | "successActions" | "failureActions";

/** More steps, parameters or actions than any workflow that a person writes. */
export const MAX_LISTED = 100;

/** What the workflows of an Arazzo document have in common. */
export class ArazzoDocument {
  readonly root: JsonObject;
  readonly #find: FindSource;

  constructor(root: JsonObject, find: FindSource) {
    this.root = root;
    this.#find = find;
  }

  /** The source descriptions that operations can be in, by name. */
  get operationSources(): string[] {
    return this.#sources.flatMap((source) => {
      const name = own(source, "name");
      return typeof name === "string" && own(source, "type") !== "arazzo" ? [name] : [];
    });
  }

  /** What a source description stands for. Throws a `WorkflowFault`. */
  source(name: string, at: Pointer): Source {
    const source = this.#sources.find((one) => own(one, "name") === name);
    if (!source) throw malformed(at, `there is no source description "${name}"`);
    const url = own(source, "url");
    const type = own(source, "type") ?? "openapi";
    if (typeof url !== "string") throw malformed(at, `the source description "${name}" has no \`url\``);
    const found = type === "openapi" || type === "arazzo" ? this.#find(url, name) : undefined;
    if (!found)
      throw malformed(
        at,
        `the source description "${name}", ${JSON.stringify(url)}, is no upstream of this server`,
      );
    return found;
  }

  get #sources(): readonly Json[] {
    const list = own(this.root, "sourceDescriptions");
    return Array.isArray(list) ? list : [];
  }

  /**
   * The objects of a list, in which `{ reference: $components.… }` stands for a component; a parameter can get
   * another `value` there. Throws a `WorkflowFault`.
   */
  list(value: Json | undefined, pointer: Pointer, kind: ComponentKind): Found[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw malformed(pointer, "this must be a list");
    if (value.length > MAX_LISTED) throw malformed(pointer, `this has more than ${MAX_LISTED} items`);
    return value.map((item, i) => {
      const at = [...pointer, i];
      if (!isObject(item)) throw malformed(at, "this must be an object");
      return this.#resolve(item, at, kind);
    });
  }

  #resolve(item: JsonObject, at: Pointer, kind: ComponentKind): Found {
    const reference = own(item, "reference");
    if (reference === undefined) return { value: item, pointer: at };
    const start = `$components.${kind}.`;
    const name =
      typeof reference === "string" && reference.startsWith(start)
        ? reference.slice(start.length)
        : undefined;
    const target = name === undefined ? undefined : own(own(own(this.root, "components"), kind), name);
    if (name === undefined || !isObject(target))
      throw malformed([...at, "reference"], `${JSON.stringify(reference)} is none of \`components.${kind}\``);
    const value = own(item, "value");
    if (value === undefined || kind !== "parameters")
      return { value: target, pointer: ["components", kind, name] };
    return { value: { ...target, value }, pointer: at };
  }
}
