/** Bytes as a resource that is embedded in a result. */
import { createHash } from "node:crypto";
import { parameterOf } from "./media.ts";

export interface EmbeddedResource {
  readonly type: "resource";
  readonly resource: {
    readonly uri: string;
    readonly mimeType: string;
    readonly blob: string;
    readonly _meta?: { readonly name: string };
  };
}

/**
 * A resource that is nowhere but in this result. Its bytes give it an address of its own, so that a client
 * never takes it for another. A file name that the API gave is the end of that address, and in `_meta`.
 */
export function embed(
  body: Buffer,
  mimeType: string,
  owner: string,
  disposition: string | undefined,
): EmbeddedResource {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const name = fileName(disposition);
  const path = [owner, digest, ...(name === undefined ? [] : [name])].map(encodeURIComponent).join("/");
  return {
    type: "resource",
    resource: {
      uri: `speclathe:///${path}`,
      mimeType,
      blob: body.toString("base64"),
      ...(name !== undefined && { _meta: { name } }),
    },
  };
}

/** The file name of a Content-Disposition header (RFC 6266): never a path, and nothing that nobody sees. */
function fileName(disposition: string | undefined): string | undefined {
  const given = extendedValue(parameterOf(disposition, "filename*")) ?? parameterOf(disposition, "filename");
  const name = given
    ?.split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[\s\p{C}:*?"<>|]+/gu, " ")
    .replace(/^[\s.]+/, "")
    .trim();
  return name === undefined || name === "" ? undefined : [...name].slice(0, 100).join("");
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function extendedValue(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? "")?.[1];
  try {
    return encoded && decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
