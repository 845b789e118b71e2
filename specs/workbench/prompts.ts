/** Prompts that embed the files and differences they ask about. */
import type { Content } from "speclathe/handler";
import { failure } from "./failure.ts";
import { mediaTypeOf } from "./files/media.ts";
import { readText } from "./files/read.ts";
import type { Root } from "./files/root.ts";
import { diffUri, readDiff, readStaged, uriOf } from "./resources.ts";

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string | Content;
}

const FOCUS: Readonly<Record<string, string>> = {
  correctness: "Look for mistakes: wrong conditions, missed cases, swallowed errors and missing tests.",
  security: "Look for ways to misuse it: trusted input, leaking secrets and unchecked permissions.",
  performance: "Look for wasted work: nested loops, repeated input and output, and unbounded memory.",
  style: "Look at its readability: names, structure, comments, and consistency with the surrounding code.",
};

/** Asks for a review of the changes since a commit. */
export async function codeReview(
  root: Root,
  { base, path, focus }: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Message[]> {
  const variables = { base: base || undefined, path: path || undefined };
  const text = await readDiff(root, variables, signal);
  if (text === "")
    throw failure("rejected", `There are no changes since ${variables.base ?? "the last commit"}.`);
  const about = [
    "Review this change.",
    FOCUS[focus ?? ""] ?? Object.values(FOCUS).join(" "),
    "Begin with the most important finding. For each finding, name the file and the line, describe the problem, and propose a fix. If there are no findings, say so.",
  ];
  return [
    { role: "user", content: about.join(" ") },
    { role: "user", content: embedded(diffUri(variables), "text/x-diff", text) },
  ];
}

/** Asks for an explanation of a file. */
export async function explainFile(
  root: Root,
  { path = "", audience }: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Message[]> {
  const { text } = await readText(root, { path }, signal);
  const reader = audience ? ` The reader is ${audience}.` : "";
  return [
    {
      role: "user",
      content: `Explain this file: its purpose, its structure, and what to know before changing it.${reader}`,
    },
    { role: "user", content: embedded(uriOf(path), mediaTypeOf(path) ?? "text/plain", text) },
  ];
}

/** Asks for a commit message for the staged changes. */
export async function commitMessage(
  root: Root,
  { style }: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Message[]> {
  const text = await readStaged(root, signal);
  if (text === "") throw failure("rejected", "Nothing is staged: stage changes with git_add first.");
  const form =
    style === "conventional"
      ? "Use the form of Conventional Commits."
      : "Write one line of at most 72 characters in the imperative; then, if needed, an empty line and the reason.";
  return [
    { role: "user", content: `Write the commit message for this change. ${form}` },
    { role: "user", content: embedded("workbench://git/staged", "text/x-diff", text) },
  ];
}

function embedded(uri: string, mimeType: string, text: string): Content {
  return { type: "resource", resource: { uri, mimeType, text } };
}
