/** JSON-RPC errors: of one request, and as the answer to a whole HTTP request. */
import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from "@modelcontextprotocol/server";
import { MissingClientCapability, ToolError } from "../errors.ts";

/**
 * Converts a thrown value into the JSON-RPC error that the client gets, without the message of an unexpected error.
 * `isModern`: the client knows the errors of 2026-07-28.
 */
export function protocolError(error: unknown, isModern: boolean, uri?: string): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (error instanceof MissingClientCapability && isModern)
    return new MissingRequiredClientCapabilityError({ requiredCapabilities: error.capabilities });
  const failure = ToolError.from(error);
  const { message, kind } = failure;
  if (kind === "not_found" && uri !== undefined) return new ResourceNotFoundError(uri, message);
  const isClientError = kind === "invalid_arguments" || kind === "not_found";
  return new ProtocolError(
    isClientError ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
    message,
    failure.toResult(true).structuredContent.error,
  );
}

/** The error message that answers a whole HTTP request. */
export function errorMessage(code: number, message: string): object {
  return { jsonrpc: "2.0", error: { code, message }, id: null };
}

export function errorResponse(
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json(errorMessage(code, message), { status, headers });
}
