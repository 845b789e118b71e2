/** Checks the paths that callers give, without access to the disk. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export interface PathRules {
  /** Applies the stricter rules for paths that are created or changed. */
  readonly write?: boolean;
  /** Absolute paths of the root; an absolute path must be below one of them. */
  readonly roots?: readonly string[];
  readonly platform?: NodeJS.Platform;
}

const MAX_PATH = 4096;
const MAX_DEPTH = 64;
const MAX_NAME_BYTES = 255;

/** C0, DEL and C1. */
const CONTROL = /\p{Cc}/u;
/** Characters that change the direction of text, so that one name looks like another. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ].*)?$/i;

/** Splits a path into its names below the root; the root itself has none. Throws if the path is not allowed. */
export function segmentsOf(path: string, rules: PathRules = {}): readonly string[] {
  if (path.length > MAX_PATH)
    throw bad(`Expected a path of at most ${MAX_PATH} characters, found ${path.length}.`);
  if (!path.isWellFormed() || CONTROL.test(path))
    throw bad("The path contains control characters or half a surrogate pair.");
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) throw bad("Expected a path relative to the root, found a URI.");
  if (path.includes("\\")) throw bad("Expected / between the names of a path, found a backslash.");
  if (/^[a-z]:/i.test(path)) throw outside("Expected a path relative to the root, found a drive letter.");
  if (/^~[^/]*(?:\/|$)/.test(path)) throw outside("Expected a path relative to the root, found ~.");

  const names = belowRoot(path, rules)
    .split("/")
    .filter((name) => name !== "" && name !== ".");
  if (names.length > MAX_DEPTH)
    throw bad(`Expected a path of at most ${MAX_DEPTH} names, found ${names.length}.`);
  for (const name of names) checkName(name, rules);
  return names;
}

function belowRoot(path: string, { roots = [] }: PathRules): string {
  if (!path.startsWith("/")) return path;
  for (const root of roots) {
    if (path === root) return "";
    const prefix = root.endsWith("/") ? root : `${root}/`;
    if (path.startsWith(prefix)) return path.slice(prefix.length);
  }
  throw outside("The path is outside the root: give a path relative to the root, without a leading /.");
}

function checkName(name: string, { write = false, platform = process.platform }: PathRules): void {
  if (name === "..") throw outside("A path must not contain `..`: give a path relative to the root.");
  if (isDisguised(name)) throw outside("The path contains encoded dots or separators.");
  if (Buffer.byteLength(name) > MAX_NAME_BYTES)
    throw bad(`Expected names of at most ${MAX_NAME_BYTES} bytes in the path, found a longer one.`);
  if (isGitInternal(name)) throw gitInternal();
  const windows = platform === "win32";
  if (windows && /[:<>"|?*]/.test(name))
    throw bad("A name in the path contains characters that Windows does not allow.");
  if (!windows && !write) return;
  // Created names must be valid on every system, and must not look like others.
  if (DEVICE.test(name)) throw outside("A name in the path is the name of a device on Windows.");
  if (/[. ]$/.test(name)) throw bad("A name must not end in a dot or a space.");
  if (write && BIDI.test(name))
    throw bad("A name must not contain characters that change the direction of text.");
}

/** True if decoding or normalising a name gives `.`, `..` or a name with a separator. */
function isDisguised(name: string): boolean {
  let current = name;
  for (let round = 0; round < 3; round++) {
    const next = decoded(current).normalize("NFKC");
    if (next === current) return false;
    // U+2024 and similar characters become dots, U+FF0F a slash and U+FF3C a backslash.
    if (/^\.{1,2}$/.test(next) || /[/\\\0]/.test(next)) return true;
    current = next;
  }
  return false;
}

/** Percent-decodes a name, including the overlong forms of a dot and a slash that lenient decoders accept. */
function decoded(name: string): string {
  const plain = name.replaceAll(/%c0%ae|%e0%80%ae/gi, ".").replaceAll(/%c0%af|%e0%80%af/gi, "/");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/**
 * True if a file system could resolve a name to `.git`: in any case, with the characters that HFS+ ignores, with the
 * suffixes that Windows drops, as a stream, or by the short name.
 */
export function isGitInternal(name: string): boolean {
  const plain = name
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "")
    .toLowerCase()
    .replace(/:.*$/s, "")
    .replace(/[. ]+$/, "");
  return plain === ".git" || /^git~\d+$/.test(plain);
}

export function gitInternal(): ToolError {
  return failure("forbidden", "The file tools neither read nor write `.git`: use the git tools.");
}

export function outside(message = "The path leads out of the root."): ToolError {
  return failure("forbidden", message);
}

export function bad(message: string): ToolError {
  return failure("invalid_arguments", message);
}
