/** Media types by file extension, and images and audio by their first bytes. */
import { failure } from "../failure.ts";
import { shown } from "./faults.ts";
import { LIMITS } from "./limits.ts";
import { withFile } from "./open.ts";
import { at, type Root } from "./root.ts";

const TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  c: "text/x-c",
  cpp: "text/x-c++",
  cs: "text/x-csharp",
  css: "text/css",
  csv: "text/csv",
  diff: "text/x-diff",
  flac: "audio/flac",
  gif: "image/gif",
  go: "text/x-go",
  html: "text/html",
  ico: "image/x-icon",
  java: "text/x-java",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  jsx: "text/javascript",
  kt: "text/x-kotlin",
  m4a: "audio/mp4",
  md: "text/markdown",
  mjs: "text/javascript",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  patch: "text/x-diff",
  pdf: "application/pdf",
  php: "text/x-php",
  png: "image/png",
  py: "text/x-python",
  rb: "text/x-ruby",
  rs: "text/x-rust",
  sh: "application/x-sh",
  sql: "application/sql",
  svg: "image/svg+xml",
  toml: "application/toml",
  ts: "text/x-typescript",
  tsx: "text/x-typescript",
  txt: "text/plain",
  wav: "audio/wav",
  webp: "image/webp",
  xml: "application/xml",
  yaml: "application/yaml",
  yml: "application/yaml",
  zip: "application/zip",
};

/** Returns the media type of a file name; undefined if its extension is unknown. */
export function mediaTypeOf(name: string): string | undefined {
  const extension = /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
}

/** The first bytes of each media type. */
const SIGNATURES: readonly (readonly [signature: RegExp, mimeType: string])[] = [
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[\s\S]{4}WEBP/, "image/webp"],
  [/^[\s\S]{4}ftypavi[fs]/, "image/avif"],
  [/^RIFF[\s\S]{4}WAVE/, "audio/wav"],
  [/^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/, "audio/mpeg"],
  [/^OggS/, "audio/ogg"],
  [/^fLaC/, "audio/flac"],
  [/^[\s\S]{4}ftyp(?:M4A|isom|mp42)/, "audio/mp4"],
];

export interface Media {
  readonly type: "image" | "audio";
  readonly data: string;
  readonly mimeType: string;
}

/** Reads an image or audio file. Its content decides the media type, not its name. */
export async function readMedia(root: Root, { path }: { readonly path: string }): Promise<Media> {
  const { bytes } = await readBytes(root, path);
  const start = bytes.subarray(0, 16).toString("latin1");
  const mimeType = SIGNATURES.find(([signature]) => signature.test(start))?.[1];
  if (mimeType === undefined)
    throw failure("rejected", `Expected an image or audio file of a supported type, found ${shown(path)}.`);
  return {
    type: mimeType.startsWith("image/") ? "image" : "audio",
    data: bytes.toString("base64"),
    mimeType,
  };
}

/** Reads all bytes of a file; rejects one above the size limit. */
export function readBytes(root: Root, path: string): Promise<{ bytes: Buffer; names: readonly string[] }> {
  return at(root, path, {}, (target) =>
    withFile(target, path, async (file, { size }) => {
      if (size > LIMITS.media)
        throw failure(
          "rejected",
          `Expected a file of at most ${LIMITS.media} bytes, found ${size} bytes in ${shown(path)}.`,
        );
      return { bytes: await file.readFile(), names: target.names };
    }),
  );
}
