import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { ReadFailure, regularFile } from "./text.ts";

/** What clients can show or play, by the ending of a file's name. */
const TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
  ".wav": "audio/wav",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".flac": "audio/flac",
  ".m4a": "audio/mp4",
};

/** What is read here is part of a list or a message, and sent whenever somebody asks for it. */
const MAX_BYTES = 2_000_000;

/** A picture or a sound. Throws a `ReadFailure`. */
export async function readMedia(path: string): Promise<{ mimeType: string; data: string }> {
  const mimeType = TYPES[extname(path).toLowerCase()];
  if (mimeType === undefined)
    throw new ReadFailure(
      "its name tells no type of picture or sound",
      `Name it by its type: ${Object.keys(TYPES).join(", ")}.`,
    );
  const { size } = await regularFile(path);
  if (size > MAX_BYTES)
    throw new ReadFailure(
      `it is larger than ${MAX_BYTES / 1e6} MB`,
      "Make it smaller: clients get it each time they ask for what it is part of.",
    );
  return { mimeType, data: (await readFile(path)).toString("base64") };
}
