/**
 * The guard against requests into a private network, for the generator and the runtime: which IP addresses are public,
 * and a DNS lookup that finds no others. It is the only file of the contract with imports: reading every notation of
 * an address takes a parser (ipaddr.js).
 */
import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** A unicast address outside every reserved range, at which Azure's machines reach services of their host. */
const AZURE_WIRE_SERVER = "168.63.129.16";

/** RFC 4291: global unicast addresses. Outside of it several ranges of IPv6 contain IPv4 addresses. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/**
 * True for an IP address of one machine in the public internet. False for text in any unusual notation, since other
 * software may read it as another address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  // `::ffff:10.0.0.1` is read as 10.0.0.1; NAT64 and 6to4 addresses are refused whatever they contain.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || parsed.toString() === AZURE_WIRE_SERVER) return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6);
}

/**
 * A lookup for `net.connect` and undici that fails unless all addresses of a name are public. The connection goes to
 * the address found here, so that a name that is changed a moment later leads nowhere else. `refusal` makes the
 * error; its `address` is undefined for a name without addresses.
 */
export function publicLookup(
  refusal: (hostname: string, address: string | undefined) => Error,
  resolve: LookupFunction = lookup,
): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = typeof found === "string" ? [{ address: found, family: isIP(found) }] : found;
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused || !first) return callback(refusal(hostname, refused?.address), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}
