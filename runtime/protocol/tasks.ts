/**
 * The tasks extension (`io.modelcontextprotocol/tasks`, SEP-2663): a call that goes on after its answer. The
 * client gets a handle, asks from time to time how far it is, answers what it asks, or cancels it.
 */

import { ToolError } from "../errors.ts";
import type { ToolResult } from "../http/response.ts";
import type { Logger } from "../log.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { Task, type Timing } from "./task.ts";

export const TASKS = "io.modelcontextprotocol/tasks";

export interface TaskOptions extends Timing {
  /** Tasks to keep at once, of all clients; 1,000. */
  readonly maxTasks: number;
  /** Bytes of all that they came to, as JSON. The newest is kept in any case. 64 MiB. */
  readonly maxBytes: number;
}

/** A task is kept for an hour, and asked for every second. */
export const TASK_DEFAULTS: TaskOptions = {
  ttlMs: 3_600_000,
  pollIntervalMs: 1000,
  maxTasks: 1000,
  maxBytes: 64 * 1024 * 1024,
};

interface Kept {
  readonly task: Task;
  readonly expiry: NodeJS.Timeout;
  /** Of what it came to. */
  bytes: number;
}

/** Tasks live in this process, and end with it. */
export class Tasks {
  readonly #options: TaskOptions;
  readonly #logger: Logger;
  readonly #tasks = new Map<string, Kept>();
  #bytes = 0;

  constructor(logger: Logger, options: Partial<TaskOptions> = {}) {
    this.#options = { ...TASK_DEFAULTS, ...options };
    this.#logger = logger;
  }

  /** Makes a task of the rest of a call. `owner`: whoever it belongs to, and nobody else can see it. */
  start(
    owner: string,
    caller: ClientContext,
    run: (caller: ClientContext) => Promise<ToolResult>,
  ): ToolResult {
    this.#makeRoom();
    const task = new Task(owner, this.#options, this.#logger);
    const expiry = setTimeout(() => this.#forget(task.id), this.#options.ttlMs).unref();
    const kept = { task, expiry, bytes: 0 };
    this.#tasks.set(task.id, kept);
    const handle = { content: [], ...task.view(), resultType: "task" } as ToolResult;
    void task.run(caller, run).then(() => this.#weigh(kept));
    return handle;
  }

  /** Undefined if there is none, or none of this owner's. */
  get(owner: string, id: string): Task | undefined {
    const task = this.#tasks.get(id)?.task;
    return task?.owner === owner ? task : undefined;
  }

  /** Cancels what is under way, and forgets what is done. */
  close(): void {
    for (const id of [...this.#tasks.keys()]) this.#forget(id);
  }

  #forget(id: string): void {
    const kept = this.#tasks.get(id);
    if (!kept) return;
    // Else its timer would keep it, and what it came to, until its time is up.
    clearTimeout(kept.expiry);
    this.#tasks.delete(id);
    this.#bytes -= kept.bytes;
    kept.task.cancel();
  }

  #weigh(kept: Kept): void {
    const { task } = kept;
    if (this.#tasks.get(task.id) !== kept) return;
    kept.bytes = Buffer.byteLength(JSON.stringify(task.view()));
    this.#bytes += kept.bytes;
    for (const [id, { bytes }] of this.#tasks) {
      if (this.#bytes <= this.#options.maxBytes) return;
      if (bytes > 0 && id !== task.id) this.#forget(id);
    }
  }

  /** What is done longest goes first; what is still under way is never given up for another. */
  #makeRoom(): void {
    if (this.#tasks.size < this.#options.maxTasks) return;
    for (const [id, { task }] of this.#tasks)
      if (task.isDone) {
        this.#forget(id);
        return;
      }
    throw new ToolError("rate_limited", "The server has as many tasks under way as it can have.");
  }
}
