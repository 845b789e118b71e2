/** What the code of a tool, a resource or a prompt can do beside returning. */

import type { ChangeBus } from "../changes.ts";
import type { Answer, Context, LogLevel, Question } from "../handler.ts";
import type { Tool } from "../tool.ts";
import { throwIfEnded } from "./deadline.ts";
import { send } from "./fetch.ts";
import { digest } from "./input-requests.ts";
import { type Invocation, NestedContext, nested, nextPlace } from "./invocation.ts";
import type { ToolRunner } from "./tool-runner.ts";

/** `name`: of the tool, the resource or the prompt that the code is of. */
export function contextOf(executor: ToolRunner, name: string, run: Invocation): Context {
  const { caller, rounds, signal, path: place } = run;
  const { client, revision, capabilities, sessionId } = caller;
  const context: Context = {
    signal,
    name,
    client: { revision, ...client, capabilities, ...(sessionId !== undefined && { sessionId }) },
    progress: async (done, total, message) => run.progress?.(done, total, message),
    log: async (level, message, data) => {
      executor.logger[LEVELS[level]]({ server: executor.server, of: name, ...(data && { data }) }, message);
      await caller.log(level, data ? { message, ...data } : message, name);
    },
    ask: async (key, question) => {
      const { [place + key]: answer } = await rounds.ask({ [place + key]: question }, run);
      return answer as Answer<typeof question>;
    },
    askAll: async (questions) => {
      const keys = Object.keys(questions);
      const placed = keys.map((key): [string, Question] => [place + key, questions[key] as Question]);
      const answers = await rounds.ask(Object.fromEntries(placed), run);
      return Object.fromEntries(keys.map((key) => [key, answers[place + key]])) as never;
    },
    once: (key, make) => rounds.once(`${place}${key}`, make),
    call: async (tool: Tool, args: unknown) => {
      throwIfEnded(signal);
      const at = nextPlace(run, `${tool.name}(${digest(args ?? {}).slice(0, 12)})`);
      return (await executor.run(tool.name, args, run, at)).value as never;
    },
    fetch: (path, init = {}) => send(executor, path, init, signal),
    read: (uri) => readWithin(executor, uri, run),
    changed: notifier(executor.changes),
    closeStream: () => caller.closeStream(),
  };
  return Object.freeze(context);
}

/** Reads a resource as a part of a request. */
export function readWithin(
  executor: ToolRunner,
  uri: string,
  run: Invocation,
): ReturnType<ToolRunner["read"]> {
  return executor.read(uri, new NestedContext(nested(run, nextPlace(run, `read(${uri})`))));
}

function notifier(changes: ChangeBus): Context["changed"] {
  return {
    resource: (uri) => changes.publish({ kind: "resource_updated", uri }),
    resources: () => changes.publish({ kind: "resources_list_changed" }),
    tools: () => changes.publish({ kind: "tools_list_changed" }),
    prompts: () => changes.publish({ kind: "prompts_list_changed" }),
  };
}

const LEVELS: Readonly<Record<LogLevel, "debug" | "info" | "warn" | "error" | "fatal">> = {
  debug: "debug",
  info: "info",
  notice: "info",
  warning: "warn",
  error: "error",
  critical: "fatal",
  alert: "fatal",
  emergency: "fatal",
};
