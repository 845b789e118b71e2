import { readFile } from "node:fs/promises";
import { ReadFailure, regularFile } from "./text.ts";

/** Media is part of a list or a message, and is sent with each of them. */
const MAX_BYTES = 2_000_000;

/** Reads a picture or a sound, as base64. Throws a `ReadFailure`. */
export async function readMedia(path: string): Promise<{ mimeType: string; data: string }> {
  const { lookup } = await import("mime-types");
  const mimeType = lookup(path) || "";
  if (!/^(?:image|audio)\//.test(mimeType))
    throw new ReadFailure(
      "its name tells no type of picture or sound",
      "Name it by its type, such as .svg, .png, .jpg, .wav or .mp3.",
    );
  const { size } = await regularFile(path);
  if (size > MAX_BYTES)
    throw new ReadFailure(
      `it is larger than ${MAX_BYTES / 1e6} MB`,
      "Make it smaller: clients get it each time they ask for what it is part of.",
    );
  return { mimeType, data: (await readFile(path)).toString("base64") };
}
