/** What the system's refusals are to a caller. A path in a message is the one that the caller gave. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export function moved(): ToolError {
  return failure("conflict", "It was moved or replaced while the call went on.");
}

export function notFound(path: string): ToolError {
  return failure("not_found", `There is no ${shown(path)}.`);
}

/** The root has no name of its own. */
export function shown(path: string): string {
  return path === "" || path === "." ? "the root" : `"${path}"`;
}

/** An error that the system gave, as the caller sees it; any other one as it is. */
export function refusal(error: unknown, path: string): unknown {
  const it = shown(path);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case "ENOENT":
      return notFound(path);
    case "EACCES":
    case "EPERM":
      return failure("forbidden", `The system does not allow this with ${it}.`, { cause: error });
    case "EROFS":
      return failure("forbidden", `${it} is on a file system that is read-only.`, { cause: error });
    case "EEXIST":
    case "ENOTEMPTY":
      return failure("conflict", `${it} exists already.`, { cause: error });
    case "EISDIR":
      return failure("invalid_arguments", `${it} is a directory.`, { cause: error });
    case "ELOOP":
    case "ENOTDIR":
    // What was a link is none any more.
    case "EINVAL":
      return moved();
    case "ENAMETOOLONG":
      return failure("invalid_arguments", `A name in ${it} is too long.`, { cause: error });
    case "EXDEV":
      return failure("rejected", "The two places are on different file systems.", { cause: error });
    case "ENOSPC":
    case "EDQUOT":
      return failure("unavailable", "There is no space left.", { cause: error });
    case "EMFILE":
    case "ENFILE":
    case "EBUSY":
      return failure("unavailable", "The system is busy.", { cause: error });
    default:
      return error;
  }
}
