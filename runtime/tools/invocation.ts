/** A request of a client while it is carried out, shared by everything that runs on its behalf. */

import { ToolError } from "../errors.ts";
import type { Context, ResourceContent } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Code } from "../server.ts";
import type { ClientContext } from "./client-context.ts";
import type { Clock } from "./deadline.ts";
import { InputRequests } from "./input-requests.ts";
import type { Outcome } from "./result.ts";

export interface Invocation extends Clock {
  readonly client: ClientContext;
  readonly inputRequests: InputRequests;
  /** Prefix of the keys of questions: the names of the calls that lead here. Empty for the request itself. */
  readonly path: string;
  /** Number of enclosing calls. */
  readonly depth: number;
  /** Left out if the client did not ask for progress, and in nested calls. */
  readonly progress?: ClientContext["progress"];
  /** Number of nested calls so far by name, which tells equal calls apart. */
  readonly callCounts: Map<string, number>;
  readonly readResource: ReadResource;
  /** Continues the call as a task. Left out if the client does not support tasks, and in nested calls. */
  readonly startTask?: (work: (invocation: Invocation) => Promise<Outcome>) => Outcome;
  /** A task has no time limit unless its tool declares one. */
  readonly isTask?: true;
}

/** Reads a resource of the server as a part of the given request. Throws a `ToolError`, or `InputRequired`. */
export type ReadResource = (uri: string, invocation: Invocation) => Promise<readonly ResourceContent[]>;

/** Makes a result of an outcome, or of the error that was thrown in its place. */
export type ToResult = (work: () => Promise<Outcome>) => Promise<ToolResult>;

/** Calls any tool of the server, including those that clients do not see. Throws a `ToolError`, or `InputRequired`. */
export type Invoke = (tool: string, args: unknown, invocation: Invocation) => Promise<Outcome>;

/** Runs the tools and handlers of a server as parts of a request. */
export interface ToolInvoker {
  readonly invoke: Invoke;
  /**
   * Runs a handler of a resource or prompt called `name` within the time limit of a tool. `reference` is that of the
   * declaration, such as `specs/acme.handlers.ts#readFile`.
   */
  runHandler<T>(
    reference: string,
    name: string,
    invocation: Invocation,
    run: (code: Code, context: Context) => T | Promise<T>,
  ): Promise<T>;
}

/** Maximum depth of nested calls: tools that reach it call each other in a circle. */
const MAX_DEPTH = 16;

/**
 * `request`: the method, the name and the arguments, for which the answers to questions are valid. `toResult` makes
 * the result of a call that continues as a task; without it none does.
 */
export function startInvocation(
  client: ClientContext,
  request: readonly [method: string, name: string, args: unknown],
  readResource: ReadResource,
  toResult?: ToResult,
): Invocation {
  const { progress, startTask } = client;
  const inTask = (taskClient: ClientContext): Invocation => ({
    ...startInvocation(taskClient, request, readResource),
    isTask: true,
  });
  return {
    client,
    signal: client.signal,
    suspend: (wait) => wait(),
    inputRequests: new InputRequests(client, request),
    path: "",
    depth: 0,
    callCounts: new Map(),
    readResource,
    ...(progress && { progress }),
    ...(startTask &&
      toResult && {
        startTask: (work) => ({
          result: startTask.call(client, (taskClient) => toResult(() => work(inTask(taskClient)))),
        }),
      }),
  };
}

/** Returns the invocation of a nested call. Only the outer call reports progress or becomes a task. */
export function nest(invocation: Invocation, name: string): Invocation {
  const { progress: _, startTask: __, ...outer } = invocation;
  if (outer.depth >= MAX_DEPTH)
    throw new ToolError("internal", "The server failed to carry out the call.", {
      cause: new Error(`tools call each other more than ${MAX_DEPTH} levels deep: ${outer.path}${name}`),
    });
  return { ...outer, path: `${outer.path}${name}/`, depth: outer.depth + 1, callCounts: new Map() };
}

/** Like `nest`, with a distinct path for each of several calls of the same name. */
export function nestNumbered(invocation: Invocation, name: string): Invocation {
  const { callCounts } = invocation;
  const count = (callCounts.get(name) ?? 0) + 1;
  callCounts.set(name, count);
  return nest(invocation, count === 1 ? name : `${name}:${count}`);
}

/** Reads a resource as a nested call. */
export async function readNested(uri: string, invocation: Invocation): Promise<readonly ResourceContent[]> {
  return invocation.readResource(uri, nestNumbered(invocation, `read(${uri})`));
}
