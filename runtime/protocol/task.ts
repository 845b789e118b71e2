/** One task: a call that goes on after its answer, and is asked about, answered and cancelled by its id. */
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type InputRequest, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { ToolError } from "../errors.ts";
import type { Question } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Logger } from "../log.ts";
import type { ClientContext } from "../tools/client-context.ts";
import { requestOf } from "./questions.ts";

export interface Timing {
  /** Milliseconds for which a task is kept from when it was made, whether it is done by then or not. */
  readonly ttlMs: number;
  /** Milliseconds after which a client should ask again. */
  readonly pollIntervalMs: number;
}

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
  /** Questions without an answer, by an id that says nothing. */
  readonly #open = new Map<string, Open>();

  constructor(owner: string, timing: Timing, logger: Logger) {
    this.owner = owner;
    this.#timing = timing;
    this.#logger = logger;
    // Everything that the task has under way at once listens to it.
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

  /** Runs the rest of the call, whose client is reached by the task alone. */
  async run(caller: ClientContext, rest: (caller: ClientContext) => Promise<ToolResult>): Promise<void> {
    // The request that made the task will be over: what is known of it is taken along.
    const { revision, client, capabilities, sessionId, responses, state } = caller;
    const own: ClientContext = {
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
      this.#finish(ToolError.from(error).toResult(true));
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
