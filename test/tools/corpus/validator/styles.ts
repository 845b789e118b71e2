/**
 * The serialisation of values in paths, queries, headers and cookies: OpenAPI 3.1.1, "Style Values", and
 * RFC 6570, to which it refers. Compares received texts with the values they stand for.
 */
import { isObject, type Json, list, same } from "./json.ts";

export interface Written {
  readonly style: string;
  readonly explode: boolean;
}

/** A decoded list or object, in which all leaves are text. */
export type Text = string | readonly string[] | readonly (readonly [name: string, value: string])[];

/** One received `name=value`, still percent-encoded. */
export interface Pair {
  readonly name: string;
  readonly value: string;
  used: boolean;
}

export class Unreadable extends Error {}

export function percentDecode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new Unreadable(`${JSON.stringify(raw)} is not percent-encoded UTF-8`);
  }
}

/** Decodes as HTML forms do: a plus sign is a space. */
export function formDecode(raw: string): string {
  return percentDecode(raw.replaceAll("+", " "));
}

/** False for null, and for lists and objects without other values: RFC 6570 leaves them out. */
export function hasText(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isDefined);
  if (isObject(value)) return Object.values(value).some(isDefined);
  return isDefined(value);
}

function isDefined(value: Json | undefined): boolean {
  return value !== null && value !== undefined;
}

/** True if a text is the serialisation of a value. A list in a list, which OpenAPI leaves open, is read as JSON. */
export function isText(text: string, value: Json): boolean {
  if (typeof value === "string") return text === value;
  if (typeof value === "number") return text.trim() === text && text !== "" && Number(text) === value;
  if (typeof value === "boolean") return text === String(value);
  try {
    return same(JSON.parse(text), value);
  } catch {
    return false;
  }
}

const DELIMITERS: Readonly<Record<string, RegExp>> = {
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /\||%7C/i,
  tabDelimited: /%09|\t/,
};

/** True if one raw text, with unencoded delimiters, is the serialisation of a value. */
export function joinedMatches(
  raw: string,
  { style, explode }: Written,
  value: Json,
  decode: Decode,
): boolean {
  const parts = raw.split(DELIMITERS[style] ?? ",");
  if (Array.isArray(value)) return listMatches(parts, value, decode) || nestedListMatches(raw, value, decode);
  if (!isObject(value)) return isText(decode(raw), value);
  if (explode) return membersMatch(parts.map(assignment), value, decode);
  if (parts.length % 2 === 1) return false;
  const pairs = parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] as string] as const] : []));
  return membersMatch(pairs, value, decode);
}

/** OpenAPI does not define the serialisation of a list of lists or objects: accepts a list of JSON texts. */
function nestedListMatches(raw: string, value: readonly Json[], decode: Decode): boolean {
  return value.some((item) => typeof item === "object") && isText(`[${decode(raw)}]`, [...value]);
}

export type Decode = (raw: string) => string;

export function listMatches(raw: readonly string[], value: readonly Json[], decode: Decode): boolean {
  const items = value.filter(isDefined);
  return raw.length === items.length && items.every((item, i) => isText(decode(raw[i] as string), item));
}

export function membersMatch(
  raw: readonly (readonly [name: string, value: string])[],
  value: { readonly [name: string]: Json },
  decode: Decode,
): boolean {
  const members = Object.entries(value).filter(([, member]) => isDefined(member));
  const read = new Map(raw.map(([name, text]) => [decode(name), decode(text)]));
  return (
    raw.length === members.length &&
    members.every(([name, member]) => {
      const text = read.get(name);
      return text !== undefined && isText(text, member);
    })
  );
}

function assignment(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** True if the text in the place of a path variable is the serialisation of a value. */
export function pathMatches(raw: string, name: string, written: Written, value: Json): boolean {
  const { style, explode } = written;
  if (!hasText(value)) return raw === "";
  if (style === "label") {
    if (!raw.startsWith(".")) return false;
    const rest = raw.slice(1);
    return joinedMatches(
      explode ? rest.replaceAll(".", ",") : rest,
      { style: "simple", explode },
      value,
      percentDecode,
    );
  }
  if (style !== "matrix") return joinedMatches(raw, written, value, percentDecode);
  if (!raw.startsWith(";")) return false;
  const pairs = raw.slice(1).split(";").map(assignment);
  if (explode && Array.isArray(value)) {
    const ours = pairs.filter(([key]) => percentDecode(key) === name).map(([, text]) => text);
    return ours.length === pairs.length && listMatches(ours, value, percentDecode);
  }
  if (explode && isObject(value)) return membersMatch(pairs, value, percentDecode);
  const [[key, text] = ["", ""], ...more] = pairs;
  return (
    more.length === 0 &&
    percentDecode(key) === name &&
    joinedMatches(text, { style: "simple", explode: false }, value, percentDecode)
  );
}

export function pairsOf(raw: string, separator: string | RegExp): Pair[] {
  return raw
    .split(separator)
    .filter((text) => text !== "")
    .map((text) => {
      const [name, value] = assignment(text);
      return { name, value, used: false };
    });
}

/** True if some of the pairs are the serialisation of a value; marks those. */
export function pairsMatch(
  pairs: readonly Pair[],
  name: string,
  written: Written,
  value: Json,
  decode: Decode,
): boolean {
  if (written.style === "deepObject" && (isObject(value) || Array.isArray(value)))
    return deepObjectMatches(pairs, name, value, decode);
  // Exploded objects may have members of the same name, so that each takes only a pair with its own value.
  const take = (wanted: string, isMatch: (raw: string) => boolean): boolean => {
    const ours = pairs.filter((pair) => !pair.used && decode(pair.name) === wanted);
    const found = ours.find((pair) => isMatch(pair.value));
    const taken = found ?? ours[0];
    if (taken) taken.used = true;
    return found !== undefined;
  };
  if (written.explode && isObject(value))
    return Object.entries(value)
      .filter(([, member]) => isDefined(member))
      .every(([key, member]) => take(key, (raw) => isText(decode(raw), member)));
  if (!hasText(value)) {
    take(name, (raw) => raw === "");
    return true;
  }
  if (written.explode && Array.isArray(value)) {
    const ours = pairs.filter((pair) => !pair.used && decode(pair.name) === name);
    const items = value.filter(isDefined);
    let at = 0;
    for (const item of items) {
      while (at < ours.length && !isText(decode(ours[at]?.value ?? ""), item)) at++;
      const pair = ours[at++];
      if (!pair) return false;
      pair.used = true;
    }
    return true;
  }
  return take(name, (raw) => joinedMatches(raw, written, value, decode));
}

/** Matches `name[a]=1&name[b][c]=2`. Accepts every form of a list below a name: with index, with `[]`, repeated. */
function deepObjectMatches(pairs: readonly Pair[], name: string, value: Json, decode: Decode): boolean {
  const withoutIndex = (path: string): string => path.replaceAll(/\[\d*\]/g, "");
  const wanted = new Map<string, Json[]>();
  const collect = (at: Json, path: string): void => {
    if (isObject(at)) for (const [key, member] of Object.entries(at)) collect(member, `${path}[${key}]`);
    else if (Array.isArray(at)) for (const item of at) collect(item, path);
    else if (isDefined(at)) wanted.set(withoutIndex(path), [...list(wanted.get(withoutIndex(path))), at]);
  };
  collect(value, name);
  const ours = pairs.filter((pair) => {
    const decoded = decode(pair.name);
    return decoded.startsWith(`${name}[`) || decoded === name;
  });
  for (const pair of ours) pair.used = true;
  const found = new Map<string, string[]>();
  for (const pair of ours) {
    const path = withoutIndex(decode(pair.name));
    found.set(path, [...(found.get(path) ?? []), pair.value]);
  }
  return (
    found.size === wanted.size &&
    [...wanted].every(([path, leaves]) => listMatches(found.get(path) ?? [], leaves, decode))
  );
}

/** True if a check holds; false if it fails to decode. */
export function decodes(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
