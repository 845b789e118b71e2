/**
 * Everything that can go wrong with a call, as the caller sees it. One class, closed kinds, one table; what
 * may leave the process is decided here and nowhere else.
 */

import { type ErrorKind, errorKindOf } from "./contract/error-kinds.ts";
import { statusLine } from "./http/error-message.ts";
import type { Tool } from "./tool.ts";
import { isIdempotent } from "./tool.ts";

export type { ErrorKind };

export interface FieldFault {
  /** Dotted path in the arguments of the tool. */
  readonly path: string;
  readonly message: string;
}

interface Details {
  /** The upstream's HTTP status. */
  readonly status?: number;
  readonly fields?: readonly FieldFault[];
  /** What the upstream said, already shortened. */
  readonly upstream?: string;
  readonly retryAfterSeconds?: number;
  /** Overrides the kind's own answer to whether the same call may succeed later. */
  readonly retryable?: boolean;
  /** What the caller can do, where the kind's own words do not fit. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Whether the same call can succeed later, and what the caller can do. */
const KINDS: Readonly<Record<ErrorKind, { retryable: boolean; hint?: string }>> = {
  invalid_arguments: { retryable: false, hint: "Correct the arguments named above and call again." },
  unauthenticated: {
    retryable: false,
    hint: "The server's credentials for this API are missing or were refused; the person who runs the server must set them.",
  },
  forbidden: { retryable: false, hint: "These credentials may not do this; trying again will not help." },
  not_found: { retryable: false, hint: "Check the identifiers: they may be wrong, deleted or hidden." },
  conflict: { retryable: false, hint: "Read the current state first, then decide whether to call again." },
  rate_limited: { retryable: true, hint: "Wait before calling again." },
  rejected: { retryable: false, hint: "Change the arguments as the API says, then call again." },
  unavailable: { retryable: true, hint: "The API is not working at the moment; try again later." },
  timeout: { retryable: true, hint: "The API took too long; try again, or ask for less at once." },
  cancelled: { retryable: true },
  bad_response: { retryable: false, hint: "The API answered with something that cannot be used." },
  internal: { retryable: false, hint: "This is a fault of the server; its log says more." },
};

export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly kind: ErrorKind;
  readonly details: Details;

  /** `message` reaches the caller: it must not quote anything that is not theirs to know. */
  constructor(kind: ErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }

  /** What any thrown value is to a caller. A stranger's message stays here; it goes to the log as `cause`. */
  static from(error: unknown): ToolError {
    if (error instanceof ToolError) return error;
    return new ToolError("internal", "The server failed to carry out the call.", { cause: error });
  }

  /** The error a status of the upstream means. */
  static ofStatus(status: number, reason: string, details: Omit<Details, "status">): ToolError {
    return new ToolError(errorKindOf(status), `The API answered ${statusLine(status, reason)}.`, {
      ...details,
      status,
    });
  }

  get retryable(): boolean {
    return this.details.retryable ?? KINDS[this.kind].retryable;
  }

  /** The error as a tool result: lines for the model, and the same as structured content. */
  toResult(tool: Tool | undefined): {
    isError: true;
    content: [{ type: "text"; text: string }];
    structuredContent: { error: Record<string, unknown> };
  } {
    const { status, fields, upstream, retryAfterSeconds } = this.details;
    // Whether a write that got no answer was carried out is not known; repeating it could do it twice.
    const uncertain =
      (this.kind === "timeout" || this.kind === "unavailable") &&
      this.details.retryable === undefined &&
      tool !== undefined &&
      !isIdempotent(tool);
    const retryable = this.retryable && !uncertain;
    const hint = uncertain
      ? "Whether the call took effect is not known: check before calling again."
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

/** The client cannot do what it takes, and has not said that it can. */
export class MissingClientCapability extends ToolError {
  /** What it would have to declare. */
  readonly capabilities: Readonly<Record<string, unknown>>;

  /** `ability`: what it would have to be able to do, as in "a client that can …". */
  constructor(ability: string, capabilities: Readonly<Record<string, unknown>>) {
    super("rejected", `Nothing was done: this needs a client that can ${ability}.`, {
      hint: "Tell the person that this cannot be done with the client that they use; trying again will not help.",
    });
    this.capabilities = capabilities;
  }
}
