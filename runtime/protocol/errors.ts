import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from "@modelcontextprotocol/server";
import { MissingClientCapability, ToolError } from "../errors.ts";

/**
 * What is thrown, as the JSON-RPC error that the client gets; what nobody meant for it stays here. `isModern`: the
 * client knows the errors of 2026-07-28.
 */
export function protocolError(error: unknown, isModern: boolean, uri?: string): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (error instanceof MissingClientCapability && isModern)
    return new MissingRequiredClientCapabilityError({ requiredCapabilities: error.capabilities });
  const failure = ToolError.from(error);
  const { message, kind } = failure;
  if (kind === "not_found" && uri !== undefined) return new ResourceNotFoundError(uri, message);
  const isTheirs = kind === "invalid_arguments" || kind === "not_found";
  return new ProtocolError(
    isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
    message,
    failure.toResult(true).structuredContent.error,
  );
}
