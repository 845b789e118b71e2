/** A tool that is one request: the only way from a declaration to its upstream. */
import { buildRequest, type UpstreamRequest } from "../http/request.ts";
import { readResponse } from "../http/response.ts";
import type { UpstreamResponse } from "../http/upstream.ts";
import type { HttpTool } from "../tool.ts";
import type { Executor } from "./executor.ts";
import type { Scope } from "./expressions.ts";
import type { Outcome } from "./outcome.ts";

/** Sends what the arguments make of the declaration, and reads the answer. */
export async function callHttp(
  executor: Executor,
  tool: HttpTool,
  args: Readonly<Record<string, unknown>>,
  scope: Scope,
  signal: AbortSignal,
): Promise<Outcome> {
  const { http, timeoutMs } = tool;
  const to = executor.upstreams.destination(http.upstream, http.server);
  const common = executor.upstreams.headers(http.upstream, to);
  const request = buildRequest(http, args, scope, common);
  const answer = await executor.http.send(to, request, signal, timeoutMs);
  return receive(tool, request, answer);
}

/** Where every answer of an upstream arrives. */
function receive(tool: HttpTool, request: UpstreamRequest, answer: UpstreamResponse): Outcome {
  const { name, http } = tool;
  const { result, body, json } = readResponse(answer, {
    name,
    method: request.method,
    ...(http.accept !== undefined && { accept: http.accept }),
  });
  return {
    result,
    value: body,
    ...(json && { bytes: json.bytes }),
    response: { status: answer.status, headers: answer.headers },
  };
}
