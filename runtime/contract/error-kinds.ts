/** The closed kinds of tool errors, and the kind that each HTTP status of an upstream becomes. */

export const ERROR_KINDS = Object.freeze([
  "invalid_arguments",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "rate_limited",
  "rejected",
  "unavailable",
  "timeout",
  "cancelled",
  "bad_response",
  "internal",
] as const);

export type ErrorKind = (typeof ERROR_KINDS)[number];

const KIND_BY_STATUS: { readonly [status: number]: ErrorKind } = Object.freeze({
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  410: "not_found",
  412: "conflict",
  429: "rate_limited",
  504: "timeout",
});

/** The kind of error for an HTTP status of an upstream that is not a success. */
export function errorKindOf(status: number): ErrorKind {
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "unavailable" : "rejected");
}
