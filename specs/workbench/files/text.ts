/** What is text: UTF-8 without NUL. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";
import { shown } from "./faults.ts";

const HEAD = 8192;

/** Whether bytes look like something else than text. As git does it: by a NUL near the start. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, HEAD).includes(0);
}

/** The text of bytes, byte for byte; undefined where they are none. */
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
    `${shown(path)} is no UTF-8 text. read_media_file reads images and audio; file_info tells about any file.`,
  );
}
