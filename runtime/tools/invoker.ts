import { type ErrorKind, ToolError } from "../errors.ts";
import type { Context, ResourceContent } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Logger } from "../log.ts";
import type { Code } from "../server.ts";
import type { ClientContext } from "./client-context.ts";

/** What is asked for: the answers to questions are good for the same again and for nothing else. */
export interface Subject {
  readonly method: "tools/call" | "resources/read" | "prompts/get" | "completion/complete" | "resources/list";
  readonly name: string;
  readonly args: unknown;
}

/** What resources, prompts and completion need of the server that they belong to. */
export interface ToolInvoker {
  readonly server: string;
  readonly logger: Logger;
  /** Calls a tool, also one that is not offered. Throws a `ToolError` where it fails. */
  call(tool: string, args: unknown, caller: ClientContext): Promise<ToolResult>;
  /** Reads resources in the course of a request, so that what they ask is asked by the request. */
  reader(subject: Subject, caller: ClientContext): (uri: string) => Promise<readonly ResourceContent[]>;
  /** Runs what people wrote, by the reference to it. Throws a `ToolError` where it takes too long. */
  runCode<T>(
    reference: string,
    subject: Subject,
    caller: ClientContext,
    call: (code: Code, context: Context) => T | Promise<T>,
  ): Promise<T>;
}

/** Faults that are the server's or the operator's to know; the others are the caller's. */
const LOGGED: ReadonlySet<ErrorKind> = new Set(["internal", "bad_response", "unavailable", "timeout"]);

/** What any thrown value is to a caller, once the log has what it is to the operator. */
export function reported(
  error: unknown,
  host: ToolInvoker,
  about: Readonly<Record<string, string>>,
): ToolError {
  const failure = ToolError.from(error);
  const { kind, details } = failure;
  if (LOGGED.has(kind))
    host.logger.warn(
      { server: host.server, ...about, kind, status: details.status, err: details.cause },
      failure.message,
    );
  return failure;
}
