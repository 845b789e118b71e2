/** Reads the JSON Schema Test Suite: groups of tests, each with a schema and with valid and invalid data. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json } from "../../../generator/json.ts";

export interface SuiteTest {
  readonly description: string;
  readonly data: Json;
  readonly valid: boolean;
}

export interface Group {
  readonly file: string;
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly SuiteTest[];
  /** True if the file of the group uses only the keywords that are common in OpenAPI documents. */
  readonly oas: boolean;
}

export interface Suite {
  readonly groups: readonly Group[];
  /** Groups that require a document outside of their schema. */
  readonly leftOut: readonly Group[];
}

const METASCHEMA = "https://json-schema.org/draft/2020-12/schema";

/** A file with a group that uses one of these is not part of the subset. */
const RARE: ReadonlySet<string> = new Set([
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$dynamicRef",
  "unevaluatedItems",
  "unevaluatedProperties",
  "if",
  "dependentSchemas",
]);

/** Reads the required tests of draft 2020-12, without those in `optional/`. */
export function readSuite(dir: string): Suite {
  const folder = join(dir, "draft2020-12");
  const groups: Group[] = [];
  const leftOut: Group[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".json")) continue;
    const read = JSON.parse(readFileSync(join(folder, file), "utf8")) as Omit<Group, "file" | "oas">[];
    const near = read.filter((group) => !needsRemote(group.schema));
    const oas = !near.some((group) => keysOf(group.schema).some((key) => RARE.has(key)));
    for (const group of read)
      (near.includes(group) ? groups : leftOut).push({ ...group, file: file.slice(0, -5), oas });
  }
  return { groups, leftOut };
}

/** True if a schema refers to a resource that is not embedded in it, the metaschema included. */
export function needsRemote(schema: Json): boolean {
  const here = new Set<string>();
  const wanted = new Set<string>();
  walk(schema, "https://root.invalid/", (object, base) => {
    here.add(base);
    for (const key of ["$ref", "$dynamicRef"]) {
      const ref = object[key];
      if (typeof ref === "string") wanted.add(resource(ref, base));
    }
    if (typeof object.$schema === "string" && object.$schema !== METASCHEMA) wanted.add(object.$schema);
  });
  return [...wanted].some((uri) => !here.has(uri));
}

type Visit = (object: { [key: string]: Json }, base: string) => void;

function walk(value: Json, base: string, visit: Visit): void {
  if (Array.isArray(value)) for (const item of value) walk(item, base, visit);
  if (!isObject(value)) return;
  const own = typeof value.$id === "string" ? resource(value.$id, base) : base;
  visit(value, own);
  for (const [key, child] of Object.entries(value))
    if (!["const", "enum", "default", "examples"].includes(key)) walk(child, own, visit);
}

/** Returns the absolute URI of a reference's resource, without the fragment. */
function resource(ref: string, base: string): string {
  try {
    const url = new URL(ref, base);
    url.hash = "";
    return url.href;
  } catch {
    return ref;
  }
}

function keysOf(value: Json): string[] {
  if (typeof value !== "object" || value === null) return [];
  const nested = Object.values(value).flatMap(keysOf);
  return Array.isArray(value) ? nested : [...Object.keys(value), ...nested];
}
