/** Asking the person before a tool runs. Anything but a plain yes is a no. */

import { ToolError } from "../errors.ts";
import { fill, textOf } from "../expressions.ts";
import type { Question, Reply } from "../handler.ts";
import { visible } from "../http/error-message.ts";
import type { Tool } from "../tool.ts";
import type { Invocation } from "./invocation.ts";

/** Characters of a value and of a name, how many arguments to name, and characters of all that. */
const MAX_VALUE = 200;
const MAX_NAME = 50;
const MAX_ARGUMENTS = 20;
const MAX_MESSAGE = 6000;

/**
 * Throws a `ToolError` where a tool is sure to ask the person, itself or in one of its steps, and the client has no
 * way to be asked: then nothing is done at all.
 */
export function assertAskable(tool: Tool, find: (name: string) => Tool | undefined, run: Invocation): void {
  if (run.depth === 0 && isSureToAsk(tool, find, new Set()))
    run.rounds.assertCapable({ elicit: { message: "", schema: { type: "object", properties: {} } } });
}

function isSureToAsk(tool: Tool, find: (name: string) => Tool | undefined, seen: Set<Tool>): boolean {
  if (seen.has(tool)) return false;
  seen.add(tool);
  return (
    tool.confirm !== undefined ||
    (tool.steps ?? []).some(({ call, when, forEach, onFailure = "fail" }) => {
      const called = find(call);
      const isSure = when === undefined && forEach === undefined && onFailure === "fail";
      return called !== undefined && isSure && isSureToAsk(called, find, seen);
    })
  );
}

/** Throws `InputNeeded` until there is an answer, and a `ToolError` unless that is a yes. */
export async function confirm(tool: Tool, args: unknown, run: Invocation): Promise<void> {
  if (tool.confirm === undefined) return;
  const key = `${run.path}confirm`;
  const question = questionOf(tool, args);
  // The words can be shortened: the yes is one to these very arguments.
  const { [key]: reply } = (await run.rounds.ask({ [key]: question }, run, [tool.name, args])) as {
    [key: string]: Reply;
  };
  if (reply?.action === "accept") return;
  const how = reply?.action === "decline" ? "declined it" : "dismissed the question";
  throw new ToolError("cancelled", `Nothing was done: the person was asked, and ${how}.`, {
    retryable: false,
    hint: "Do not call again unless the person asks for it.",
  });
}

/** The question that a tool with `confirm` asks. */
export function questionOf(tool: Tool, args: unknown): Question {
  const title = tool.title ?? tool.name;
  const message =
    tool.confirm === true || tool.confirm === undefined
      ? madeUp(title, args)
      : // Line breaks are the template's own; those of arguments could pretend to be.
        textOf(fill(tool.confirm, { inputs: shown(args) })) || madeUp(title, args);
  return { elicit: { message: shortened(message, MAX_MESSAGE), schema: { type: "object", properties: {} } } };
}

function madeUp(title: string, args: unknown): string {
  // What code leaves undefined is not sent.
  const given = Object.entries((args ?? {}) as object).filter(([, value]) => value !== undefined);
  const lines = given
    .slice(0, MAX_ARGUMENTS)
    .map(([name, value]) => `- ${shortened(visible(name), MAX_NAME)}: ${shownText(JSON.stringify(value))}`);
  const more = given.length > MAX_ARGUMENTS ? [`- and ${given.length - MAX_ARGUMENTS} more`] : [];
  return [`${title}?`, ...lines, ...more].join("\n");
}

/** Arguments as a person can read them: nothing hidden, nothing long. */
function shown(value: unknown): unknown {
  if (typeof value === "string") return shownText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(shown);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shown(member)]));
}

function shownText(text: string): string {
  return shortened(visible(text), MAX_VALUE);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…`;
}
