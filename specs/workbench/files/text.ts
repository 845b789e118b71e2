/** Recognises text: UTF-8 without NUL. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import { shown } from "./faults.ts";

const HEAD = 8192;

/** True if there is a NUL in the first 8 KiB: the rule of git. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, HEAD).includes(0);
}

/** Decodes bytes, keeping a byte order mark; undefined if they are not text. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (isBinary(bytes)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function notText(path: string): ToolError {
  return failure(
    "rejected",
    `Expected UTF-8 text, found other data in ${shown(path)}: use read_media_file for images and audio, or file_info.`,
  );
}
