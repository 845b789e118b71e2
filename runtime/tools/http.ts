/** A tool that is one request: the only way from a declaration to its upstream. */

import type { Scope } from "../expressions.ts";
import { buildRequest, type UpstreamRequest } from "../http/request.ts";
import { readResponse } from "../http/response.ts";
import type { UpstreamResponse } from "../http/upstream.ts";
import type { HttpTool } from "../tool.ts";
import type { Invocation } from "./invocation.ts";
import type { Outcome } from "./outcome.ts";
import { awaitAnswer } from "./poll.ts";
import type { ToolRunner } from "./tool-runner.ts";

/** Sends what the arguments make of the declaration, and reads the answer, be it not there at once. */
export async function callHttp(
  executor: ToolRunner,
  tool: HttpTool,
  args: Readonly<Record<string, unknown>>,
  scope: Scope,
  run: Invocation,
): Promise<Outcome> {
  const { http, timeoutMs } = tool;
  const to = executor.upstreams.destination(http.upstream, http.server);
  const common = executor.upstreams.headers(http.upstream, to);
  const request = buildRequest(http, args, scope, common);
  const answer = await executor.http.send(to, request, run.signal, timeoutMs);
  if (!http.poll) return receive(tool, request.method, answer);
  const { poll, accept } = http;
  const headers = { ...common, accept: accept ?? "*/*" };
  const send = (destination: typeof to, target: string): Promise<UpstreamResponse> =>
    executor.http.send(destination, { method: "GET", target, headers }, run.signal, timeoutMs);
  const asked = { poll, scope, to, request, send, run };
  const last = await awaitAnswer(answer, asked);
  return receive(tool, last === answer ? request.method : "GET", last);
}

/** Where every answer of an upstream arrives. */
function receive(tool: HttpTool, method: UpstreamRequest["method"], answer: UpstreamResponse): Outcome {
  const { name, http } = tool;
  const { result, body, json } = readResponse(answer, {
    name,
    method,
    ...(http.accept !== undefined && { accept: http.accept }),
  });
  return {
    result,
    value: body,
    ...(json && { bytes: json.bytes }),
    response: { status: answer.status, headers: answer.headers },
  };
}
