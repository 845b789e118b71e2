/** Asks the user to confirm a call. The tool runs only if the user accepts. */

import { ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Question, Reply } from "../handler.ts";
import { shortened, visible } from "../http/error-message.ts";
import type { Tool } from "../tool.ts";
import type { Invocation } from "./invocation.ts";

/** Limits of the message: characters of a value and of a name, number of arguments, characters in total. */
const MAX_VALUE = 200;
const MAX_NAME = 50;
const MAX_ARGUMENTS = 20;
const MAX_MESSAGE = 6000;

/**
 * Throws `MissingClientCapability` if a tool is certain to ask for confirmation, itself or in one of its steps, and
 * the client does not support it: no step runs then.
 */
export function assertAskable(
  tool: Tool,
  find: (name: string) => Tool | undefined,
  invocation: Invocation,
): void {
  if (invocation.depth === 0 && isCertainToAsk(tool, find, new Set()))
    invocation.inputRequests.assertCapable({
      elicit: { message: "", schema: { type: "object", properties: {} } },
    });
}

function isCertainToAsk(tool: Tool, find: (name: string) => Tool | undefined, seen: Set<Tool>): boolean {
  if (seen.has(tool)) return false;
  seen.add(tool);
  return (
    tool.confirm !== undefined ||
    (tool.steps ?? []).some(({ call, when, forEach, onFailure = "fail" }) => {
      const called = find(call);
      const isCertain = when === undefined && forEach === undefined && onFailure === "fail";
      return called !== undefined && isCertain && isCertainToAsk(called, find, seen);
    })
  );
}

/** Throws `InputRequired` until the user has answered, and a `ToolError` unless the user accepts. */
export async function confirm(tool: Tool, args: unknown, invocation: Invocation): Promise<void> {
  if (tool.confirm === undefined) return;
  const key = `${invocation.path}confirm`;
  const question = questionOf(tool, args);
  // The message may be shortened; the answer is valid for exactly these arguments.
  const replies = await invocation.inputRequests.ask({ [key]: question }, invocation, [tool.name, args]);
  const reply = replies[key] as Reply | undefined;
  if (reply?.action === "accept") return;
  const reaction = reply?.action === "decline" ? "declined" : "dismissed the question";
  throw new ToolError(
    "cancelled",
    `Nothing was done: the user was asked to confirm the call and ${reaction}.`,
    {
      retryable: false,
      hint: "Do not call again unless the user asks for it.",
    },
  );
}

/** Returns the question that a tool with `confirm` asks. */
function questionOf(tool: Tool, args: unknown): Question {
  const title = tool.title ?? tool.name;
  const message =
    tool.confirm === true || tool.confirm === undefined
      ? defaultMessage(title, args)
      : // Arguments are shown on one line: their line breaks could imitate those of the template.
        textOf(fill(tool.confirm, { inputs: displayed(args) })) || defaultMessage(title, args);
  return { elicit: { message: shortened(message, MAX_MESSAGE), schema: { type: "object", properties: {} } } };
}

function defaultMessage(title: string, args: unknown): string {
  // An undefined argument, which code may pass, is not sent.
  const given = Object.entries((args ?? {}) as object).filter(([, value]) => value !== undefined);
  const lines = given
    .slice(0, MAX_ARGUMENTS)
    .map(
      ([name, value]) => `- ${shortened(visible(name), MAX_NAME)}: ${displayedText(JSON.stringify(value))}`,
    );
  const more = given.length > MAX_ARGUMENTS ? [`- and ${given.length - MAX_ARGUMENTS} more`] : [];
  return [`${title}?`, ...lines, ...more].join("\n");
}

/** Shortens the texts in a value, and replaces invisible characters. */
function displayed(value: unknown): unknown {
  if (typeof value === "string") return displayedText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(displayed);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, displayed(member)]));
}

function displayedText(text: string): string {
  return shortened(visible(text), MAX_VALUE);
}
