/** Parses multipart bodies by RFC 2046 and RFC 7578. */

export interface Part {
  readonly name?: string;
  readonly filename?: string;
  /** The default is text/plain. */
  readonly type?: string;
  readonly bytes: Buffer;
}

export class Malformed extends Error {}

export function partsOf(body: Buffer, contentType: string): Part[] {
  const found = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw new Malformed("the content type has no boundary");
  if (boundary.length > 70) throw new Malformed("the boundary is longer than 70 characters");
  const delimiter = Buffer.from(`--${boundary}`);
  let at = body.indexOf(delimiter);
  if (at !== 0) throw new Malformed("the body does not start with the boundary");
  const parts: Part[] = [];
  for (;;) {
    at += delimiter.length;
    const tail = body.toString("latin1", at, at + 2);
    if (tail === "--") break;
    if (tail !== "\r\n") throw new Malformed("a boundary does not end its line");
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), delimiter]), at);
    if (end === -1) throw new Malformed("the last boundary is missing");
    parts.push(readPart(body.subarray(at + 2, end)));
    at = end + 2;
  }
  if (body.toString("latin1", at + 2).trim() !== "")
    throw new Malformed("there is more after the last boundary");
  return parts;
}

function readPart(bytes: Buffer): Part {
  const split = bytes.indexOf("\r\n\r\n");
  if (split === -1) throw new Malformed("a part has no empty line after its headers");
  const headers = new Map<string, string>();
  for (const line of bytes.toString("utf8", 0, split).split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new Malformed(`"${line}" is not a header`);
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get("content-disposition");
  const name = disposition === undefined ? undefined : parameterOf(disposition, "name");
  const filename = disposition === undefined ? undefined : parameterOf(disposition, "filename");
  const type = headers.get("content-type");
  return {
    ...(name !== undefined && { name }),
    ...(filename !== undefined && { filename }),
    ...(type !== undefined && { type }),
    bytes: bytes.subarray(split + 4),
  };
}

/** WHATWG HTML, "multipart/form-data encoding algorithm": quotes and line breaks are percent-encoded. */
function parameterOf(header: string, key: string): string | undefined {
  const found = new RegExp(`;\\s*${key}="([^"]*)"`, "i").exec(header)?.[1];
  return found?.replaceAll(/%22|%0D|%0A/gi, (triplet) => decodeURIComponent(triplet));
}
