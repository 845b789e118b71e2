/** Converts errors of the file system to errors for callers. Messages contain the path that the caller gave. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export function moved(): ToolError {
  return failure("conflict", "The file was moved or replaced during the call.");
}

export function notFound(path: string): ToolError {
  return failure("not_found", `There is no ${shown(path)}.`);
}

/** Returns a path for a message. */
export function shown(path: string): string {
  return path === "" || path === "." ? "the root" : `"${path}"`;
}

/** Converts an error of the file system; returns any other value unchanged. */
export function refusal(error: unknown, path: string): unknown {
  const it = shown(path);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case "ENOENT":
      return notFound(path);
    case "EACCES":
    case "EPERM":
      return failure("forbidden", `The operating system denies access to ${it}.`, { cause: error });
    case "EROFS":
      return failure("forbidden", `${it} is on a read-only file system.`, { cause: error });
    case "EEXIST":
    case "ENOTEMPTY":
      return failure("conflict", `${it} exists already.`, { cause: error });
    case "EISDIR":
      return failure("invalid_arguments", `${it} is a directory.`, { cause: error });
    case "ELOOP":
    case "ENOTDIR":
    // `readlink` of a file that is no longer a link.
    case "EINVAL":
      return moved();
    case "ENAMETOOLONG":
      return failure("invalid_arguments", `A name in ${it} is too long.`, { cause: error });
    case "EXDEV":
      return failure("rejected", "The two paths are on different file systems.", { cause: error });
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
