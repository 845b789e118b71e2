import type { HttpMethod, ToolAnnotations } from "../types.ts";

/** Whether a method changes nothing (RFC 9110, section 9.2.1; QUERY is safe too). */
export function isReadOnly(method: HttpMethod): boolean {
  return ["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"].includes(method);
}

/**
 * Hints from the method (RFC 9110, sections 9.2.1 and 9.2.2), but for those that somebody gave. What a POST or a
 * method that the document brings along does is not known, so it is said to be destructive, as the protocol
 * assumes of a tool that says nothing.
 */
export function annotate(method: HttpMethod, given: Partial<ToolAnnotations> = {}): ToolAnnotations {
  const readOnly = given.readOnlyHint ?? isReadOnly(method);
  const idempotent = readOnly || method === "PUT" || method === "DELETE";
  return {
    readOnlyHint: readOnly,
    ...(!readOnly && { destructiveHint: true }),
    idempotentHint: idempotent,
    openWorldHint: true,
    ...given,
  };
}
