/** Splits names into words, and makes names of words. */
import { createHash } from "node:crypto";

/** Hosts put the name of the server before that of the tool, and cut the result at 60 or 64 characters. */
const MAX_TOOL_NAME = 50;

/** `listPetsByTag`, `list-pets_by tag` and `LISTPetsByTag` → list, pets, by, tag. */
export function words(text: string): string[] {
  return (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFKD").replaceAll(/\p{M}/gu, ""))
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** A hash of six characters that any name may contain. */
export function hash(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex");
  return BigInt(`0x${digest.slice(0, 16)}`)
    .toString(36)
    .padStart(6, "0")
    .slice(-6);
}

const FILLERS = new Set(["a", "an", "the", "of", "for", "to", "in", "on", "with", "and", "or", "from", "by"]);

/** Joins words to at most 50 characters. A longer name loses its filler words, and then its end, which a hash replaces. */
export function toolName(parts: readonly string[], identity: string): string {
  const full = parts.join("_");
  if (full.length <= MAX_TOOL_NAME) return full;
  const lean = parts.filter((word, i) => i === 0 || !FILLERS.has(word)).join("_");
  return lean.length <= MAX_TOOL_NAME ? lean : withHash(lean, identity);
}

/** Appends a hash, and cuts the name at a word so that both fit. */
export function withHash(name: string, identity: string): string {
  const room = MAX_TOOL_NAME - 7;
  const cut =
    name.length <= room
      ? name
      : name
          .slice(0, room + 1)
          .replace(/_[^_]*$/, "")
          .slice(0, room);
  return `${cut}_${hash(identity)}`;
}
