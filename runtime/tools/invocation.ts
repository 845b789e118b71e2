/** A request of a client while it is carried out: what everything that is called on its behalf shares. */

import { ToolError } from "../errors.ts";
import type { ToolResult } from "../http/response.ts";
import type { ClientContext } from "./client-context.ts";
import type { Clock } from "./deadline.ts";
import { InputRequests } from "./input-requests.ts";
import type { Outcome } from "./outcome.ts";

export interface Invocation extends Clock {
  readonly caller: ClientContext;
  readonly rounds: InputRequests;
  /** Where in the request this is, in front of the keys of its questions; empty at its start. */
  readonly path: string;
  /** How many calls there are around this one. */
  readonly depth: number;
  /** Left out where nobody wants to hear of it. */
  readonly progress?: ClientContext["progress"];
  /** How often each call was made so far: equal ones are told apart by their turn. */
  readonly callCounts: Map<string, number>;
  /** Has a task carry out the rest; left out where the caller knows no tasks, and inside of a call. */
  readonly asTask?: (rest: (run: Invocation) => Promise<Outcome>) => Outcome;
  /** A task takes the time that it takes, unless its tool says otherwise. */
  readonly isTask?: true;
}

/** What makes a result of an outcome, or of what was thrown in place of one. */
export type Settle = (outcome: () => Promise<Outcome>) => Promise<ToolResult>;

/** Whoever made a request, as what is done on its behalf sees it: a part of the request, and not another one. */
export class NestedContext implements ClientContext {
  readonly run: Invocation;

  constructor(run: Invocation) {
    this.run = run;
  }

  get signal(): AbortSignal {
    return this.run.signal;
  }

  get revision(): string {
    return this.run.caller.revision;
  }

  get client(): ClientContext["client"] {
    return this.run.caller.client;
  }

  get capabilities(): ClientContext["capabilities"] {
    return this.run.caller.capabilities;
  }

  get responses(): ClientContext["responses"] {
    return this.run.caller.responses;
  }

  log(...told: Parameters<ClientContext["log"]>): Promise<void> {
    return this.run.caller.log(...told);
  }

  closeStream(): void {
    this.run.caller.closeStream();
  }
}

/** Calls in each other: more are no design but a circle. */
const MAX_DEPTH = 16;

/** `request`: what answers to its questions are good for, such as its method, name and arguments. */
export function startInvocation(
  caller: ClientContext,
  request: readonly unknown[],
  settle?: Settle,
): Invocation {
  if (caller instanceof NestedContext) return caller.run;
  const rest = (own: ClientContext): Invocation => ({ ...startInvocation(own, request), isTask: true });
  return {
    caller,
    signal: caller.signal,
    hold: (wait) => wait(),
    rounds: new InputRequests(caller, request),
    path: "",
    depth: 0,
    callCounts: new Map(),
    ...(caller.progress && { progress: caller.progress }),
    ...(caller.asTask &&
      settle && {
        asTask: (work) => ({ result: caller.asTask?.((own) => settle(() => work(rest(own)))) as ToolResult }),
      }),
  };
}

/** A call inside of another. Progress is the outer one's to tell. */
export function nested({ progress: _, asTask: __, ...run }: Invocation, place: string): Invocation {
  if (run.depth >= MAX_DEPTH)
    throw new ToolError("internal", "The server failed to carry out the call.", {
      cause: new Error(`more than ${MAX_DEPTH} tools call each other: ${run.path}${place}`),
    });
  return { ...run, path: `${run.path}${place}/`, depth: run.depth + 1, callCounts: new Map() };
}

/** A place of its own for a call that code makes: equal calls are told apart by their turn. */
export function nextPlace({ callCounts: turns }: Invocation, name: string): string {
  const turn = (turns.get(name) ?? 0) + 1;
  turns.set(name, turn);
  return turn === 1 ? name : `${name}:${turn}`;
}
