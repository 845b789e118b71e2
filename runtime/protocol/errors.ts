import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import { ToolError } from "../execute/errors.ts";

/**
 * What is thrown while something other than a tool is asked for, as the JSON-RPC error that the client gets. What
 * nobody meant for it stays here: the SDK would pass on the message of any error.
 */
export function protocolError(error: unknown, uri?: string): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const failure = ToolError.from(error);
  const { message, kind } = failure;
  if (kind === "not_found" && uri !== undefined) return new ResourceNotFoundError(uri, message);
  const isTheirs = kind === "invalid_arguments" || kind === "not_found";
  return new ProtocolError(
    isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
    message,
    failure.toResult(undefined).structuredContent.error,
  );
}
