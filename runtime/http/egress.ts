/**
 * Restricts the destinations of requests. A base URL from the operator is trusted. One from a document leads to public
 * addresses only: otherwise a document could make the server call services in its own network.
 */
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress, publicLookup as lookupPublic } from "../contract/public-addresses.ts";
import { ToolError } from "../errors.ts";

export interface Destination {
  readonly baseUrl: URL;
  /** True if the operator stated the base URL, and not a document. */
  readonly operatorConfigured: boolean;
}

/** Throws a `ToolError` for a URL that no public API has. Names are looked up when a connection is made. */
export function assertPublic(url: URL): void {
  if (!/^https?:$/.test(url.protocol)) throw refusal(`${url.protocol} is neither http nor https`);
  if (url.username !== "" || url.password !== "") throw refusal(`${url.host} comes with credentials`);
  // The URL parser has normalised every notation of an IPv4 address.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw refusal(`${literal} is not public`);
  if (/(?:^|\.)localhost\.?$/.test(url.hostname)) throw refusal(`${url.hostname} is this machine`);
}

/** A lookup for connections that finds public addresses only; it fails with a `ToolError`. */
export function publicLookup(resolve?: LookupFunction): LookupFunction {
  return lookupPublic(
    (hostname, address) =>
      refusal(
        address === undefined
          ? `${hostname} has no address`
          : `${hostname} leads to ${address}, which is not public`,
      ),
    resolve,
  );
}

/** The reason goes to the log: the caller learns nothing about the network. */
function refusal(reason: string): ToolError {
  return new ToolError(
    "internal",
    "Nothing was sent: expected a public http or https address in the API's document, found another one. The operator can set the address with --base-url.",
    { cause: new Error(reason) },
  );
}
