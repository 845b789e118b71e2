/** Exact replacements in a text. */
import type { ToolError } from "speclathe/handler";
import { failure } from "../failure.ts";

export interface Edit {
  readonly old_text: string;
  readonly new_text: string;
  readonly replace_all?: boolean | undefined;
}

/** The text after all edits, each made in what the one before it left. Throws if one does not fit. */
export function edited(text: string, edits: readonly Edit[]): string {
  const crlf = /\r\n/.test(text) && !/(?<!\r)\n/.test(text);
  return edits.reduce((current, edit, index) => {
    // A model sees and writes plain line ends, whatever the file has.
    const adapt = (part: string) => (crlf ? part.replaceAll(/\r?\n/g, "\r\n") : part);
    return replaced(current, adapt(edit.old_text), adapt(edit.new_text), edit.replace_all ?? false, index);
  }, text);
}

function replaced(text: string, old: string, fresh: string, all: boolean, index: number): string {
  const path = `edits.${index}.old_text`;
  if (old === "") throw misfit(path, "is empty");
  const first = text.indexOf(old);
  if (first < 0) throw misfit(path, whyMissing(text, old));
  if (all) return text.split(old).join(fresh);
  const second = text.indexOf(old, first + 1);
  if (second >= 0)
    throw misfit(
      path,
      `is there more than once, in the lines ${lineOf(text, first)} and ${lineOf(text, second)}: give more of the text around it, or set replace_all`,
    );
  return text.slice(0, first) + fresh + text.slice(first + old.length);
}

/** Most often it is the white space, and then it helps to know where. */
function whyMissing(text: string, old: string): string {
  const wanted = old.split(/\r?\n/).map((line) => line.trim());
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (wanted.length > 1 && wanted.at(-1) === "") wanted.pop();
  if (wanted.join("") === "") return "is not in the file";
  const at = lines.findIndex((_, start) => wanted.every((line, offset) => lines[start + offset] === line));
  return at < 0
    ? "is not in the file: read it again, it may have changed"
    : `is not in the file as it stands; line ${at + 1} differs from it in white space only`;
}

function lineOf(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < position; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

function misfit(path: string, message: string): ToolError {
  return failure("invalid_arguments", "An edit does not fit the file. Nothing was changed.", {
    fields: [{ path, message }],
  });
}
