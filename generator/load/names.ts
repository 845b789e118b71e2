import { byCodePoint, formatPointer, type Pointer } from "../json.ts";

/** Something of another file that is to get a name in the document. */
export interface Nameable {
  readonly source: { readonly path: string };
  readonly pointer: Pointer;
}

/** Tokens of a pointer that say where in a file something is, and nothing of what it is. */
const STRUCTURE = new Set(["components", "schemas", "definitions", "parameters", "responses", "properties"]);

/**
 * Names things by what they are called where they come from: the last token of the pointer, or the file. Those
 * who would share a name with each other, or with what the document has, take in what is before it, all in the
 * same way, so that it does not matter which is referred to first.
 */
export function nameAll<T extends Nameable>(things: readonly T[], taken: Iterable<string>): Map<T, string> {
  const words = new Map(things.map((thing) => [thing, telling(thing)]));
  const reserved = new Set([...taken].map(fold));
  const names = new Map<T, string>();
  let unnamed = [...things];
  for (let length = 1; unnamed.length > 0; length++) {
    const groups = new Map<string, T[]>();
    for (const thing of unnamed) {
      const name = (words.get(thing) ?? []).slice(-length).join("_");
      const key = fold(name);
      groups.set(key, [...(groups.get(key) ?? []), thing]);
      names.set(thing, name);
    }
    unnamed = [...groups].flatMap(([key, group]) => {
      if (group.length === 1 && !reserved.has(key) && /[a-z]/i.test(key)) {
        reserved.add(key);
        return [];
      }
      // There is nothing more to tell them apart by.
      if (group.some((thing) => length >= (words.get(thing)?.length ?? 0)))
        return number(group, names, reserved);
      return group;
    });
  }
  return names;
}

function number<T extends Nameable>(group: readonly T[], names: Map<T, string>, reserved: Set<string>): T[] {
  const identity = ({ source, pointer }: T): string => `${source.path}#${formatPointer(pointer)}`;
  for (const thing of [...group].sort((a, b) => byCodePoint(identity(a), identity(b)))) {
    const name = names.get(thing) as string;
    let n = 1;
    while (reserved.has(fold(`${name}_${n}`))) n++;
    names.set(thing, `${name}_${n}`);
    reserved.add(fold(`${name}_${n}`));
  }
  return [];
}

/** `models/pet_tag.yaml#/components/schemas/Name` → models, pet_tag, Name. */
function telling({ source, pointer }: Nameable): string[] {
  const file = source.path.replace(/\.(?:ya?ml|json)$/, "");
  return [...file.split("/"), ...pointer.map(String).filter((token) => !STRUCTURE.has(token))]
    .map((word) => word.replaceAll(/[^\p{L}\p{N}.-]+/gu, "_").replaceAll(/^_+|_+$/g, ""))
    .filter((word) => word !== "");
}

/** Names that differ in their case and punctuation alone would become one identifier. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
