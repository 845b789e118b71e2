/** Reads the files of one document, and resolves the references between them. */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { parse } from "yaml";
import { isObject, type Json, own, text } from "./json.ts";

/** A value with its file and JSON Pointer. */
export interface SourceNode {
  readonly value: Json;
  readonly file: string;
  readonly pointer: readonly string[];
}

/** An error in a document, such as a reference that cannot be resolved. */
export class Broken extends Error {}

export class Source {
  readonly root: SourceNode;
  readonly #folder: string;
  readonly #files = new Map<string, Json>();
  readonly #anchors = new Map<string, SourceNode | undefined>();

  /** References must not leave `folder`. Throws `Broken` if the entry is not JSON or YAML. */
  constructor(entry: string, folder: string) {
    this.#folder = resolve(folder);
    this.root = { value: this.#read(resolve(entry)), file: resolve(entry), pointer: [] };
  }

  /** The version of OpenAPI; undefined if it is missing or unknown. */
  get version(): "2.0" | "3.0" | "3.1" | "3.2" | undefined {
    const { value } = this.root;
    const swagger = own(value, "swagger");
    if (swagger === "2.0" || swagger === 2) return "2.0";
    return /^(3\.[012])(?:\.\d+)?(?:-\S+)?$/.exec(String(own(value, "openapi")))?.[1] as "3.0" | undefined;
  }

  child(node: SourceNode, ...keys: readonly (string | number)[]): SourceNode | undefined {
    let value: Json | undefined = node.value;
    for (const key of keys) value = Array.isArray(value) ? value[Number(key)] : own(value, String(key));
    if (value === undefined) return undefined;
    return { value, file: node.file, pointer: [...node.pointer, ...keys.map(String)] };
  }

  /** Resolves the references of a value. Throws `Broken` if one cannot be resolved. */
  follow(node: SourceNode): SourceNode {
    const seen = new Set<string>();
    let at = node;
    for (let ref = referenceOf(at); ref !== undefined; ref = referenceOf(at)) {
      at = this.target(ref, at.file);
      const key = `${at.file}#${at.pointer.join("/")}`;
      if (seen.has(key)) throw new Broken(`the reference ${ref} refers to itself`);
      seen.add(key);
    }
    return at;
  }

  /** Resolves one reference in a file; the target may be a reference again. */
  target(ref: string, from: string): SourceNode {
    const [path = "", fragment = ""] = ref.split("#", 2);
    const file =
      path === "" || path === text(own(this.root.value, "$self")) ? from : this.#fileOf(path, from);
    const whole = { value: this.#read(file), file, pointer: [] };
    const decoded = decodeURIComponent(fragment);
    if (decoded === "") return whole;
    if (!decoded.startsWith("/")) {
      const anchored = this.#anchor(decoded, whole);
      if (!anchored) throw new Broken(`the reference ${ref} has no target`);
      return anchored;
    }
    // Decodes tokens after splitting: a token may contain a percent-encoded slash.
    const tokens = fragment
      .slice(1)
      .split("/")
      .map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
    const found = this.child(whole, ...tokens);
    if (!found) throw new Broken(`the reference ${ref} has no target`);
    return found;
  }

  #fileOf(path: string, from: string): string {
    if (/^[a-z][a-z0-9+.-]*:/i.test(path)) throw new Broken(`expected a file of the folder, found ${path}`);
    const file = resolve(dirname(from), decodeURIComponent(path));
    const inside = relative(this.#folder, file);
    if (inside === ".." || inside.startsWith(`..${sep}`))
      throw new Broken(`expected a file of the folder, found ${path} outside`);
    return file;
  }

  #read(file: string): Json {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    let value: Json;
    try {
      const content = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
      value = (file.endsWith(".json") ? JSON.parse(content) : parse(content, { merge: true })) as Json;
    } catch (error) {
      throw new Broken(`${relative(this.#folder, file)} cannot be read: ${(error as Error).message}`);
    }
    this.#files.set(file, value);
    return value;
  }

  #anchor(name: string, whole: SourceNode): SourceNode | undefined {
    const key = `${whole.file}#${name}`;
    if (!this.#anchors.has(key)) this.#anchors.set(key, findAnchor(name, whole));
    return this.#anchors.get(key);
  }
}

export function referenceOf({ value }: { readonly value: Json }): string | undefined {
  return text(own(value, "$ref"));
}

function findAnchor(name: string, node: SourceNode): SourceNode | undefined {
  const { value } = node;
  if (typeof value !== "object" || value === null) return undefined;
  if (own(value, "$anchor") === name || own(value, "$dynamicAnchor") === name) return node;
  for (const [key, member] of Object.entries(value)) {
    const found = findAnchor(name, { value: member, file: node.file, pointer: [...node.pointer, key] });
    if (found) return found;
  }
  return undefined;
}

/** Members whose values are data without references. */
const DATA = new Set(["example", "examples", "default", "enum", "const", "value"]);

/**
 * Returns the reason why a document is invalid, or undefined if it is valid: no version, no `info`, no `paths`, or a
 * reference without a target.
 */
export function brokenReason(source: Source): string | undefined {
  const { root, version } = source;
  if (version === undefined) return "it has no known version of OpenAPI";
  if (!isObject(own(root.value, "info"))) return "it has no info object";
  const paths = own(root.value, "paths");
  if (version === "2.0" || version === "3.0" ? !isObject(paths) : paths !== undefined && !isObject(paths))
    return "it has no paths object";

  const seen = new Set<Json>();
  const walk = (value: Json, file: string, isMap: boolean): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    const ref = text(own(value, "$ref"));
    if (ref !== undefined) {
      const target = source.target(ref, file);
      walk(target.value, target.file, false);
    }
    for (const [key, member] of Object.entries(value)) {
      if (!isMap && (DATA.has(key) || key.startsWith("x-"))) continue;
      walk(member, file, key === "properties" || key === "schemas" || key === "definitions");
    }
  };
  try {
    walk(root.value, root.file, false);
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
  return undefined;
}
