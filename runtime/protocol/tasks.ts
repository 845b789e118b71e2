/**
 * The tasks extension (`io.modelcontextprotocol/tasks`, SEP-2663): a call that goes on after its answer. The client
 * gets a handle, polls the status, answers questions and cancels.
 */
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type InputRequest, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { ToolError } from "../errors.ts";
import type { Question } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Logger } from "../log.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { requestOf } from "./input.ts";

interface Timing {
  /** Milliseconds after its creation at which a task is removed, and cancelled if it is still running. */
  readonly ttlMs: number;
  /** Milliseconds after which a client should poll again. */
  readonly pollIntervalMs: number;
}

interface TaskOptions extends Timing {
  /** Number of tasks of all clients together. 1,000. */
  readonly maxTasks: number;
  /** Bytes of all finished tasks as JSON. The newest is always kept. 64 MiB. */
  readonly maxBytes: number;
}

const TASK_DEFAULTS: TaskOptions = {
  ttlMs: 3_600_000,
  pollIntervalMs: 1000,
  maxTasks: 1000,
  maxBytes: 64 * 1024 * 1024,
};

type Status = "working" | "input_required" | "completed" | "failed" | "cancelled";

/** A task as a client sees it. */
interface TaskView {
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

/** Questions that were asked together. Their answers are passed on together. */
interface Batch {
  readonly answers: Record<string, unknown>;
  unanswered: number;
  readonly resolve: () => void;
}

interface OpenQuestion {
  readonly key: string;
  readonly request: InputRequest;
  readonly batch: Batch;
}

export class Task {
  readonly id = randomUUID();
  readonly owner: string;
  readonly #timing: Timing;
  readonly #logger: Logger;
  readonly #abort = new AbortController();
  readonly #createdAt = new Date().toISOString();
  #updatedAt = this.#createdAt;
  #status: Status = "working";
  #message: string | undefined;
  #outcome: { readonly result: ToolResult } | { readonly error: TaskView["error"] } | undefined;
  /** Questions without an answer, by a random id. */
  readonly #open = new Map<string, OpenQuestion>();

  constructor(owner: string, timing: Timing, logger: Logger) {
    this.owner = owner;
    this.#timing = timing;
    this.#logger = logger;
    // Any number of upstream requests may listen to this signal, without a warning from Node.
    setMaxListeners(0, this.#abort.signal);
  }

  get isDone(): boolean {
    return this.#status === "completed" || this.#status === "failed" || this.#status === "cancelled";
  }

  view(): TaskView {
    const { ttlMs, pollIntervalMs } = this.#timing;
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

  /** Runs the rest of the call, which reaches its client only through the task. */
  async run(client: ClientContext, rest: (client: ClientContext) => Promise<ToolResult>): Promise<void> {
    // Copied, because the request that created the task ends before the task does.
    const { revision, client: info, capabilities, sessionId, responses, state } = client;
    const own: ClientContext = {
      revision,
      client: info,
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
      if (!(error instanceof ToolError)) this.#logger.error({ err: error }, "a task failed");
      this.#finish(ToolError.from(error).toResult(true));
    }
  }

  /** Accepts answers by the ids of their questions. Ignores ids of no open question. */
  update(answers: Readonly<Record<string, unknown>>): void {
    for (const [id, value] of Object.entries(answers)) {
      const open = this.#open.get(id);
      if (!open) continue;
      this.#open.delete(id);
      const { key, batch } = open;
      Object.defineProperty(batch.answers, key, { value, enumerable: true, configurable: true });
      batch.unanswered--;
      if (batch.unanswered === 0) batch.resolve();
    }
    if (this.#status === "input_required" && this.#open.size === 0) this.#set("working");
  }

  /** Does nothing if the task is done. */
  cancel(): void {
    if (this.isDone) return;
    this.#set("cancelled");
    this.#abort.abort(new ToolError("cancelled", "The task was cancelled."));
    for (const { batch } of this.#open.values()) batch.resolve();
    this.#open.clear();
  }

  async #ask(questions: Readonly<Record<string, Question>>): Promise<Readonly<Record<string, unknown>>> {
    this.#abort.signal.throwIfAborted();
    const entries = Object.entries(questions);
    const answers: Record<string, unknown> = {};
    await new Promise<void>((resolve) => {
      const batch: Batch = { answers, unanswered: entries.length, resolve };
      if (entries.length === 0) return resolve();
      for (const [key, question] of entries)
        this.#open.set(randomUUID(), { key, request: requestOf(question), batch });
      this.#set("input_required");
    });
    this.#abort.signal.throwIfAborted();
    return answers;
  }

  /** A tool error completes the task; only an internal error of the server makes the task fail. */
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

interface Kept {
  readonly task: Task;
  readonly expiry: NodeJS.Timeout;
  /** Size of the finished task as JSON; 0 while it runs. */
  bytes: number;
}

/** The tasks of one server. They live in this process, and end with it. */
export class Tasks {
  readonly #options: TaskOptions;
  readonly #logger: Logger;
  readonly #tasks = new Map<string, Kept>();
  #bytes = 0;

  constructor(logger: Logger, options: Partial<TaskOptions> = {}) {
    this.#options = { ...TASK_DEFAULTS, ...options };
    this.#logger = logger;
  }

  /** Makes a task of the rest of a call, and returns its handle. Only requests of the same `owner` find the task. */
  start(
    owner: string,
    client: ClientContext,
    run: (client: ClientContext) => Promise<ToolResult>,
  ): ToolResult {
    this.#makeRoom();
    const task = new Task(owner, this.#options, this.#logger);
    const expiry = setTimeout(() => this.#remove(task.id), this.#options.ttlMs).unref();
    const kept = { task, expiry, bytes: 0 };
    this.#tasks.set(task.id, kept);
    const handle = { content: [], ...task.view(), resultType: "task" } as ToolResult;
    void task.run(client, run).then(() => this.#limitBytes(kept));
    return handle;
  }

  /** Undefined if the owner has no such task. */
  get(owner: string, id: string): Task | undefined {
    const task = this.#tasks.get(id)?.task;
    return task?.owner === owner ? task : undefined;
  }

  /** Cancels and removes all tasks. */
  close(): void {
    for (const id of [...this.#tasks.keys()]) this.#remove(id);
  }

  #remove(id: string): void {
    const kept = this.#tasks.get(id);
    if (!kept) return;
    // The pending timer would keep the task and its result in memory.
    clearTimeout(kept.expiry);
    this.#tasks.delete(id);
    this.#bytes -= kept.bytes;
    kept.task.cancel();
  }

  /** Adds the size of a finished task, and removes the oldest finished tasks until all fit. */
  #limitBytes(kept: Kept): void {
    const { task } = kept;
    if (this.#tasks.get(task.id) !== kept) return;
    kept.bytes = Buffer.byteLength(JSON.stringify(task.view()));
    this.#bytes += kept.bytes;
    for (const [id, { bytes }] of this.#tasks) {
      if (this.#bytes <= this.#options.maxBytes) return;
      if (bytes > 0 && id !== task.id) this.#remove(id);
    }
  }

  /** Removes the oldest finished task if there are too many. Running tasks are never removed for another. */
  #makeRoom(): void {
    if (this.#tasks.size < this.#options.maxTasks) return;
    for (const [id, { task }] of this.#tasks)
      if (task.isDone) {
        this.#remove(id);
        return;
      }
    throw new ToolError("rate_limited", "The server is running as many tasks as it can.");
  }
}
