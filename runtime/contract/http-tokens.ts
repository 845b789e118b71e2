/** The token grammar of HTTP, and the tokens that have a meaning of their own: methods and headers. */

/** RFC 9110, section 5.6.2, in either case: names of headers, methods and cookies. */
export const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers that belong to the connection or frame the message, by lower-case name: the HTTP client sets them, and
 * neither a document nor a tool spec nor code may. RFC 9110 sections 7.6.1 (Connection, Keep-Alive,
 * Proxy-Connection, TE, Transfer-Encoding, Upgrade), 7.2 (Host), 8.6 (Content-Length), 6.6.2 (Trailer), 10.1.1
 * (Expect: the client would have to wait for a 100) and 11.7.2 (Proxy-Authorization: for the next proxy, never the
 * origin).
 */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);

/** True if a request with this method changes nothing (RFC 9110, section 9.2.1). Unknown methods are not safe. */
export function isSafeMethod(method: string): boolean {
  return SAFE.has(method);
}

/** True if a second request with this method does no more than the first (RFC 9110, section 9.2.2). */
export function isIdempotentMethod(method: string): boolean {
  return SAFE.has(method) || method === "PUT" || method === "DELETE";
}
