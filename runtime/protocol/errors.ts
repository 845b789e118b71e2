import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import { ToolError } from "../execute/errors.ts";

/** What is thrown, as the JSON-RPC error that the client gets; what nobody meant for it stays here. */
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
