/** The rows of generated tests. */
import type { ErrorKind } from "./error-kinds.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** A request that the upstream must receive. */
export interface SendRow {
  /** Overrides the common arguments. */
  readonly with?: Arguments;
  /** Method and target, exactly as on the request line. */
  readonly request: string;
  /** Headers by lower-case name, except `accept`, `content-type` and those of the connection. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Content type of the body. */
  readonly type?: string;
  /** A JSON body, whose exact bytes are those of `JSON.stringify`. */
  readonly json?: unknown;
  /** The exact text of any other body; base64 if it is binary. */
  readonly body?: string;
  /** The parts of a multipart body, in order, with nothing but boundaries between them. */
  readonly parts?: readonly PartRow[];
  /** A value in place of the row's one argument that must be refused before anything is sent. */
  readonly rejects?: unknown;
}

/** A part of a multipart body: its header lines, and its content as text or base64. */
export interface PartRow {
  readonly head: readonly string[];
  readonly text?: string;
  readonly base64?: string;
}

/** Arguments that must be refused before anything is sent. */
export interface RejectRow {
  readonly with?: Arguments;
  readonly without?: string;
  /** The argument at fault. */
  readonly at: string;
}

/** A success answer of the upstream, which must come back as the tool's result. */
export interface ReturnRow {
  readonly status: number;
  readonly json?: unknown;
  readonly type?: string;
  readonly text?: string;
  /** The list that a sequence in `text` becomes. */
  readonly list?: unknown;
  readonly base64?: string;
}

/** An error answer of the upstream, and the kind of error that the caller must get. */
export interface ErrorRow {
  readonly status: number;
  readonly kind: ErrorKind;
}

/** A test from a tool spec. */
export interface CaseRow {
  readonly name: string;
  readonly args: Arguments;
  /** Answers of the upstreams, in the order of the requests. A text is sent as it is, anything else as JSON. */
  readonly mock: readonly {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  }[];
  readonly expect: {
    /** Method and target of each request, in order; not compared if it is left out. */
    readonly requests?: readonly string[];
    readonly isError?: boolean;
    readonly error?: ErrorKind;
    /** Members that the structured result must have; it may have more. */
    readonly result?: unknown;
    /** Text that the result must contain. */
    readonly text?: string;
  };
}

export interface ToolTests {
  /** The required arguments; none, if it is left out. */
  readonly args?: Arguments;
  /** The `accept` header of every request; any, if it is left out. */
  readonly accept?: string;
  /** Environment variables of the server under test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Headers of every request, by lower-case name; a row's headers override them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly sends?: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  readonly returns?: ReturnRow;
  readonly errors?: readonly ErrorRow[];
  readonly cases?: readonly CaseRow[];
}

/** The content that reading a resource must give. */
export interface ResourceRow {
  readonly uri: string;
  readonly text?: string;
  readonly blob?: string;
}

/** The messages that a prompt must give. */
export interface PromptRow {
  readonly args: Readonly<Record<string, string>>;
  /** The text of each message; null for a message that is not text. */
  readonly texts: readonly (string | null)[];
}
