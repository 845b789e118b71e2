/** Requests that code makes on its own, through the upstream's client and within its limits. */
import type { Context } from "../handler.ts";
import { decodeText } from "../http/media.ts";
import { headerValue, invalid } from "../http/styles.ts";
import { isSettable } from "../http/upstreams.ts";
import type { ToolRunner } from "./tool-runner.ts";

type Init = NonNullable<Parameters<Context["fetch"]>[1]>;
type Response = Awaited<ReturnType<Context["fetch"]>>;

export async function send(
  { http, upstreams }: ToolRunner,
  path: string,
  { upstream, method = "GET", headers = {}, body }: Init,
  signal: AbortSignal,
): Promise<Response> {
  const to = upstreams.destination(upstream, undefined);
  const sent: Record<string, string> = { accept: "*/*", ...upstreams.headers(upstream, to) };
  const content =
    body === undefined || typeof body === "string" || body instanceof Uint8Array
      ? body
      : JSON.stringify(body);
  if (content !== undefined)
    sent["content-type"] =
      typeof body === "string"
        ? "text/plain; charset=utf-8"
        : body instanceof Uint8Array
          ? "application/octet-stream"
          : "application/json";
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!isSettable(key)) throw invalid(name, "this header cannot be set");
    sent[key] = headerValue(name, value, {}) ?? "";
  }
  const request = {
    method: method.toUpperCase(),
    target: path.startsWith("/") ? path : `/${path}`,
    headers: sent,
    ...(content !== undefined && { body: content }),
  };
  const answer = await http.send(to, request, signal);
  const text = (): string => decodeText(answer.body, answer.headers["content-type"]);
  return {
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    text,
    json: () => JSON.parse(text()) as unknown,
  };
}
