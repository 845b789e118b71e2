/** Prompts that bring along what they are about. */
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
  correctness:
    "Look for mistakes: wrong conditions, missed cases, errors that are lost, and tests that are missing.",
  security:
    "Look for ways to misuse it: input that is trusted, secrets that leak, rights that are not checked.",
  performance:
    "Look for wasted work: loops in loops, repeated input and output, and memory that grows without bound.",
  style: "Look at how it reads: names, structure, comments, and how well it fits the code around it.",
};

/** Asks for a review of what has changed since a commit. */
export async function codeReview(
  root: Root,
  { base, path, focus }: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Message[]> {
  const variables = { base: base || undefined, path: path || undefined };
  const text = await readDiff(root, variables, signal);
  if (text === "")
    throw failure("rejected", `Nothing has changed since ${variables.base ?? "the last commit"}.`);
  const about = [
    "Review this change.",
    FOCUS[focus ?? ""] ?? Object.values(FOCUS).join(" "),
    "Begin with what matters most. For each finding name the file and the line, say what goes wrong, and propose a fix. Say so if there is nothing to criticise.",
  ];
  return [
    { role: "user", content: about.join(" ") },
    { role: "user", content: embedded(diffUri(variables), "text/x-diff", text) },
  ];
}

/** Asks what a file does. */
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
      content: `Explain this file: what it is for, how it is built, and what to know before changing it.${reader}`,
    },
    { role: "user", content: embedded(uriOf(path), mediaTypeOf(path) ?? "text/plain", text) },
  ];
}

/** Asks for the message of the commit that is staged. */
export async function commitMessage(
  root: Root,
  { style }: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Message[]> {
  const text = await readStaged(root, signal);
  if (text === "") throw failure("rejected", "Nothing is staged. Use git_add first.");
  const form =
    style === "conventional"
      ? "Use the form of Conventional Commits."
      : "One line of at most 72 characters in the imperative; then, if it is needed, an empty line and why.";
  return [
    { role: "user", content: `Write the message of the commit that makes this change. ${form}` },
    { role: "user", content: embedded("workbench://git/staged", "text/x-diff", text) },
  ];
}

function embedded(uri: string, mimeType: string, text: string): Content {
  return { type: "resource", resource: { uri, mimeType, text } };
}
