/// <reference path="./mime-types.d.ts" />
/** Files that belong to a spec, as what a resource holds. */
/// <reference path="./mime-types.d.ts" />
import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { lookup } from "mime-types";
import { isJson, isText } from "../contract/media-types.ts";
import { ToolError } from "../errors.ts";
import { decodeText } from "../http/media.ts";

/** Files are read whole, and travel as one message. */
const MAX_BYTES = 10 * 1024 * 1024;

type Held = { readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string });

/** Throws a `ToolError` that does not name the file: where it is, is nobody's to know. */
export async function readLocalFile(file: URL, mimeType: string | undefined): Promise<Held> {
  const bytes = await read(file);
  return contentOfBytes(bytes, mimeType ?? typeOf(file));
}

/** Text where the type is that of a text, or the bytes are one. */
export function contentOfBytes(bytes: Buffer, mimeType: string | undefined): Held {
  const type = mimeType ?? (isUtf8(bytes) && !bytes.includes(0) ? "text/plain" : "application/octet-stream");
  if (isText(type) || isJson(type)) return { mimeType: type, text: decodeText(bytes, type) };
  return { mimeType: type, blob: bytes.toString("base64") };
}

function typeOf({ pathname }: URL): string | undefined {
  // To the registry a film; beside a spec never.
  if (/\.[cm]?ts$/.test(pathname)) return "text/plain";
  return lookup(pathname) || undefined;
}

async function read(file: URL): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new Error("it is no file");
      if (stat.size > MAX_BYTES) throw new Error(`it has ${stat.size} bytes, and ${MAX_BYTES} are the limit`);
      // It may grow while it is read; what it had when it was opened is what counts.
      const bytes = Buffer.alloc(stat.size);
      const { bytesRead } = await handle.read(bytes, 0, stat.size, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new ToolError("internal", "The file of this resource cannot be read.", {
      cause: new Error(`${file.pathname} cannot be read`, { cause }),
    });
  }
}
