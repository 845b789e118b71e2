import type { Poll } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";
import { didYouMean } from "../suggest.ts";
import { readConditions } from "./condition.ts";
import { milliseconds } from "./duration.ts";
import { METHODS } from "./format/http.ts";
import type { SpecReader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import { checkSecret } from "./secrets.ts";
import type { Spot } from "./spot.ts";
import type { SpecHttp } from "./tool-spec.ts";

const WAIT = 1_000;

export function readHttp(spot: Spot, scope: Scope, reader: SpecReader): SpecHttp | undefined {
  const upstream = readUpstream(spot, reader);
  const params = reader.templates(spot.at("path"), scope);
  const query = reader.templates(spot.at("query"), scope);
  const headers = reader.templates(spot.at("headers"), scope);
  for (const [name, member] of spot.at("query").members) checkSecret(name, member, "parameter", reader);
  for (const [name, member] of spot.at("headers").members) checkSecret(name, member, "header", reader);
  const value = spot.has("body") ? reader.template(spot.at("body"), scope) : undefined;
  const poll = readPoll(spot.at("poll"), scope, reader);
  const method = reader.exactlyOne(spot, METHODS, "a request");
  if (method === undefined) return undefined;
  const path = spot.at(method);
  if (path.text === undefined) return undefined;
  checkPath(path, params, spot, reader);
  if (method === "get" && value !== undefined)
    reader.reportKey(
      "conflicting-keys",
      [...spot.pointer, "body"],
      "a GET request has no body",
      "Write it as `query`, or use another method.",
    );
  return {
    ...(upstream !== undefined && { upstream }),
    method: method.toUpperCase(),
    path: path.text,
    params,
    query,
    headers,
    ...(value !== undefined && {
      body: { type: spot.at("contentType").text ?? "application/json", value },
    }),
    ...(poll && { poll }),
    pointer: spot.pointer,
  };
}

/** The upstream that is named, the server's own, or the only one. */
function readUpstream(http: Spot, reader: SpecReader): string | undefined {
  const spot = http.at("upstream");
  const { upstreams, source } = reader;
  if (spot.text !== undefined) {
    if (!upstreams.has(spot.text))
      reader.report(
        "invalid-value",
        spot,
        `there is no upstream "${spot.text}"${didYouMean(spot.text, upstreams)}`,
        upstreams.size > 0
          ? `Upstreams are: ${[...upstreams].join(", ")}.`
          : "Add it: upstreams: { name: { baseUrl: https://api.example.com } }.",
      );
    return spot.text;
  }
  if (upstreams.size === 1) return [...upstreams][0];
  if (upstreams.has(source.name)) return source.name;
  if (!spot.isThere)
    reader.reportKey(
      "missing-key",
      http.pointer,
      upstreams.size === 0
        ? "the request goes to no upstream, since there is none"
        : "the request does not say which upstream it goes to",
      upstreams.size === 0
        ? "Add one: upstreams: { name: { baseUrl: https://api.example.com } }."
        : `Add \`upstream\`: ${[...upstreams].join(", ")}.`,
    );
  return undefined;
}

function checkPath(path: Spot, params: ReadonlyMap<string, Template>, http: Spot, reader: SpecReader): void {
  const names = new Set([...(path.text ?? "").matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name));
  for (const name of names)
    if (!params.has(name)) {
      const isExpression = name.startsWith("$");
      const plain = isExpression ? (/[\w-]+$/.exec(name)?.[0] ?? "name") : name;
      reader.report(
        "invalid-value",
        path,
        isExpression
          ? `expressions do not stand in the path itself: {${name}}`
          : `nothing says what stands in the path for {${name}}`,
        isExpression
          ? `Write {${plain}} here, and beside it \`path: { ${plain}: ${name} }\`.`
          : `Add \`path: { ${name}: $inputs.${name} }\` to the request.`,
      );
    }
  for (const name of params.keys())
    if (!names.has(name))
      reader.reportKey(
        "invalid-value",
        [...http.pointer, "path", name],
        `the path has no {${name}}${didYouMean(name, names)}`,
        "Correct one of the two.",
      );
}

export function readPoll(spot: Spot, scope: Scope, reader: SpecReader): Poll | undefined {
  if (!spot.isThere) return undefined;
  const answer: Scope = { ...scope, response: true };
  const done = spot.has("done") ? readConditions(spot.at("done"), answer, reader) : undefined;
  const failed = spot.has("failed") ? readConditions(spot.at("failed"), answer, reader) : undefined;
  const result = reader.expression(spot.at("result"), answer);
  return {
    status: reader.expression(spot.at("status"), answer) ?? "$response.header.location",
    ...(done && { done }),
    ...(failed && { failed }),
    ...(result !== undefined && { result }),
    intervalMs: milliseconds(spot.at("interval").text) ?? WAIT,
  };
}
