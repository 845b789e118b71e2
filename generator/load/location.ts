import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Why a reference is not followed. */
export class Refusal extends Error {
  readonly code: "refused-reference" | "unresolved-reference";
  readonly hint: string;

  constructor(code: Refusal["code"], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const SAVE = "Save what it refers to next to the document, and refer to it by a relative path.";

/**
 * The URL that a reference leads to from the file it stands in. A file may be referred to by a relative path
 * only, and by a file only: a document can come from anywhere, and must not choose what is read on the
 * machine that generates. Throws a `Refusal`.
 */
export function locationOf(reference: string, base: URL): URL {
  const quoted = JSON.stringify(reference);
  const refuse = (why: string): Refusal => new Refusal("refused-reference", `${quoted} ${why}`, SAVE);
  const target = reference.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these the URL parser would drop in silence
  if (/[\\\u0000-\u001f]|%(?:5c|2f|00)/i.test(target)) throw refuse("is no way to write a relative path");
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(target)?.[0].toLowerCase();
  const isRemote = scheme === "http:" || scheme === "https:";
  const fromFile = base.protocol === "file:";
  if ((scheme !== undefined && !isRemote) || (fromFile && target.startsWith("/")))
    throw refuse("is not a path relative to the document");
  if (!URL.canParse(target, base.href)) throw refuse("is not a valid reference");
  const url = new URL(target, base);
  if (fromFile && !isRemote && url.protocol !== "file:")
    throw refuse("is not a path relative to the document");
  url.hash = "";
  return url;
}

/** The path of a `file:` URL. Throws a `Refusal`. */
export function pathOf(url: URL, reference: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new Refusal("refused-reference", `"${reference}" is not a valid path`, SAVE);
  }
}

/** Throws a `Refusal` where a path is outside of a folder, or no document by its name. */
export function assertDocumentInside(path: string, root: string, reference: string): void {
  if (!isInside(path, root))
    throw new Refusal(
      "refused-reference",
      `"${reference}" leads out of the folder of the documents`,
      "Move the file into that folder, or name a folder that holds both with --ref-root DIR.",
    );
  if (!/\.(?:ya?ml|json)$/.test(path))
    throw new Refusal("refused-reference", `"${reference}" is not a YAML or JSON file`, SAVE);
}

/** Whether a path is a folder or below it. */
export function isInside(path: string, root: string): boolean {
  const inside = relative(root, path);
  // Between two drives of Windows the "relative" path is an absolute one.
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
