/** What the workbench refuses, in words for who works with it. */
import { ToolError } from "speclathe/handler";

type Kind = ConstructorParameters<typeof ToolError>[0];
type Details = ConstructorParameters<typeof ToolError>[2];

/** What to do about it, where the words for APIs do not fit. */
const HINTS: { readonly [K in Kind]?: string } = {
  forbidden: "The workbench does not allow this; trying again will not help.",
  not_found: "Look for what there is: with list_directory, search_files or git_log.",
  rejected: "The same call will not work another time.",
  unavailable: "The person who runs the server has to look after this.",
  timeout: "Ask for less at once.",
};

/** An error that reaches the caller with its message, and with what to do about it. */
export function failure(kind: Kind, message: string, details: Details = {}): ToolError {
  const hint = HINTS[kind];
  return new ToolError(kind, message, { ...(hint !== undefined && { hint }), ...details });
}
