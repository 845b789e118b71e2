import type { LogLevel, Question } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";

/** The extension that clients and servers declare if they support tasks. */
export const TASKS_EXTENSION = "io.modelcontextprotocol/tasks";

/** The client that sent a request: its properties, and the ways to reach it while the request is carried out. */
export interface ClientContext {
  /** Aborted when the client disconnects or cancels the request. */
  readonly signal: AbortSignal;
  /** Revision of MCP, such as `2026-07-28`. */
  readonly revision: string;
  readonly client: { readonly name?: string; readonly version?: string };
  /** The capabilities that the client declared; empty for a client of a 2025 revision without a session. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
  /** Sends a progress notification; left out if the client did not ask for progress. */
  readonly progress?: (done: number, total?: number, message?: string) => Promise<void>;
  /** Sends a log message, if the client has enabled this level. */
  log(level: LogLevel, data: unknown, logger?: string): Promise<void>;
  /** Responses to the questions of the previous round, as the client sent them, unvalidated. */
  readonly responses: Readonly<Record<string, unknown>>;
  /** State carried over from earlier rounds; its signature has been verified. */
  readonly state?: RoundState;
  /** Sends questions and waits for the responses, as tasks do. Left out if a question ends the round instead. */
  readonly ask?: (
    questions: Readonly<Record<string, Question>>,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** Continues the call as a task, and returns its handle; left out if the client does not support tasks. */
  readonly startTask?: (run: (client: ClientContext) => Promise<ToolResult>) => ToolResult;
  /** True if the protocol has an error for missing capabilities, so that no tool result is made of it. */
  readonly supportsCapabilityErrors?: boolean;
  /** Ends the response stream of this request, which the client then resumes; does nothing if there is no stream. */
  closeStream(): void;
}

/**
 * State that travels to the client and back with its responses: signed, but readable by the client. It is bound to
 * one request, so that the answer to a question never counts for another.
 */
export interface RoundState {
  /** Digest of the method, the name and the arguments. */
  readonly request: string;
  /** Validated answers of all rounds so far, by key. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Values of `once`, by key. */
  readonly once: Readonly<Record<string, unknown>>;
  /** Digests of the questions of this round, by key. */
  readonly asked: Readonly<Record<string, string>>;
}

/** Thrown by the code of a tool, prompt or resource for questions that are not answered yet. */
export class InputRequired extends Error {
  override readonly name = "InputRequired";
  readonly questions: Readonly<Record<string, Question>>;
  readonly state: RoundState;

  constructor(questions: Readonly<Record<string, Question>>, state: RoundState) {
    super(`input is required: ${Object.keys(questions).join(", ")}`);
    this.questions = questions;
    this.state = state;
  }
}
