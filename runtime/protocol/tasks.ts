/**
 * The tasks extension (`io.modelcontextprotocol/tasks`, SEP-2663): a call that goes on after its answer. The
 * client gets a handle, asks from time to time how far it is, answers what it asks, or cancels it.
 */
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type InputRequest, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Caller } from "../execute/caller.ts";
import { ToolError } from "../execute/errors.ts";
import type { Question } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Logger } from "../serve/log.ts";
import { requestOf } from "./questions.ts";

export const TASKS = "io.modelcontextprotocol/tasks";

export interface TaskOptions {
  /** Milliseconds for which a task is kept from when it was made, whether it is done by then or not; an hour. */
  readonly ttlMs: number;
  /** Milliseconds after which a client should ask again; 1,000. */
  readonly pollIntervalMs: number;
  /** Tasks to keep at once, of all clients; 1,000. */
  readonly maxTasks: number;
}

export const TASK_DEFAULTS: TaskOptions = { ttlMs: 3_600_000, pollIntervalMs: 1000, maxTasks: 1000 };

type Status = "working" | "input_required" | "completed" | "failed" | "cancelled";

/** A task as a client sees it. */
export interface TaskView {
  readonly taskId: string;
  readonly status: Status;
  readonly statusMessage?: string;
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
  readonly result?: ToolResult;
  readonly error?: { readonly code: number; readonly message: string };
  readonly inputRequests?: Readonly<Record<string, InputRequest>>;
  readonly [key: string]: unknown;
}

/** Questions that were asked together, and are answered when all of them are. */
interface Batch {
  readonly answers: Record<string, unknown>;
  left: number;
  readonly settle: () => void;
}

interface Open {
  readonly key: string;
  readonly request: InputRequest;
  readonly batch: Batch;
}

/** Tasks live in this process, and end with it. */
export class Tasks {
  readonly #options: TaskOptions;
  readonly #logger: Logger;
  readonly #tasks = new Map<string, { readonly task: Task; readonly expiry: NodeJS.Timeout }>();

  constructor(logger: Logger, options: Partial<TaskOptions> = {}) {
    this.#options = { ...TASK_DEFAULTS, ...options };
    this.#logger = logger;
  }

  /** Makes a task of the rest of a call. `owner`: whoever it belongs to, and nobody else can see it. */
  start(owner: string, caller: Caller, run: (caller: Caller) => Promise<ToolResult>): ToolResult {
    this.#makeRoom();
    const task = new Task(owner, this.#options, this.#logger);
    const expiry = setTimeout(() => this.#forget(task.id), this.#options.ttlMs).unref();
    this.#tasks.set(task.id, { task, expiry });
    const handle = { content: [], ...task.view(), resultType: "task" } as ToolResult;
    void task.run(caller, run);
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
    kept.task.cancel();
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

export class Task {
  readonly id = randomUUID();
  readonly owner: string;
  readonly #options: TaskOptions;
  readonly #logger: Logger;
  readonly #abort = new AbortController();
  readonly #createdAt = new Date().toISOString();
  #updatedAt = this.#createdAt;
  #status: Status = "working";
  #message: string | undefined;
  #outcome: { readonly result: ToolResult } | { readonly error: TaskView["error"] } | undefined;
  /** Questions without an answer, by an id that says nothing. */
  readonly #open = new Map<string, Open>();

  constructor(owner: string, options: TaskOptions, logger: Logger) {
    this.owner = owner;
    this.#options = options;
    this.#logger = logger;
    // Everything that the task has under way at once listens to it.
    setMaxListeners(0, this.#abort.signal);
  }

  get isDone(): boolean {
    return this.#status === "completed" || this.#status === "failed" || this.#status === "cancelled";
  }

  view(): TaskView {
    const { ttlMs, pollIntervalMs } = this.#options;
    const requests = [...this.#open].map(([id, { request }]) => [id, request] as const);
    return {
      taskId: this.id,
      status: this.#status,
      ...(this.#message !== undefined && { statusMessage: this.#message }),
      createdAt: this.#createdAt,
      lastUpdatedAt: this.#updatedAt,
      ttlMs,
      pollIntervalMs,
      ...this.#outcome,
      ...(this.#status === "input_required" && { inputRequests: Object.fromEntries(requests) }),
    } as TaskView;
  }

  /** Runs the rest of the call, whose client is reached by the task alone. */
  async run(caller: Caller, rest: (caller: Caller) => Promise<ToolResult>): Promise<void> {
    // The request that made the task will be over: what is known of it is taken along.
    const { revision, client, capabilities, sessionId, responses, state } = caller;
    const own: Caller = {
      revision,
      client,
      capabilities,
      ...(sessionId !== undefined && { sessionId }),
      responses,
      ...(state && { state }),
      signal: this.#abort.signal,
      progress: async (done, total, message) => {
        const share = total === undefined ? String(done) : `${done} of ${total}`;
        this.#set(this.#status, message === undefined ? share : `${share}: ${message}`);
      },
      log: async () => {},
      ask: (questions) => this.#ask(questions),
      closeStream: () => {},
    };
    try {
      this.#finish(await rest(own));
    } catch (error) {
      if (!(error instanceof ToolError)) this.#logger.error({ err: error }, "a task broke down");
      this.#finish(ToolError.from(error).toResult(undefined));
    }
  }

  /** Takes answers by the ids of their questions; what is no answer to an open question is ignored. */
  update(answers: Readonly<Record<string, unknown>>): void {
    for (const [id, value] of Object.entries(answers)) {
      const open = this.#open.get(id);
      if (!open) continue;
      this.#open.delete(id);
      const { key, batch } = open;
      Object.defineProperty(batch.answers, key, { value, enumerable: true, configurable: true });
      batch.left--;
      if (batch.left === 0) batch.settle();
    }
    if (this.#status === "input_required" && this.#open.size === 0) this.#set("working");
  }

  /** Does nothing where it is done. */
  cancel(): void {
    if (this.isDone) return;
    this.#set("cancelled");
    this.#abort.abort(new ToolError("cancelled", "The task was cancelled."));
    for (const { batch } of this.#open.values()) batch.settle();
    this.#open.clear();
  }

  async #ask(questions: Readonly<Record<string, Question>>): Promise<Readonly<Record<string, unknown>>> {
    this.#abort.signal.throwIfAborted();
    const entries = Object.entries(questions);
    const answers: Record<string, unknown> = {};
    await new Promise<void>((settle) => {
      const batch: Batch = { answers, left: entries.length, settle };
      if (entries.length === 0) return settle();
      for (const [key, question] of entries)
        this.#open.set(randomUUID(), { key, request: requestOf(question), batch });
      this.#set("input_required");
    });
    this.#abort.signal.throwIfAborted();
    return answers;
  }

  /** A tool that failed has completed, with what it says; only a fault of the server's is a failure of the task. */
  #finish(result: ToolResult): void {
    if (this.isDone) return;
    const { error } = (result.structuredContent ?? {}) as { error?: { kind?: string; message?: string } };
    if (result.isError && error?.kind === "internal") {
      const message = error.message ?? "Internal error";
      this.#outcome = { error: { code: ProtocolErrorCode.InternalError, message } };
      this.#set("failed");
    } else {
      this.#outcome = { result: { ...result, resultType: "complete" } };
      this.#set("completed");
    }
  }

  #set(status: Status, message?: string): void {
    if (this.isDone) return;
    this.#status = status;
    this.#message = message;
    this.#updatedAt = new Date().toISOString();
  }
}
