/** The rows that generated tests are made of. */

export type Arguments = Readonly<Record<string, unknown>>;

/** A request the upstream must receive. */
export interface SendRow {
  /** Laid over the common arguments. */
  readonly with?: Arguments;
  /** Method and target, exactly as on the request line. */
  readonly request: string;
  /** Headers by lower-case name, beside `accept` and `content-type` and those of the connection. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Content type of the body. */
  readonly type?: string;
  /** A JSON body, of which `JSON.stringify` gives the exact bytes. */
  readonly json?: unknown;
  /** The exact text of any other body; base64 where it is binary. */
  readonly body?: string;
  /** The parts of a multipart body, which follow each other with nothing but boundaries between them. */
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

/** Arguments that must be refused before anything is sent, and the argument at fault. */
export interface RejectRow {
  readonly with?: Arguments;
  readonly without?: string;
  readonly at: string;
}

/** A success answer of the upstream, which must come back as the tool's result. */
export interface ReturnRow {
  readonly status: number;
  readonly json?: unknown;
  readonly type?: string;
  readonly text?: string;
  /** What becomes of the text where it is a sequence. */
  readonly list?: unknown;
  readonly base64?: string;
}

/** An error answer of the upstream, and the kind of error it must come back as. */
export interface ErrorRow {
  readonly status: number;
  readonly kind: string;
}

/** A test that a person wrote. */
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
    /** Method and target of each request, in order; left out, it is not looked at. */
    readonly requests?: readonly string[];
    readonly isError?: boolean;
    /** The kind of error. */
    readonly error?: string;
    /** What the structured result must have; more may be there. */
    readonly result?: unknown;
    /** What the text of the result must contain. */
    readonly text?: string;
  };
}

export interface ToolTests {
  /** The required arguments; none, if it is left out. */
  readonly args?: Arguments;
  /** The `accept` header of every request; anything, if it is left out. */
  readonly accept?: string;
  /** Variables of the environment that the server is started with. */
  readonly env?: Readonly<Record<string, string>>;
  /** Headers of every request, by lower-case name; those of a row are laid over them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly sends?: readonly SendRow[];
  readonly rejects: readonly RejectRow[];
  readonly returns?: ReturnRow;
  readonly errors?: readonly ErrorRow[];
  readonly cases?: readonly CaseRow[];
}

/** What reading a resource must give. */
export interface ResourceRow {
  readonly uri: string;
  readonly text?: string;
  readonly blob?: string;
}

/** The messages a prompt must give. */
export interface PromptRow {
  readonly args: Readonly<Record<string, string>>;
  /** The text of each message; null for what is no text. */
  readonly texts: readonly (string | null)[];
}
