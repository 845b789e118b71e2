/** The annotations of tools. */
import type { HttpMethod } from "../../runtime/contract/http-binding.ts";
import { isIdempotentMethod, isSafeMethod } from "../../runtime/contract/http-tokens.ts";
import type { ToolAnnotations } from "../../runtime/contract/tool-definition.ts";
import { defined } from "../json.ts";

/**
 * Annotations from the method (RFC 9110, sections 9.2.1 and 9.2.2), except for those that are given. A POST, or a
 * method that RFC 9110 does not define, counts as destructive: MCP assumes that of a tool without annotations.
 */
export function annotate(method: HttpMethod, given: ToolAnnotations = {}): ToolAnnotations {
  const readOnly = given.readOnlyHint ?? isSafeMethod(method);
  const idempotent = readOnly || isIdempotentMethod(method);
  return defined<ToolAnnotations>({
    readOnlyHint: readOnly,
    destructiveHint: readOnly ? undefined : true,
    idempotentHint: idempotent,
    openWorldHint: true,
    ...given,
  });
}

/** The annotations of a tool of unknown behaviour: those that MCP assumes of a tool without annotations. */
export const NOTHING_CLAIMED: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** The annotations of a tool that calls others. It is idempotent only if all of them are read-only. */
export function annotateCalls(called: readonly ToolAnnotations[]): ToolAnnotations {
  const readOnly = called.every(({ readOnlyHint }) => readOnlyHint);
  const isDestructive = called.some((hints) => !hints.readOnlyHint && (hints.destructiveHint ?? true));
  return defined<ToolAnnotations>({
    readOnlyHint: readOnly,
    destructiveHint: readOnly ? undefined : isDestructive,
    idempotentHint: readOnly,
    openWorldHint: called.some(({ openWorldHint }) => openWorldHint),
  });
}

/** Annotations with those that are given. A read-only tool is idempotent and not destructive. */
export function withHints(own: ToolAnnotations, given: ToolAnnotations = {}): ToolAnnotations {
  const { readOnlyHint = false, openWorldHint = true } = { ...own, ...given };
  return defined<ToolAnnotations>({
    readOnlyHint,
    destructiveHint: readOnlyHint ? undefined : (own.destructiveHint ?? true),
    idempotentHint: readOnlyHint || (own.idempotentHint ?? false),
    openWorldHint,
    ...given,
  });
}
