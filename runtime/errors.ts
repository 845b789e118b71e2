/**
 * Every failure of a call as the caller sees it: one class with a closed set of kinds. This file alone decides which
 * parts of a failure may leave the process.
 */
import { type ErrorKind, errorKindOf } from "./contract/error-kinds.ts";
import type { Logger } from "./log.ts";

export type { ErrorKind };

/** A fault of one argument. */
export interface FieldFault {
  /** Dotted path in the arguments of the tool; empty for the arguments as a whole. */
  readonly path: string;
  readonly message: string;
}

interface Details {
  /** HTTP status of the upstream's response. */
  readonly status?: number;
  readonly fields?: readonly FieldFault[];
  /** The upstream's own error message, already shortened. */
  readonly upstream?: string;
  readonly retryAfterSeconds?: number;
  /** Overrides the default of the kind: true if the same call may succeed later. */
  readonly retryable?: boolean;
  /** Advice to the caller, in place of the default of the kind. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** `retryable`: the same call can succeed later. `hint`: advice to the caller. */
const KINDS: Readonly<Record<ErrorKind, { retryable: boolean; hint?: string }>> = {
  invalid_arguments: { retryable: false, hint: "Correct the arguments named above and call again." },
  unauthenticated: {
    retryable: false,
    hint: "The server's credentials for this API are missing or were refused; the operator of the server must set them.",
  },
  forbidden: {
    retryable: false,
    hint: "The server's credentials do not permit this call; trying again will not help.",
  },
  not_found: { retryable: false, hint: "Check the identifiers: they may be wrong, deleted or hidden." },
  conflict: { retryable: false, hint: "Read the current state first, then decide whether to call again." },
  rate_limited: { retryable: true, hint: "Wait before calling again." },
  rejected: { retryable: false, hint: "Change the arguments as the API says, then call again." },
  unavailable: { retryable: true, hint: "The API is not working at the moment; try again later." },
  timeout: { retryable: true, hint: "The API took too long; try again, or ask for less at once." },
  cancelled: { retryable: true },
  bad_response: { retryable: false, hint: "The API returned a response that cannot be used." },
  internal: { retryable: false, hint: "This is a fault of the server; its log has the details." },
};

export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly kind: ErrorKind;
  readonly details: Details;

  /** `message` reaches the caller: it must not contain anything that the caller may not know. */
  constructor(kind: ErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }

  /** Converts any thrown value. The message of an unknown error stays in the process, as `cause`, for the log. */
  static from(error: unknown): ToolError {
    if (error instanceof ToolError) return error;
    return new ToolError("internal", "The server failed to carry out the call.", { cause: error });
  }

  /** The error for an HTTP status of the upstream. */
  static ofStatus(status: number, reason: string, details: Omit<Details, "status">): ToolError {
    return new ToolError(errorKindOf(status), `The API answered ${statusLine(status, reason)}.`, {
      ...details,
      status,
    });
  }

  get retryable(): boolean {
    return this.details.retryable ?? KINDS[this.kind].retryable;
  }

  /**
   * The error as a tool result: text for the model, and the same as structured content. `repeatable`:
   * repeating the call has no further effect. If it is false, a call without an answer may have taken effect, so that the
   * result is not `retryable`.
   */
  toResult(repeatable: boolean): {
    isError: true;
    content: [{ type: "text"; text: string }];
    structuredContent: { error: Record<string, unknown> };
  } {
    const { status, fields, upstream, retryAfterSeconds } = this.details;
    const isUncertain =
      (this.kind === "timeout" || this.kind === "unavailable") &&
      this.details.retryable === undefined &&
      !repeatable;
    const retryable = this.retryable && !isUncertain;
    const hint = isUncertain
      ? "It is not known whether the call took effect: check before calling again."
      : (this.details.hint ?? KINDS[this.kind].hint);
    const lines = [
      this.message,
      ...(fields ?? []).map(({ path, message }) => `- ${path === "" ? "arguments" : path}: ${message}`),
      ...(upstream === undefined ? [] : [`The API says: ${upstream}`]),
      ...(hint === undefined ? [] : [hint]),
      ...(retryAfterSeconds === undefined ? [] : [`Try again after ${retryAfterSeconds} s.`]),
    ];
    return {
      isError: true,
      content: [{ type: "text", text: lines.join("\n") }],
      structuredContent: {
        error: {
          kind: this.kind,
          message: this.message,
          ...(status !== undefined && { status }),
          ...(fields && { fields }),
          ...(upstream !== undefined && { upstream }),
          retryable,
          ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        },
      },
    };
  }
}

/** The client has not declared a capability that the call needs. Nothing was done. */
export class MissingClientCapability extends ToolError {
  /** The capabilities to declare, in the form of MCP's `ClientCapabilities`. */
  readonly capabilities: Readonly<Record<string, unknown>>;

  /** `ability` completes the sentence "this needs a client that can …". */
  constructor(ability: string, capabilities: Readonly<Record<string, unknown>>) {
    super("rejected", `Nothing was done: this needs a client that can ${ability}.`, {
      hint: "Tell the user that their client cannot do this; trying again will not help.",
    });
    this.capabilities = capabilities;
  }
}

/** A status with its reason phrase, if that is short and printable. */
export function statusLine(status: number, reason: string): string {
  return /^[\x21-\x7e][\x20-\x7e]{0,59}$/.test(reason) ? `${status} ${reason}` : `${status}`;
}

/** Kinds whose cause lies with the server, its operator or the API; the caller causes all others. */
const LOGGED: ReadonlySet<ErrorKind> = new Set(["internal", "bad_response", "unavailable", "timeout"]);

/** Converts a thrown value into a `ToolError`, and logs it if the caller did not cause it. `about`: fields of the log. */
export type ReportError = (thrown: unknown, about: Readonly<Record<string, string>>) => ToolError;

export function errorReporter(server: string, logger: Logger): ReportError {
  return (thrown, about) => {
    const error = ToolError.from(thrown);
    const { kind, message, details } = error;
    if (LOGGED.has(kind))
      logger.warn({ server, ...about, kind, status: details.status, err: details.cause }, message);
    return error;
  };
}
