/**
 * Where requests may go. A base URL that whoever runs the server named is trusted; one that a document
 * brought along leads to public addresses only, or a document could have the server call what it likes on
 * the network it stands in.
 */
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress, publicLookup as lookupPublic } from "../contract/public-addresses.ts";
import { ToolError } from "../errors.ts";

export interface Destination {
  readonly baseUrl: URL;
  /** Whoever runs the server named it. */
  readonly chosen: boolean;
}

/** Throws where a URL is plainly none of a public API's. Names are looked up when a connection is made. */
export function assertPublic(url: URL): void {
  if (!/^https?:$/.test(url.protocol)) throw refusal(`${url.protocol} is neither http nor https`);
  if (url.username !== "" || url.password !== "") throw refusal(`${url.host} comes with credentials`);
  // The URL parser has already turned every way to write an IPv4 address into the usual one.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw refusal(`${literal} is not public`);
  if (/(?:^|\.)localhost\.?$/.test(url.hostname)) throw refusal(`${url.hostname} is this machine`);
}

/** A lookup for the connections of one request, which finds public addresses only. */
export function publicLookup(resolve?: LookupFunction): LookupFunction {
  return lookupPublic(
    (hostname, address) => refusal(`${hostname} is ${address ?? "nowhere"}, which is not public`),
    resolve,
  );
}

/** What is wrong goes to the log; the caller is told nothing about the network. */
function refusal(reason: string): ToolError {
  return new ToolError(
    "internal",
    "Nothing was sent: the document's address of the API is not public, or not plain http or https. Whoever runs the server can name the address with --base-url.",
    { cause: new Error(reason) },
  );
}
