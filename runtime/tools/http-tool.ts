/** Tools that are one HTTP request, including those whose result has to be polled for. */

import type { Template } from "../contract/template.ts";
import { ToolError } from "../errors.ts";
import { fill, holds, type Scope } from "../expressions.ts";
import type { Destination } from "../http/egress.ts";
import { messageOf, retryAfter, upstreamText } from "../http/error-message.ts";
import { buildRequest, type UpstreamRequest } from "../http/request.ts";
import { readResponse } from "../http/response.ts";
import { type Encode, encode } from "../http/styles.ts";
import type { Upstream, UpstreamResponse } from "../http/upstream.ts";
import type { Upstreams } from "../http/upstreams.ts";
import type { HttpTool, Poll } from "../tool.ts";
import { delay } from "./deadline.ts";
import type { Invocation } from "./invocation.ts";
import type { Outcome } from "./result.ts";

export interface UpstreamServices {
  readonly http: Upstream;
  readonly upstreams: Upstreams;
}

/** Sends the request of a tool, polls for the result if the tool declares it, and reads the last response. */
export async function callHttp(
  tool: HttpTool,
  args: Readonly<Record<string, unknown>>,
  scope: Scope,
  invocation: Invocation,
  { http: client, upstreams }: UpstreamServices,
): Promise<Outcome> {
  const { http, timeoutMs } = tool;
  const to = upstreams.destination(http.upstream, http.server);
  const common = upstreams.headers(http.upstream, to);
  const request = buildRequest(http, args, scope, common);
  const first = await client.send(to, request, invocation.signal, timeoutMs);
  if (!http.poll) return outcomeOfResponse(tool, request.method, first);
  const { poll, accept } = http;
  const headers = { ...common, accept: accept ?? "*/*" };
  const get = (destination: Destination, target: string): Promise<UpstreamResponse> =>
    client.send(destination, { method: "GET", target, headers }, invocation.signal, timeoutMs);
  const last = await pollForResult(first, { poll, scope, to, request, get, invocation });
  return outcomeOfResponse(tool, last === first ? request.method : "GET", last);
}

function outcomeOfResponse(tool: HttpTool, method: string, response: UpstreamResponse): Outcome {
  const { name, http } = tool;
  const { result, body, json } = readResponse(response, {
    name,
    method,
    ...(http.accept !== undefined && { accept: http.accept }),
  });
  return {
    result,
    value: body,
    ...(json && { bytes: json.bytes }),
    response: { status: response.status, headers: response.headers },
  };
}

// ------------------------------------------------------------------------------------------- polling

interface Polling {
  readonly poll: Poll;
  readonly scope: Scope;
  /** Destination of the first request. */
  readonly to: Destination;
  /** The first request. */
  readonly request: UpstreamRequest;
  readonly get: (to: Destination, target: string) => Promise<UpstreamResponse>;
  readonly invocation: Invocation;
}

interface Target {
  readonly to: Destination;
  /** Path and query. */
  readonly target: string;
}

/** Maximum of Retry-After, in seconds. */
const MAX_WAIT = 300;
/** Number of consecutive 429 and 5xx responses that end the polling. */
const MAX_FAILURES = 3;

/**
 * Requests the status URL until the result is there, and returns the response that holds it. Returns the first
 * response if it is not pending or names no status URL, and a response that is an error at once.
 */
async function pollForResult(first: UpstreamResponse, polling: Polling): Promise<UpstreamResponse> {
  const { poll, get, invocation } = polling;
  if (!isPending(first, polling)) return first;
  let status = targetOf(poll.status ?? "$response.header.location", first, polling);
  if (status === undefined) return first;
  let response = first;
  for (let count = 1, failures = 0; ; count++) {
    const wait = Math.min(retryAfter(response.headers["retry-after"]) ?? 0, MAX_WAIT) * 1000;
    await delay(Math.max(wait, poll.intervalMs), invocation.signal);
    response = await get(status.to, status.target);
    await invocation.progress?.(count, undefined, "waiting for the API");
    if (response.status === 429 || response.status >= 500) {
      failures++;
      if (failures >= MAX_FAILURES) return response;
      continue;
    }
    failures = 0;
    if (response.status >= 400) return response;
    if (poll.failed && holds(poll.failed, scopeOf(response, polling))) throw failureOf(response);
    // A redirect of the status URL leads to the result (303 See Other, RFC 9110, section 15.4.4).
    const redirect = response.status >= 300 ? "$response.header.location" : undefined;
    if (redirect === undefined && isPending(response, polling)) {
      if (poll.status !== undefined) status = targetOf(poll.status, response, polling) ?? status;
      continue;
    }
    const template = redirect ?? poll.result;
    const result = template === undefined ? undefined : targetOf(template, response, polling);
    return result === undefined ? response : get(result.to, result.target);
  }
}

/** Without conditions for `done`, status 202 means that the result is pending. */
function isPending(response: UpstreamResponse, polling: Polling): boolean {
  const { done } = polling.poll;
  if (response.status >= 300) return false;
  return done ? !holds(done, scopeOf(response, polling)) : response.status === 202;
}

/**
 * Returns the target of a URL template; undefined if it has no value. The URL must be on the origin of the API, and an
 * argument cannot leave its place in it.
 */
function targetOf(template: Template, response: UpstreamResponse, polling: Polling): Target | undefined {
  const { to, request } = polling;
  const scope = scopeOf(response, polling);
  const fillWith = (encoding: Encode): unknown =>
    fill(template, { ...scope, inputs: encodeTexts(scope.inputs, encoding) });
  const value = fillWith(encode);
  if (typeof value !== "string" || value === "") return undefined;
  // Encoding does not protect dots: a URL parser treats `%2E%2E` like `..`.
  if (hasDotSegment(value) && !hasDotSegment(String(fillWith((text) => encode(text).replaceAll(".", "_")))))
    throw new ToolError("invalid_arguments", "An argument changes the path of the URL that is polled.");
  const first = to.baseUrl.origin + to.baseUrl.pathname.replace(/\/+$/, "") + request.target;
  const url = URL.canParse(value, first) ? new URL(value, first) : undefined;
  if (url?.origin !== to.baseUrl.origin || url.username !== "" || url.password !== "")
    throw new ToolError("bad_response", "The API refers to a result on another origin than its own.");
  return { to: { ...to, baseUrl: new URL(url.origin) }, target: url.pathname + url.search };
}

/** Encodes every text in a value. */
function encodeTexts(value: unknown, encoding: Encode): unknown {
  if (typeof value === "string") return encoding(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => encodeTexts(item, encoding));
  // Inside a text an object is inserted as JSON, including the names of its members.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replaceAll(/[/\\?#&]/g, encodeURIComponent),
      encodeTexts(member, encoding),
    ]),
  );
}

/** True if a path segment of the reference is `.` or `..`. */
function hasDotSegment(reference: string): boolean {
  const [path = ""] = reference.split(/[?#]/, 1);
  return path.split("/").some((segment) => segment === "." || segment === "..");
}

/** The body is JSON if it parses as such, and text otherwise. */
function scopeOf({ status, headers, body }: UpstreamResponse, { scope }: Polling): Scope {
  const text = body.toString("utf8");
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {}
  return { ...scope, response: { status, headers, body: value } };
}

function failureOf({ status, headers, body }: UpstreamResponse): ToolError {
  return new ToolError("rejected", "The API accepted the request but could not carry it out.", {
    status,
    ...upstreamText(messageOf(body, headers["content-type"])),
  });
}
