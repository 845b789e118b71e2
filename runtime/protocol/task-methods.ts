/** The methods of the tasks extension, and the calls that become tasks. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Catalogue } from "../catalogue.ts";
import type { ToolResult } from "../http/response.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { RequestCaller } from "./caller.ts";
import type { Task } from "./task.ts";
import { TASKS, Tasks } from "./tasks.ts";

const tasks = new WeakMap<Catalogue, Tasks>();

/** The tasks of a server, of all its clients. */
export function tasksOf(catalogue: Catalogue): Tasks {
  let known = tasks.get(catalogue);
  if (!known) {
    known = new Tasks(catalogue.logger);
    tasks.set(catalogue, known);
  }
  return known;
}

/** Whoever calls a tool that can be a task: where they know tasks, the call can go on as one. */
export function taskCaller(
  catalogue: Catalogue,
  tool: string,
  server: Server,
  context: ServerContext,
): ClientContext {
  const canBeTask = catalogue.taskMode(tool) !== undefined && knowsTasks(context);
  return canBeTask ? new TaskCaller(catalogue, server, context) : new RequestCaller(server, context);
}

class TaskCaller extends RequestCaller {
  readonly #catalogue: Catalogue;
  readonly #owner: string;

  constructor(catalogue: Catalogue, server: Server, context: ServerContext) {
    super(server, context);
    this.#catalogue = catalogue;
    this.#owner = ownerOf(context);
  }

  startTask(run: (caller: ClientContext) => Promise<ToolResult>): ToolResult {
    return tasksOf(this.#catalogue).start(this.#owner, this, run);
  }
}

/** `tasks/get`, `tasks/update` and `tasks/cancel`; the result of a task comes with the first of them. */
export function answerTasks(server: Server, catalogue: Catalogue): void {
  const result = z.looseObject({});
  const find = (id: string, context: ServerContext): Task => {
    if (!knowsTasks(context)) throw missing();
    const task = tasksOf(catalogue).get(ownerOf(context), id);
    if (!task) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Unknown task.");
    return task;
  };
  const params = z.looseObject({ taskId: z.string() });
  server.setRequestHandler("tasks/get", { params, result }, ({ taskId }, context) =>
    find(taskId, context).view(),
  );
  const answers = params.extend({ inputResponses: z.record(z.string(), z.unknown()).optional() });
  server.setRequestHandler("tasks/update", { params: answers, result }, (given, context) => {
    // The SDK takes them out of the parameters, as it does with those of other requests.
    const { taskId, inputResponses = context.mcpReq.inputResponses ?? {} } = given;
    find(taskId, context).update(inputResponses);
    return {};
  });
  server.setRequestHandler("tasks/cancel", { params, result }, ({ taskId }, context) => {
    find(taskId, context).cancel();
    return {};
  });
}

function knowsTasks({ mcpReq }: ServerContext): boolean {
  const envelope = mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const { extensions } = (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as {
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
  return extensions !== undefined && Object.hasOwn(extensions, TASKS);
}

function missing(): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [TASKS]: {} } } });
}

/** Without authentication all clients are one; a task's id is then what only its maker knows. */
function ownerOf({ http }: ServerContext): string {
  return http?.authInfo?.clientId ?? "";
}
