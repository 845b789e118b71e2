/** Replaces exact texts in a text. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export interface Edit {
  readonly old_text: string;
  readonly new_text: string;
  readonly replace_all?: boolean | undefined;
}

/** Applies edits to a text in order. Throws `invalid_arguments` if one does not match. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const crlf = /\r\n/.test(text) && !/(?<!\r)\n/.test(text);
  return edits.reduce((current, edit, index) => {
    // Models see and write LF line ends, also for a file with CRLF.
    const adapt = (part: string) => (crlf ? part.replaceAll(/\r?\n/g, "\r\n") : part);
    return replace(current, adapt(edit.old_text), adapt(edit.new_text), edit.replace_all ?? false, index);
  }, text);
}

function replace(text: string, old: string, fresh: string, all: boolean, index: number): string {
  const path = `edits.${index}.old_text`;
  if (old === "") throw mismatch(path, "is empty");
  const first = text.indexOf(old);
  if (first < 0) throw mismatch(path, whyMissing(text, old));
  if (all) return text.split(old).join(fresh);
  const second = text.indexOf(old, first + 1);
  if (second >= 0)
    throw mismatch(
      path,
      `occurs more than once, in lines ${lineOf(text, first)} and ${lineOf(text, second)}: include more of the surrounding text, or set replace_all`,
    );
  return text.slice(0, first) + fresh + text.slice(first + old.length);
}

/** Explains a missing text; names the line if only the white space differs, the most frequent cause. */
function whyMissing(text: string, old: string): string {
  const wanted = old.split(/\r?\n/).map((line) => line.trim());
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (wanted.length > 1 && wanted.at(-1) === "") wanted.pop();
  if (wanted.join("") === "") return "is not in the file";
  const at = lines.findIndex((_, start) => wanted.every((line, offset) => lines[start + offset] === line));
  return at < 0
    ? "is not in the file: read the file again, it may have changed"
    : `is not in the file; line ${at + 1} differs from it only in white space`;
}

function lineOf(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < position; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

function mismatch(path: string, message: string): ToolError {
  return failure("invalid_arguments", "An edit does not match the file. Nothing was changed.", {
    fields: [{ path, message }],
  });
}
