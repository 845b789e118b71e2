/** Whoever made a request: what is known of them, and the ways to reach them while it is carried out. */
import type { LogLevel, Question } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";

export interface ClientContext {
  /** Aborted when the caller has gone or cancelled the request. */
  readonly signal: AbortSignal;
  /** Revision of the protocol. */
  readonly revision: string;
  readonly client: { readonly name?: string; readonly version?: string };
  /** What the client said it can do; nothing, where it was never asked (2025 era without sessions). */
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
  /** Left out where the client did not ask to be told. */
  readonly progress?: (done: number, total?: number, message?: string) => Promise<void>;
  /** Tells the client, if it wants to hear of this level. */
  log(level: LogLevel, data: unknown, logger?: string): Promise<void>;
  /** Answers to the questions of the round before, as the client sent them: nobody has checked them. */
  readonly responses: Readonly<Record<string, unknown>>;
  /** What was carried over from the rounds before; its signature was checked. */
  readonly state?: RoundState;
  /**
   * Asks and waits for the answers, where there is somebody to wait for: a task does. Without it a question ends
   * the round.
   */
  readonly ask?: (
    questions: Readonly<Record<string, Question>>,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** Goes on as a task, and gives its handle; left out where the client knows no tasks. */
  readonly asTask?: (run: (caller: ClientContext) => Promise<ToolResult>) => ToolResult;
  /** The protocol has an error that says what the client would have to be able to do: no result is made of it. */
  readonly supportsCapabilityErrors?: boolean;
  /** Ends the stream of this request, which the client then takes up again; does nothing where there is none. */
  closeStream(): void;
}

/**
 * What goes to the client and comes back with its answers: signed, and readable by the client. It is bound to
 * the request it was made for, so that a yes to one question is none to another.
 */
export interface RoundState {
  /** Digest of the method, the name and the arguments. */
  readonly of: string;
  /** Answers of all rounds so far, checked, by key. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Values of `once`, by key. */
  readonly once: Readonly<Record<string, unknown>>;
  /** Digests of the questions of this round, by key: an answer is one to its very question. */
  readonly asked: Readonly<Record<string, string>>;
}

/** Thrown through the code of a tool, a prompt or a resource when it asks what has not been answered yet. */
export class InputRequired extends Error {
  override readonly name = "InputNeeded";
  readonly questions: Readonly<Record<string, Question>>;
  readonly state: RoundState;

  constructor(questions: Readonly<Record<string, Question>>, state: RoundState) {
    super(`input is needed: ${Object.keys(questions).join(", ")}`);
    this.questions = questions;
    this.state = state;
  }
}

/** A caller that can be told and asked nothing. */
export function silentCaller(signal: AbortSignal, revision: string): ClientContext {
  return {
    signal,
    revision,
    client: {},
    capabilities: {},
    log: async () => {},
    responses: {},
    closeStream: () => {},
  };
}
