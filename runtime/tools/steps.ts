/** Tools that are several calls, one after the other. Each step can use the outputs of those before it. */

import type { Template } from "../contract/template.ts";
import { type ReportError, ToolError } from "../errors.ts";
import { fill, holds, type Scope } from "../expressions.ts";
import { messageOfJson, upstreamText } from "../http/error-message.ts";
import type { Step } from "../tool.ts";
import { InputRequired } from "./client-context.ts";
import { delay, throwIfAborted } from "./deadline.ts";
import { type Invocation, type Invoke, nest } from "./invocation.ts";
import { responseOf } from "./result.ts";

type Outputs = Readonly<Record<string, unknown>>;

/** The end of a step. It is carried over between rounds of questions, so that no call is made twice. */
type Ending =
  | { readonly state: "done"; readonly outputs: Outputs }
  | { readonly state: "skipped" | "failed" }
  | { readonly state: "ended"; readonly outputs?: Outputs };

export interface StepServices {
  readonly invoke: Invoke;
  readonly report: ReportError;
  /** True if calling this tool again repeats its effect. */
  readonly repeatsEffect: (tool: string) => boolean;
}

/** Runs the steps of a tool. Returns the outputs of those that ran, by step id. */
export async function runSteps(
  steps: readonly Step[],
  scope: Scope,
  invocation: Invocation,
  services: StepServices,
): Promise<ReadonlyMap<string, Outputs>> {
  const outputs = new Map<string, Outputs>();
  const effective: string[] = [];
  for (const [index, step] of steps.entries()) {
    throwIfAborted(invocation.signal);
    await invocation.progress?.(index, steps.length, step.id);
    const stepScope = { ...scope, steps: outputs };
    const ending = await (step.forEach === undefined
      ? runOnce(step, step.id, stepScope, invocation, services)
      : runEach(step, step.forEach, stepScope, invocation, services)
    ).catch((error: unknown) => {
      throw effective.length > 0 ? errorAfterEffects(error, effective) : error;
    });
    if ("outputs" in ending && ending.outputs) outputs.set(step.id, ending.outputs);
    if (ending.state === "ended") break;
    if (ending.state === "done" && services.repeatsEffect(step.call)) effective.push(step.id);
  }
  await invocation.progress?.(steps.length, steps.length);
  return outputs;
}

/** Marks a failure as not retryable, because earlier steps have taken effect. */
function errorAfterEffects(error: unknown, effective: readonly string[]): unknown {
  if (!(error instanceof ToolError)) return error;
  const { kind, message, details } = error;
  const more = effective.length - MAX_NAMED;
  const named = `${effective.slice(0, MAX_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return new ToolError(kind, message, {
    ...details,
    retryable: false,
    hint: `These earlier steps have taken effect: ${named}. Calling again would repeat them.`,
  });
}

/** Number of steps to name in an error. */
const MAX_NAMED = 20;

/** `id`: the id of the step, followed by the index of its item if it has `forEach`. */
function runOnce(
  step: Step,
  id: string,
  scope: Scope,
  invocation: Invocation,
  services: StepServices,
): Promise<Ending> {
  return invocation.inputRequests.once<Ending>(`${invocation.path}step ${id}`, async () => {
    if (step.when && !holds(step.when, scope)) return { state: "skipped" };
    for (let retries = step.retries ?? 0; ; retries--) {
      try {
        return { state: "done", outputs: await attempt(step, id, scope, invocation, services) };
      } catch (thrown) {
        if (thrown instanceof InputRequired) throw thrown;
        throwIfAborted(invocation.signal);
        const error = ToolError.from(thrown);
        if (retries <= 0 || NOT_RETRIED.has(error.kind)) return endingOf(error, step, id, services);
        await delay(step.afterMs ?? 0, invocation.signal);
      }
    }
  });
}

/** Kinds of failure that a retry cannot change. */
const NOT_RETRIED: ReadonlySet<string> = new Set(["invalid_arguments", "cancelled"]);

async function attempt(
  step: Step,
  id: string,
  scope: Scope,
  invocation: Invocation,
  { invoke }: StepServices,
): Promise<Outputs> {
  const args = fill(step.with ?? {}, scope);
  const outcome = await invoke(step.call, args, nest(invocation, id));
  const responseScope: Scope = { ...scope, response: responseOf(outcome) };
  if (step.success && !holds(step.success, responseScope))
    throw new ToolError("rejected", "The API's response does not meet the step's conditions for success.", {
      ...upstreamText(messageOfJson(outcome.value)),
    });
  return fill(step.outputs ?? {}, responseScope) as Outputs;
}

/** Ends a failed step as `onFailure` declares. */
function endingOf(
  error: ToolError,
  { onFailure = "fail" }: Step,
  id: string,
  { report }: StepServices,
): Ending {
  const named = new ToolError(error.kind, `Step ${id}: ${error.message}`, error.details);
  if (onFailure === "fail") throw named;
  report(named, { step: id });
  return { state: onFailure === "end" ? "ended" : "failed" };
}

// ------------------------------------------------------------------------------------------- forEach

/** Runs a step for each item, several at a time. Its outputs are lists in the order of the items. */
async function runEach(
  step: Step,
  forEach: Template,
  scope: Scope,
  invocation: Invocation,
  services: StepServices,
): Promise<Ending> {
  const items = fill(forEach, scope) ?? [];
  if (!Array.isArray(items))
    throw new ToolError("bad_response", `Step ${step.id}: expected a list for forEach, found another value.`);
  const endings: (Ending | undefined)[] = [];
  const thrown: unknown[] = [];
  let isOver = false;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length && !isOver; index = next++) {
      try {
        throwIfAborted(invocation.signal);
        const itemScope = { ...scope, item: items[index] as unknown, index };
        const ending = await runOnce(step, `${step.id}[${index}]`, itemScope, invocation, services);
        endings[index] = ending;
        if (ending.state === "ended") isOver = true;
      } catch (error) {
        thrown.push(error);
        isOver = true;
      }
    }
  };
  // Calls in progress are awaited even after a failure: their endings are carried over or reported.
  const workers = Math.min(items.length, Math.max(1, step.concurrency ?? 1));
  await Promise.all(Array.from({ length: workers }, work));
  const failure = thrown.find((error) => !(error instanceof InputRequired));
  if (failure !== undefined) {
    const done = endings.flatMap((ending, index) =>
      ending?.state === "done" ? [`${step.id}[${index}]`] : [],
    );
    throw done.length > 0 && services.repeatsEffect(step.call) ? errorAfterEffects(failure, done) : failure;
  }
  if (thrown.length > 0) throw invocation.inputRequests.merge(thrown as InputRequired[]);

  const done = endings.flatMap((ending) => (ending?.state === "done" ? [ending.outputs] : []));
  const outputs = Object.fromEntries(
    Object.keys(step.outputs ?? {}).map((name) => [
      name,
      // Null keeps the lists of several outputs aligned.
      done.map((each) => (Object.hasOwn(each, name) ? each[name] : null)),
    ]),
  );
  return { state: isOver ? "ended" : "done", outputs };
}
