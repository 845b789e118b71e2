/** A tool of several calls, one after the other, each with what those before it came to. */

import type { Template } from "../contract/template.ts";
import { ToolError } from "../errors.ts";
import { fill, holds, type Scope } from "../expressions.ts";
import { upstreamText, wordsOf } from "../http/error-message.ts";
import type { Step } from "../tool.ts";
import { InputRequired } from "./client-context.ts";
import { pause, throwIfEnded } from "./deadline.ts";
import type { Invocation } from "./invocation.ts";
import { reported } from "./invoker.ts";
import { responseOf } from "./outcome.ts";
import type { ToolRunner } from "./tool-runner.ts";

type Outputs = Readonly<Record<string, unknown>>;

/** What became of a step. It is carried over rounds of questions, so that no call is made twice. */
type Ending =
  | { readonly state: "done"; readonly outputs: Outputs }
  | { readonly state: "skipped" | "failed" }
  | { readonly state: "ended"; readonly outputs?: Outputs };

/** Runs the steps of a tool, and gives the outputs of those that ran, by the step's id. */
export async function runSteps(
  executor: ToolRunner,
  steps: readonly Step[],
  scope: Scope,
  run: Invocation,
): Promise<ReadonlyMap<string, Outputs>> {
  const outputs = new Map<string, Outputs>();
  const written: string[] = [];
  for (const [done, step] of steps.entries()) {
    throwIfEnded(run.signal);
    await run.progress?.(done, steps.length, step.id);
    const stepScope = { ...scope, steps: outputs };
    const ending = await (step.forEach === undefined
      ? runOnce(executor, step, step.id, stepScope, run)
      : runEach(executor, step, step.forEach, stepScope, run)
    ).catch((error: unknown) => {
      throw written.length > 0 ? afterwards(error, written) : error;
    });
    if ("outputs" in ending && ending.outputs) outputs.set(step.id, ending.outputs);
    if (ending.state === "ended") break;
    if (ending.state === "done" && executor.writes(step.call)) written.push(step.id);
  }
  await run.progress?.(steps.length, steps.length);
  return outputs;
}

/** A failure after something has taken effect: calling again would do that twice. */
function afterwards(error: unknown, written: readonly string[]): unknown {
  if (!(error instanceof ToolError)) return error;
  const { kind, message, details } = error;
  const more = written.length - MAX_NAMED;
  const named = `${written.slice(0, MAX_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return new ToolError(kind, message, {
    ...details,
    retryable: false,
    hint: `Before it these steps have taken effect: ${named}. Calling again would repeat them.`,
  });
}

/** Steps to name in an error. */
const MAX_NAMED = 20;

/** `id`: the step's, and with the position of its item. */
function runOnce(
  executor: ToolRunner,
  step: Step,
  id: string,
  scope: Scope,
  run: Invocation,
): Promise<Ending> {
  return run.rounds.once<Ending>(`${run.path}step ${id}`, async () => {
    if (step.when && !holds(step.when, scope)) return { state: "skipped" };
    for (let retries = step.retries ?? 0; ; retries--) {
      try {
        return { state: "done", outputs: await attempt(executor, step, id, scope, run) };
      } catch (thrown) {
        if (thrown instanceof InputRequired) throw thrown;
        throwIfEnded(run.signal);
        const error = ToolError.from(thrown);
        if (retries <= 0 || FINAL.has(error.kind)) return fail(executor, step, id, error);
        await pause(step.afterMs ?? 0, run.signal);
      }
    }
  });
}

/** What trying again cannot change. */
const FINAL: ReadonlySet<string> = new Set(["invalid_arguments", "cancelled"]);

async function attempt(
  executor: ToolRunner,
  step: Step,
  id: string,
  scope: Scope,
  run: Invocation,
): Promise<Outputs> {
  const args = fill(step.with ?? {}, scope);
  const outcome = await executor.run(step.call, args, run, id);
  const answered: Scope = { ...scope, response: responseOf(outcome) };
  if (step.success && !holds(step.success, answered))
    throw new ToolError("rejected", "The answer says that it did not succeed.", {
      ...upstreamText(wordsOf(outcome.value)),
    });
  return fill(step.outputs ?? {}, answered) as Outputs;
}

/** What follows from the failure of a step. */
function fail(executor: ToolRunner, { onFailure = "fail" }: Step, id: string, error: ToolError): Ending {
  const told = new ToolError(error.kind, `Step ${id}: ${error.message}`, error.details);
  if (onFailure === "fail") throw told;
  reported(told, executor, { step: id });
  return { state: onFailure === "end" ? "ended" : "failed" };
}

// --------------------------------------------------------------------------------------------- lists

/** Runs a step once an item, some at a time. Its outputs are lists, of the items for which it ran, in their order. */
async function runEach(
  executor: ToolRunner,
  step: Step,
  forEach: Template,
  scope: Scope,
  run: Invocation,
): Promise<Ending> {
  const items = fill(forEach, scope) ?? [];
  if (!Array.isArray(items))
    throw new ToolError("bad_response", `Step ${step.id}: what it is to go through is no list.`);
  const endings: (Ending | undefined)[] = [];
  const thrown: unknown[] = [];
  let isOver = false;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length && !isOver; index = next++) {
      try {
        throwIfEnded(run.signal);
        const itemScope = { ...scope, item: items[index] as unknown, index };
        const ending = await runOnce(executor, step, `${step.id}[${index}]`, itemScope, run);
        endings[index] = ending;
        if (ending.state === "ended") isOver = true;
      } catch (error) {
        thrown.push(error);
        isOver = true;
      }
    }
  };
  // What is under way is waited for: it is carried over, or its failure is told.
  const workers = Math.min(items.length, Math.max(1, step.concurrency ?? 1));
  await Promise.all(Array.from({ length: workers }, work));
  const failure = thrown.find((error) => !(error instanceof InputRequired));
  if (failure !== undefined) {
    const ran = endings.flatMap((ending, index) =>
      ending?.state === "done" ? [`${step.id}[${index}]`] : [],
    );
    throw ran.length > 0 && executor.writes(step.call) ? afterwards(failure, ran) : failure;
  }
  if (thrown.length > 0) throw run.rounds.merge(thrown as InputRequired[]);

  const done = endings.flatMap((ending) => (ending?.state === "done" ? [ending.outputs] : []));
  const outputs = Object.fromEntries(
    Object.keys(step.outputs ?? {}).map((name) => [
      name,
      // Null, so that one output's list goes with the other's.
      done.map((each) => (Object.hasOwn(each, name) ? each[name] : null)),
    ]),
  );
  return { state: isOver ? "ended" : "done", outputs };
}
