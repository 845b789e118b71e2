import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { isIdempotentMethod, isSafeMethod } from "../../runtime/contract/http-tokens.ts";
import type { ToolAnnotations } from "../../runtime/contract/tool-definition.ts";

/**
 * Hints from the method (RFC 9110, sections 9.2.1 and 9.2.2), but for those that somebody gave. What a POST or a
 * method that the document brings along does is not known, so it is said to be destructive, as the protocol
 * assumes of a tool that says nothing.
 */
export function annotate(method: HttpMethod, given: ToolAnnotations = {}): ToolAnnotations {
  const readOnly = given.readOnlyHint ?? isSafeMethod(method);
  const idempotent = readOnly || isIdempotentMethod(method);
  return {
    readOnlyHint: readOnly,
    ...(!readOnly && { destructiveHint: true }),
    idempotentHint: idempotent,
    openWorldHint: true,
    ...given,
  };
}

/** The hints of a tool of which nothing is known: what the protocol assumes of one that says nothing. */
export const NOTHING_CLAIMED: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** The hints of a tool that calls others. Repeating a sequence of calls is safe only where they change nothing. */
export function annotateCalls(called: readonly ToolAnnotations[]): ToolAnnotations {
  const readOnly = called.every(({ readOnlyHint }) => readOnlyHint);
  return {
    readOnlyHint: readOnly,
    ...(!readOnly && {
      destructiveHint: called.some((hints) => !hints.readOnlyHint && (hints.destructiveHint ?? true)),
    }),
    idempotentHint: readOnly,
    openWorldHint: called.some(({ openWorldHint }) => openWorldHint),
  };
}

/** Hints with what somebody says about them. What changes nothing destroys nothing, and can be repeated. */
export function withHints(own: ToolAnnotations, given: ToolAnnotations = {}): ToolAnnotations {
  const { readOnlyHint = false, openWorldHint = true } = { ...own, ...given };
  const destructiveHint = readOnlyHint ? undefined : (own.destructiveHint ?? true);
  return {
    readOnlyHint,
    ...(destructiveHint !== undefined && { destructiveHint }),
    idempotentHint: readOnlyHint || (own.idempotentHint ?? false),
    openWorldHint,
    ...given,
  };
}
