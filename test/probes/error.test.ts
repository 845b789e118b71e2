/** The result of an error answer: README, "Errors"; RFC 9457 (problem details); RFC 9110, sections 10.2.3 and 15. */

import { expect, it } from "vitest";
import type { JsonObject } from "../../generator/json.ts";
import { operations, probe, type Row } from "./harness.ts";
import { STRING } from "./rows.ts";

const OPERATION: JsonObject = {
  responses: { "200": { description: "ok", content: { "application/json": { schema: STRING } } } },
};

const fails = (
  name: string,
  status: number,
  type: string | undefined,
  body: string,
  error: JsonObject,
  more: { readonly headers?: Record<string, string>; readonly method?: string } = {},
): Row => ({
  name,
  ...(more.method !== undefined && { method: more.method }),
  operation: OPERATION,
  answer: { status, headers: { ...(type !== undefined && { "content-type": type }), ...more.headers }, body },
  returns: { error: { ...error, ...(!("status" in error) && { status }) } },
});

const STATUSES: readonly [status: number, kind: string, retryable: boolean][] = [
  [400, "rejected", false],
  [401, "unauthenticated", false],
  [402, "rejected", false],
  [403, "forbidden", false],
  [404, "not_found", false],
  [405, "rejected", false],
  [409, "conflict", false],
  [410, "not_found", false],
  [412, "conflict", false],
  [415, "rejected", false],
  [418, "rejected", false],
  [422, "rejected", false],
  [429, "rate_limited", true],
  [500, "unavailable", true],
  [501, "unavailable", true],
  [502, "unavailable", true],
  [503, "unavailable", true],
];

probe("errors, statuses", {}, [
  ...STATUSES.map(([status, kind, retryable]) =>
    fails(String(status), status, undefined, "", { kind, retryable }),
  ),
  // RFC 9110, section 9.2.2: a POST must not be repeated by itself.
  fails("500 of a POST", 500, undefined, "", { kind: "unavailable", retryable: false }, { method: "POST" }),
  fails("503 of a PUT", 503, undefined, "", { kind: "unavailable", retryable: true }, { method: "PUT" }),
  fails(
    "503 of a DELETE",
    503,
    undefined,
    "",
    { kind: "unavailable", retryable: true },
    { method: "DELETE" },
  ),
  fails("429 of a POST", 429, undefined, "", { kind: "rate_limited", retryable: true }, { method: "POST" }),
  fails("an unregistered status", 499, undefined, "", { kind: "rejected" }),
  fails(
    "Retry-After in seconds",
    429,
    undefined,
    "",
    { kind: "rate_limited", retryAfterSeconds: 17 },
    { headers: { "retry-after": "17" } },
  ),
  fails(
    "Retry-After as a date that has passed",
    503,
    undefined,
    "",
    { kind: "unavailable", retryAfterSeconds: 0 },
    {
      headers: { "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" },
    },
  ),
]);

const PROBLEM = "application/problem+json";

probe("errors, the message of the API", {}, [
  fails(
    "problem details",
    403,
    PROBLEM,
    JSON.stringify({
      type: "https://example.com/probs/out-of-credit",
      title: "You do not have enough credit.",
      detail: "Your current balance is 30, but that costs 50.",
      instance: "/account/12345/msgs/abc",
    }),
    { kind: "forbidden", upstream: "Your current balance is 30, but that costs 50." },
  ),
  fails("problem details with a title alone", 403, PROBLEM, '{"title":"No credit."}', {
    upstream: "No credit.",
  }),
  fails("a charset", 400, `${PROBLEM}; charset=utf-8`, '{"detail":"é"}', { upstream: "é" }),
  fails("message", 400, "application/json", '{"code":7,"message":"Too long."}', { upstream: "Too long." }),
  fails("error, a string", 400, "application/json", '{"error":"Too long."}', { upstream: "Too long." }),
  fails("error, an object", 400, "application/json", '{"error":{"code":1,"message":"Too long."}}', {
    upstream: "Too long.",
  }),
  fails(
    "RFC 6749, section 5.2",
    400,
    "application/json",
    '{"error":"invalid_grant","error_description":"It has expired."}',
    { upstream: "It has expired." },
  ),
  fails("text", 400, "text/plain", "Too long.", { upstream: "Too long." }),
  fails("text without a content type", 400, undefined, "Too long.", { upstream: "Too long." }),
  fails(
    "HTML, its title",
    502,
    "text/html",
    "<html><head><title>Bad gateway</title></head><body><h1>nginx</h1></body></html>",
    { kind: "unavailable", upstream: "Bad gateway" },
  ),
  fails("JSON that is none", 500, "application/json", "oops", { upstream: "oops" }),
  fails("control characters are left out", 400, "text/plain", "a\u0000\u001b[31mb\u202ec", {
    upstream: "a [31mb c",
  }),
]);

probe("errors, redirects", {}, [
  ...[301, 302, 303, 307, 308].map((status) =>
    fails(
      String(status),
      status,
      undefined,
      "",
      { kind: "bad_response" },
      { headers: { location: "https://elsewhere.example/" } },
    ),
  ),
  fails("300", 300, undefined, "", { kind: "bad_response" }),
  fails(
    "a redirect to the same server",
    302,
    undefined,
    "",
    { kind: "bad_response" },
    { headers: { location: "/x" } },
  ),
]);

probe("errors of 2xx", {}, [
  fails("a web page instead of JSON", 200, "text/html", "<title>Log in</title>", {
    kind: "bad_response",
    upstream: "Log in",
  }),
]);

const redirected = operations({}, [{ operation: OPERATION }]);

it("a redirect is not followed", async () => {
  const { received } = await redirected.call(0, {}, { status: 302, headers: { location: "/elsewhere" } });
  expect(received).toHaveLength(1);
});
