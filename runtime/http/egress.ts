/**
 * Where requests may go. A base URL that whoever runs the server named is trusted; one that a document
 * brought along leads to public addresses only, or a document could have the server call what it likes on
 * the network it stands in.
 */
import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { ToolError } from "../errors.ts";

export interface Destination {
  readonly baseUrl: URL;
  /** Whoever runs the server named it. */
  readonly chosen: boolean;
}

/** Of the public addresses one that is not: Azure's machines reach their host's own services there. */
const WIRE_SERVER = "168.63.129.16";

/** Where addresses of the public internet are in IPv6: IPv4 hides in several places outside of it. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/** Whether an IP address is one of the public internet, for one machine, and no other address in disguise. */
export function isPublicAddress(address: string): boolean {
  // Strictly: what else ipaddr.js reads as an address, other software reads differently.
  if (isIP(address) === 0) return false;
  // `::ffff:10.0.0.1` is taken for the 10.0.0.1 it is; NAT64 and 6to4 are refused whatever is in them.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || parsed.toString() === WIRE_SERVER) return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6);
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

/**
 * Looks a name up for one connection, which goes to what is found here and nowhere else: a name that leads
 * elsewhere a moment later changes nothing. All of its addresses have to be public.
 */
export function publicLookup(resolve: LookupFunction = lookup): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = typeof found === "string" ? [{ address: found, family: 4 }] : found;
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused || !first)
        return callback(refusal(`${hostname} is ${refused?.address ?? "nowhere"}, which is not public`), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

/** What is wrong goes to the log; the caller is told nothing about the network. */
function refusal(reason: string): ToolError {
  return new ToolError(
    "internal",
    "Nothing was sent: the document's address of the API is not public, or not plain http or https. Whoever runs the server can name the address with --base-url.",
    { cause: new Error(reason) },
  );
}
