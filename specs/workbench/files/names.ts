/** What a path may look like. Nothing here touches the disk: what is refused here is refused unseen. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export interface PathRules {
  /** Something is to be made or changed there. */
  readonly write?: boolean;
  /** Absolute paths of the root, under which an absolute path may lie. */
  readonly roots?: readonly string[];
  readonly platform?: NodeJS.Platform;
}

const MAX_PATH = 4096;
const MAX_DEPTH = 64;
const MAX_NAME_BYTES = 255;

/** C0, DEL and C1: no name that a person gave a file has them. */
const CONTROL = /\p{Cc}/u;
/** Characters that turn text around, so that a name reads as another one. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ].*)?$/i;

/** The names along a path below the root; none for the root itself. */
export function segmentsOf(path: string, rules: PathRules = {}): readonly string[] {
  if (path.length > MAX_PATH) throw bad("The path is too long.");
  if (!path.isWellFormed() || CONTROL.test(path))
    throw bad("The path has characters in it that no path has.");
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) throw bad("Give a path below the root, not a URI.");
  if (path.includes("\\")) throw bad("Separate the names of a path with /, not with a backslash.");
  if (/^[a-z]:/i.test(path)) throw outside("A path has no drive letter: give it from the root.");
  if (/^~[^/]*(?:\/|$)/.test(path)) throw outside("~ stands for nothing here: give the path from the root.");

  const names = belowRoot(path, rules)
    .split("/")
    .filter((name) => name !== "" && name !== ".");
  if (names.length > MAX_DEPTH) throw bad(`The path has more than ${MAX_DEPTH} names.`);
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
  throw outside("The path is outside the root: give it from the root, without a / before it.");
}

function checkName(name: string, { write = false, platform = process.platform }: PathRules): void {
  if (name === "..") throw outside("A path may not climb: give it from the root, without `..`.");
  if (isDisguised(name)) throw outside("The path hides dots or separators in other characters.");
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw bad("A name in the path is too long.");
  if (isGitInternal(name)) throw gitInternal();
  const windows = platform === "win32";
  if (windows && /[:<>"|?*]/.test(name))
    throw bad("A name in the path has characters that Windows does not allow.");
  if (!windows && !write) return;
  // What is made here has to be usable anywhere, and must not read as something else.
  if (DEVICE.test(name)) throw outside("A name in the path is that of a device on Windows.");
  if (/[. ]$/.test(name)) throw bad("A name may not end in a dot or a space.");
  if (write && BIDI.test(name)) throw bad("A name may not have characters in it that turn text around.");
}

/** Whether a name becomes `..`, or two names, for whoever decodes or normalises it. */
function isDisguised(name: string): boolean {
  let current = name;
  for (let round = 0; round < 3; round++) {
    const next = decoded(current).normalize("NFKC");
    if (next === current) return false;
    // U+2024 and its like become dots; U+FF0F a slash, and U+FF3C a backslash.
    if (/^\.{1,2}$/.test(next) || /[/\\\0]/.test(next)) return true;
    current = next;
  }
  return false;
}

/** Also the overlong forms of a dot and a slash that lenient decoders take. */
function decoded(name: string): string {
  const plain = name.replaceAll(/%c0%ae|%e0%80%ae/gi, ".").replaceAll(/%c0%af|%e0%80%af/gi, "/");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/**
 * Whether a file system could take a name for `.git`: whatever its case, with the characters that HFS+ ignores,
 * with what Windows cuts off its end, as a stream of it or by its short name.
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
  return failure("forbidden", "What git keeps for itself is neither read nor written: use the git tools.");
}

export function outside(message = "The path leads out of the root."): ToolError {
  return failure("forbidden", message);
}

export function bad(message: string): ToolError {
  return failure("invalid_arguments", message);
}
