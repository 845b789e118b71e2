/** The errors of the workbench, with hints for its users. */
import { ToolError } from "speclathe/handler";

type Kind = ConstructorParameters<typeof ToolError>[0];
type Details = ConstructorParameters<typeof ToolError>[2];

/** Hints that replace the default ones, which are written for HTTP APIs. */
const HINTS: { readonly [K in Kind]?: string } = {
  forbidden: "The workbench does not allow this; do not try again.",
  not_found: "Find existing files and commits with list_directory, search_files or git_log.",
  rejected: "Change the arguments; the same call fails again.",
  unavailable: "The operator of the server has to solve this.",
  timeout: "Reduce the size of the request.",
};

/** Returns an error that shows its message and a hint to the caller. */
export function failure(kind: Kind, message: string, details: Details = {}): ToolError {
  const hint = HINTS[kind];
  return new ToolError(kind, message, { ...(hint !== undefined && { hint }), ...details });
}
