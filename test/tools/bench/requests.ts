/** The requests of a client of either protocol era. */
import { ARGUMENTS, operations } from "./document.ts";

export type Era = "modern" | "legacy";
export type Method = "tools/list" | "tools/call";

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns one list request, or one call of each tool with the same arguments. */
export function requestsOf(method: Method, era: Era, size: number): HttpRequest[] {
  if (method === "tools/list") return [request(method, era, {})];
  return operations(size).map(({ name }) => request(method, era, { name, arguments: ARGUMENTS }));
}

function request(
  method: Method,
  era: Era,
  params: { readonly name?: string; readonly arguments?: object },
): HttpRequest {
  const common = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  if (era === "legacy")
    return {
      headers: { ...common, "mcp-protocol-version": "2025-11-25" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    };
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return {
    headers: {
      ...common,
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(params.name !== undefined && { "mcp-name": params.name }),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }),
  };
}
