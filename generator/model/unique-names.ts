/** The rules for names: of tools, exports, component schemas, arguments and files. */
import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { hash, toolName, withHash, words } from "../identifiers.ts";

/** The longest property name that every model provider accepts. */
const MAX_ARGUMENT_NAME = 64;

/** The words of a method and a path: GET /pets/{petId} → get pets by pet id. */
function pathWords(method: HttpMethod, path: string): string[] {
  const segments = path
    .split("/")
    .flatMap((segment) =>
      segment
        .split(/(\{[^}]*\})/)
        .flatMap((part) => (part.startsWith("{") ? ["by", ...words(part)] : words(part))),
    );
  return [...verb(method), ...segments];
}

/** A method as the first word of a name. It starts with a letter, which one model provider requires. */
function verb(method: HttpMethod): string[] {
  const found = words(method);
  return /^[a-z]/.test(found[0] ?? "") ? found : ["call", ...found];
}

/**
 * The names of an operation, in order of preference: from its operationId, from its method and path, and the latter
 * with a hash, which is unique.
 */
export function toolNames(method: HttpMethod, path: string, operationId: string | undefined): NameRule[] {
  const identity = `${method} ${path}`;
  const byId = operationId === undefined ? [] : words(operationId);
  if (/^\d/.test(byId[0] ?? "")) byId.unshift(...verb(method));
  return [
    ...(byId.length > 0 ? [() => toolName(byId, identity)] : []),
    () => toolName(pathWords(method, path), identity),
    () => withHash(pathWords(method, path).join("_"), identity),
  ];
}

/** The names of an item that shares its own name with others: with a prefix, and with a unique hash. */
export function withPrefix(prefix: string, name: string, identity: string): NameRule[] {
  const parts = [...words(prefix), ...name.split("_")];
  return [() => toolName(parts, identity), () => withHash(parts.join("_"), identity)];
}

/** Makes one name of an item. Rules after the first are called only if the names before them collide. */
export type NameRule = () => string;

/**
 * Gives each item the name of its first rule that no other item ends up with. All items that share a name move to
 * their next rules together, so that the result does not depend on the order of the items.
 */
export function assignUniqueNames<T>(
  items: readonly T[],
  rulesOf: (item: T) => readonly NameRule[],
): Map<T, string> {
  const rules = new Map(items.map((item) => [item, rulesOf(item)]));
  const level = new Map(items.map((item) => [item, 0]));
  const names = new Map(items.map((item) => [item, rules.get(item)?.[0]?.() ?? ""]));
  for (let moved = true; moved; ) {
    moved = false;
    for (const members of groupBy(items, (item) => names.get(item) ?? "").values()) {
      if (members.length === 1) continue;
      for (const item of members) {
        const next = (level.get(item) ?? 0) + 1;
        const rule = rules.get(item)?.[next];
        if (!rule) continue;
        level.set(item, next);
        names.set(item, rule());
        moved = true;
      }
    }
  }
  return names;
}

/** Groups items by a key, in the order in which the keys first appear. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The words that no declaration of an ECMAScript module in TypeScript can have as its name. */
export const RESERVED_WORDS: readonly string[] = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export " +
  "extends false finally for function if implements import in instanceof interface let new null package " +
  "private protected public return static super switch this throw true try typeof undefined var void while " +
  "with yield"
).split(" ");

/** Names that an export of a generated file does not get: words of TypeScript, and the imports of the file. */
const RESERVED = new Set([
  ...RESERVED_WORDS,
  ...(
    "abstract as async boolean declare from get module namespace never number object of set string symbol " +
    "type unknown z defineTool defineResource definePrompt testTool testResource testPrompt server component " +
    "allOf contains dependentRequired dependentSchemas equals ifThenElse ifType integer maxProperties member " +
    "minProperties not pattern patternProperties prefixItems propertyNames record required unevaluatedItems " +
    "unevaluatedProperties uniqueItems withDefaults"
  ).split(" "),
]);

/** `list_pets` → `listPets`. A part that starts with a digit keeps its underscore, so that names stay distinct. */
export function exportName(tool: string): string {
  const name = tool
    .replaceAll(/[^A-Za-z0-9_]/g, "_")
    .replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    // Only schemas have names that start with a capital.
    .replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase())
    .replace(/^(?=\d|$)/, "_");
  return RESERVED.has(name) ? `${name}_` : name;
}

/**
 * The identifiers of exports by the names of what they export. Identifiers that would be equal get a hash. Internal
 * tools, whose names contain a dot, never change the identifier of an offered tool.
 */
export function exportNames(names: readonly string[]): Map<string, string> {
  const hashed = (name: string): string => `${exportName(name)}_${hash(name)}`;
  const isOffered = (name: string): boolean => !name.includes(".");
  const offered = assignUniqueNames(names.filter(isOffered), (name) => [
    () => exportName(name),
    () => hashed(name),
  ]);
  const reserved = new Set(offered.values());
  const internal = assignUniqueNames(
    names.filter((name) => !isOffered(name)),
    (name) => [...(reserved.has(exportName(name)) ? [] : [() => exportName(name)]), () => hashed(name)],
  );
  return new Map([...offered, ...internal]);
}

/** Tokens of a pointer that belong to the structure of a document and describe no schema. */
const STRUCTURE = new Set(
  (
    "components schemas schema properties items paths content responses requestBodies requestBody parameters " +
    "definitions inputSchema outputSchema"
  ).split(" "),
);

/** The identifiers a component schema may have, in order of preference. */
export function componentNames(name: string): NameRule[] {
  const text = name.startsWith("/")
    ? name
        // All schemas of a tool spec are those of its tools.
        .replace(/^\/tools(?=\/)/, "")
        .split("/")
        .filter((token) => !STRUCTURE.has(token) && token !== "$defs")
        .join(" ")
        .replaceAll("~1", " ")
    : name;
  const pascal = words(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  const own = /^[A-Z][A-Za-z0-9_]*$/.test(name) ? name : pascal;
  const safe = /^[A-Z]/.test(own) ? own : `Schema${own}`;
  const short = safe.length <= 80 ? safe : `${safe.slice(0, 72)}_${hash(name)}`;
  return [() => short, () => `${short.slice(0, 72)}_${hash(name)}`];
}

/**
 * The names of an argument, in order of preference: the name on the wire if it is an identifier, else in camelCase.
 * Arguments of one tool that would share a name get their location as a suffix, except for those in the body.
 */
export function argumentNames(wireName: string, location: string): NameRule[] {
  const valid = IDENTIFIER.test(wireName) && wireName.length <= MAX_ARGUMENT_NAME && !isInherited(wireName);
  const first = valid ? wireName : camelName(wireName, location);
  const short = first.slice(0, MAX_ARGUMENT_NAME - 7);
  return [
    () => first,
    () => (location === "body" ? first : `${short}_${location}`),
    () => `${short}_${hash(`${location} ${wireName}`)}`,
  ];
}

/** True for the names of members of `Object.prototype`, which every object of arguments inherits. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** The name of an argument whose name on the wire is not an identifier: `page[size]` → `pageSize`. */
function camelName(wireName: string, location: string): string {
  const camel = words(wireName)
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  const identity = hash(`${location} ${wireName}`);
  if (camel === "") return `arg_${identity}`;
  const spelled = /^\d/.test(camel) ? `_${camel}` : isInherited(camel) ? `${camel}_` : camel;
  if (spelled.length <= MAX_ARGUMENT_NAME) return spelled;
  return `${spelled.slice(0, MAX_ARGUMENT_NAME - 7)}_${identity}`;
}

/** Names of devices, which Windows allows for no file, whatever its extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The name of the file for a tag, or else for the first literal segment of the path. */
export function groupName(tag: string | undefined, path: string): string {
  const literal = path.split("/").find((segment) => segment !== "" && !segment.includes("{"));
  const source = tag?.trim() || literal || "default";
  const slug = words(source).join("-");
  if (slug === "") return `tag-${hash(source)}`;
  if (DEVICES.test(slug)) return `tag-${slug}`;
  return slug.length <= 60 ? slug : `${slug.slice(0, 53)}-${hash(source)}`;
}
