import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";

/** Why a file could not be read as text, and what to do about it. */
export class ReadFailure extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const CHECK = "Check the file and its permissions.";
const SAVE_AS_UTF8 = "Save it as UTF-8, for example with: iconv -t UTF-8.";

/** The text of a file. Throws a `ReadFailure`. */
export async function readText(path: string): Promise<string> {
  await regularFile(path);
  try {
    return decode(await readFile(path));
  } catch (error) {
    throw failureOf(error);
  }
}

/** Whether a file can be read to its end: a named pipe or a device would be waited for, for ever. */
export async function regularFile(path: string): Promise<Stats> {
  const info = await stat(path).catch((error: unknown) => {
    throw failureOf(error);
  });
  if (info.isDirectory())
    throw new ReadFailure("it is a folder", "Rename the folder, or put the document in its place.");
  if (!info.isFile()) throw new ReadFailure("it is not a file", CHECK);
  return info;
}

function failureOf(error: unknown): ReadFailure {
  if (error instanceof ReadFailure) return error;
  return new ReadFailure(readable((error as NodeJS.ErrnoException).code), CHECK);
}

function readable(code: string | undefined): string {
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return code ?? "it cannot be read";
}

/** UTF-8, with or without a byte order mark. Throws a `ReadFailure`. */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new ReadFailure("it is UTF-16 and not UTF-8 text", SAVE_AS_UTF8);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new ReadFailure("it is not UTF-8 text", SAVE_AS_UTF8);
    throw new ReadFailure("it is too large to be one text", "Split it into several files.");
  }
  if (text.includes("\0")) throw new ReadFailure("it has NUL bytes, as UTF-16 has", SAVE_AS_UTF8);
  return text;
}
