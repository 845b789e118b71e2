/** Answers that are not there yet: an API said where to ask how far it is, and is asked until it is done. */

import type { Template } from "../contract/template.ts";
import { ToolError } from "../errors.ts";
import { fill, holds, type Scope } from "../expressions.ts";
import type { Destination } from "../http/egress.ts";
import { messageOf, retryAfter, upstreamText } from "../http/error-message.ts";
import type { UpstreamRequest } from "../http/request.ts";
import { type Encode, encode } from "../http/styles.ts";
import type { UpstreamResponse } from "../http/upstream.ts";
import type { Poll } from "../tool.ts";
import { pause } from "./deadline.ts";
import type { Invocation } from "./invocation.ts";

export interface Polled {
  readonly poll: Poll;
  readonly scope: Scope;
  /** Where the first request went, and what it was. */
  readonly to: Destination;
  readonly request: UpstreamRequest;
  /** Sends a GET request. */
  readonly send: (to: Destination, target: string) => Promise<UpstreamResponse>;
  readonly run: Invocation;
}

interface Place {
  readonly to: Destination;
  /** Path and query. */
  readonly target: string;
}

/** Seconds that an API can have us wait between two questions. */
const MAX_WAIT = 300;
/** How often in a row it can be out of order. */
const MAX_FAILURES = 3;

/**
 * The answer that an API has in the end. Without a status to ask for, or where the first answer is no promise, it is
 * the first one; an answer that is an error is the last.
 */
export async function awaitAnswer(first: UpstreamResponse, polled: Polled): Promise<UpstreamResponse> {
  const { poll, run } = polled;
  if (!isPending(first, polled)) return first;
  let status = placeOf(poll.status ?? "$response.header.location", first, polled);
  if (status === undefined) return first;
  let answer = first;
  for (let asked = 1, failures = 0; ; asked++) {
    const wait = Math.min(retryAfter(answer.headers["retry-after"]) ?? 0, MAX_WAIT) * 1000;
    await pause(Math.max(wait, poll.intervalMs), run.signal);
    answer = await polled.send(status.to, status.target);
    await run.progress?.(asked, undefined, "waiting for the API");
    if (answer.status === 429 || answer.status >= 500) {
      failures++;
      if (failures >= MAX_FAILURES) return answer;
      continue;
    }
    failures = 0;
    if (answer.status >= 400) return answer;
    if (poll.failed && holds(poll.failed, scopeOf(answer, polled))) throw failed(answer);
    // A redirect leads to the result, as a promise leads to the status.
    const elsewhere = answer.status >= 300 ? "$response.header.location" : undefined;
    if (elsewhere === undefined && isPending(answer, polled)) {
      if (poll.status !== undefined) status = placeOf(poll.status, answer, polled) ?? status;
      continue;
    }
    const place = elsewhere ?? poll.result;
    const result = place === undefined ? undefined : placeOf(place, answer, polled);
    return result === undefined ? answer : polled.send(result.to, result.target);
  }
}

/** With conditions it is they who say when it is done; else an API says 202 for as long as it is not. */
function isPending(answer: UpstreamResponse, polled: Polled): boolean {
  const { done } = polled.poll;
  if (answer.status >= 300) return false;
  return done ? !holds(done, scopeOf(answer, polled)) : answer.status === 202;
}

/**
 * Where a template leads: it has to stay with the API, and arguments in their places in it. Undefined where it leads
 * nowhere.
 */
function placeOf(template: Template, answer: UpstreamResponse, polled: Polled): Place | undefined {
  const { to, request } = polled;
  const scope = scopeOf(answer, polled);
  const filled = (written: Encode): unknown =>
    fill(template, { ...scope, inputs: rewritten(scope.inputs, written) });
  const value = filled(encode);
  if (typeof value !== "string" || value === "") return undefined;
  // Dots cannot be encoded: a URL parser reads `%2E%2E` as two of them.
  if (climbs(value) && !climbs(String(filled((text) => encode(text).replaceAll(".", "_")))))
    throw new ToolError("invalid_arguments", "An argument leads to another place than the API describes.");
  const first = to.baseUrl.origin + to.baseUrl.pathname.replace(/\/+$/, "") + request.target;
  const url = URL.canParse(value, first) ? new URL(value, first) : undefined;
  if (url?.origin !== to.baseUrl.origin || url.username !== "" || url.password !== "")
    throw new ToolError(
      "bad_response",
      "The API says that its answer is in another place than it is itself.",
    );
  return { to: { ...to, baseUrl: new URL(url.origin) }, target: url.pathname + url.search };
}

/** Every text in a value, written in another way. */
function rewritten(value: unknown, write: Encode): unknown {
  if (typeof value === "string") return write(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rewritten(item, write));
  // In the middle of a text an object is its JSON, names and all.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replaceAll(/[/\\?#&]/g, encodeURIComponent),
      rewritten(member, write),
    ]),
  );
}

/** Whether there is a segment that stands for this folder, or the one above. */
function climbs(reference: string): boolean {
  const [path = ""] = reference.split(/[?#]/, 1);
  return path.split("/").some((segment) => segment === "." || segment === "..");
}

function scopeOf({ status, headers, body }: UpstreamResponse, { scope }: Polled): Scope {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    // What is no JSON has no members to name.
    value = body.toString("utf8");
  }
  return { ...scope, response: { status, headers, body: value } };
}

function failed({ status, headers, body }: UpstreamResponse): ToolError {
  return new ToolError("rejected", "The API took the request and could not carry it out.", {
    status,
    ...upstreamText(messageOf(body, headers["content-type"])),
  });
}
