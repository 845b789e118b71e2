/** Patterns of names and paths: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any directories. */
import { RE2JS } from "re2js";
import { bad } from "./names.ts";

export type Match = (path: string) => boolean;

const MAX_PATTERN = 500;

/**
 * Compiles a pattern. Without a slash it is matched against the last name of a path, otherwise against the whole path.
 * Matching takes linear time.
 */
export function glob(pattern: string): Match {
  if (pattern.length > MAX_PATTERN)
    throw bad(`Expected a pattern of at most ${MAX_PATTERN} characters, found ${pattern.length}.`);
  const whole = pattern.includes("/");
  const expression = compiled(translated(pattern.replace(/^\//, "")), pattern);
  return (path) => expression.matches(whole ? path : path.slice(path.lastIndexOf("/") + 1));
}

/** Compiles a regular expression in RE2 syntax. `given` is the caller's text, for the error. */
export function compiled(source: string, given: string, flags = 0): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : "";
    throw bad(`Expected a pattern in RE2 syntax, found ${JSON.stringify(given)}${why}`);
  }
}

function translated(pattern: string): string {
  const token =
    /\*\*\/|\/\*\*$|\*+|\?|\[(?<not>[!^]?)(?<set>[^\]/]+)\]|[{},]|\\(?<escaped>.)|(?<other>[\s\S])/gu;
  let depth = 0;
  const source = pattern.replaceAll(token, (whole, ...rest) => {
    const { not, set, escaped, other } = rest.at(-1) as Record<string, string | undefined>;
    if (whole === "**/") return "(?:[^/]+/)*";
    if (whole === "/**") return "/.+";
    if (whole === "**") return ".*";
    if (whole.startsWith("*")) return "[^/]*";
    if (whole === "?") return "[^/]";
    if (set !== undefined) return `[${not === "" ? "" : "^/"}${set.replaceAll(/[\\[&~^]/g, "\\$&")}]`;
    if (whole === "{") {
      depth++;
      return "(?:";
    }
    if (whole === "}" && depth > 0) {
      depth--;
      return ")";
    }
    if (whole === "," && depth > 0) return "|";
    return RE2JS.quote(escaped ?? other ?? whole);
  });
  return source + ")".repeat(depth);
}
