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
import { type ClientContext, TASKS_EXTENSION } from "../tools/client-context.ts";
import { RequestContext } from "./request-context.ts";
import { type Task, Tasks } from "./tasks.ts";

const tasks = new WeakMap<Catalogue, Tasks>();

/** The tasks of all clients of a server. */
export function tasksOf(catalogue: Catalogue): Tasks {
  let known = tasks.get(catalogue);
  if (!known) {
    known = new Tasks(catalogue.logger);
    tasks.set(catalogue, known);
  }
  return known;
}

/** The client of a call. If the tool can be a task and the client supports tasks, the call can go on as one. */
export function taskContext(
  catalogue: Catalogue,
  tool: string,
  server: Server,
  context: ServerContext,
): ClientContext {
  const canBeTask = catalogue.taskMode(tool) !== undefined && supportsTasks(context);
  return canBeTask ? new TaskContext(catalogue, server, context) : new RequestContext(server, context);
}

class TaskContext extends RequestContext {
  readonly #catalogue: Catalogue;
  readonly #owner: string;

  constructor(catalogue: Catalogue, server: Server, context: ServerContext) {
    super(server, context);
    this.#catalogue = catalogue;
    this.#owner = ownerOf(context);
  }

  startTask(run: (client: ClientContext) => Promise<ToolResult>): ToolResult {
    return tasksOf(this.#catalogue).start(this.#owner, this, run);
  }
}

/** Registers `tasks/get`, which also returns the result of a task, `tasks/update` and `tasks/cancel`. */
export function answerTasks(server: Server, catalogue: Catalogue): void {
  const result = z.looseObject({});
  const find = (id: string, context: ServerContext): Task => {
    if (!supportsTasks(context)) throw missingCapability();
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
    // The SDK moves `inputResponses` from the parameters to the context, as it does for every request.
    const { taskId, inputResponses = context.mcpReq.inputResponses ?? {} } = given;
    find(taskId, context).update(inputResponses);
    return {};
  });
  server.setRequestHandler("tasks/cancel", { params, result }, ({ taskId }, context) => {
    find(taskId, context).cancel();
    return {};
  });
}

function supportsTasks({ mcpReq }: ServerContext): boolean {
  const envelope = mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const { extensions } = (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as {
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
  return extensions !== undefined && Object.hasOwn(extensions, TASKS_EXTENSION);
}

function missingCapability(): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError({
    requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } },
  });
}

/** Without authentication all clients have one owner id; then only the secrecy of a task's id protects the task. */
function ownerOf({ http }: ServerContext): string {
  return http?.authInfo?.clientId ?? "";
}
