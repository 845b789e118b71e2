/** Checks parameters: each value is in its declared place and serialisation, and there are no others. */
import type { Operation, Parameter } from "./declared.ts";
import { isObject, type Json, same, show } from "./json.ts";
import type { Recorded } from "./recorded.ts";
import {
  type Decode,
  decodes,
  formDecode,
  hasText,
  joinedMatches,
  type Pair,
  pairsMatch,
  pairsOf,
  pathMatches,
  percentDecode,
} from "./styles.ts";

/** A parameter with its given value. */
export interface Given {
  readonly parameter: Parameter;
  readonly value: Json;
}

type Report = (problem: string) => void;

/** Headers of the connection and of the body, which are never parameters. */
const TRANSPORT = new Set([
  ...["host", "connection", "keep-alive", "user-agent", "accept", "accept-encoding", "transfer-encoding"],
  ...["content-type", "content-length", "cookie"],
]);

export function checkParameters(
  request: Recorded,
  operation: Operation,
  given: readonly Given[],
  basePath: string,
  report: Report,
): void {
  const [path = "", query] = splitOnce(request.target, "?");
  if (/[^!$&'()*+,\-./0-9:;=?@A-Za-z_~%[\]|]/.test(request.target))
    report(`expected only URL characters in the request target, found ${show(request.target)}`);
  const template = splitOnce(operation.path.split("#", 1)[0] as string, "?");
  const pathGiven = given.filter(({ parameter }) => parameter.in === "path");
  checkPath(path, basePath + template[0], pathGiven, report);
  checkQuery(query ?? "", template[1] ?? "", given, report);
  checkHeaders(request, given, report);
  checkCookies(request, given, report);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

// ---------------------------------------------------------------------------------------------- path

function checkPath(path: string, template: string, given: readonly Given[], report: Report): void {
  const names: string[] = [];
  const source = template
    .split(/(\{[^{}]+\})/)
    .map((part, i) => {
      if (i % 2 === 0) return [...part].map(literal).join("");
      names.push(part.slice(1, -1));
      return "([^/?#]*)";
    })
    .join("");
  const greedy = new RegExp(`^${source}$`).exec(path);
  // The end of the first of two adjacent variables is ambiguous: tries both extremes.
  const lazy = new RegExp(`^${source.replaceAll("*)", "*?)")}$`).exec(path);
  if (!greedy || !lazy) {
    report(`expected a path that matches ${template}, found ${path}`);
    return;
  }
  for (const { parameter, value } of given) {
    const places = names.flatMap((name, i) => (name === parameter.name ? [i + 1] : []));
    if (places.length === 0) report(`expected {${parameter.name}} in the path, found none`);
    for (const i of places) {
      const texts = [greedy[i] as string, lazy[i] as string];
      if (
        !texts.some((text) => decodes(() => pathValueMatches(text, parameter, value))) &&
        !fills(template, given, path)
      )
        report(`path parameter ${parameter.name}: expected ${show(value)}, found ${show(texts[0])}`);
    }
  }
  for (const name of names)
    if (!given.some(({ parameter }) => parameter.name === name))
      report(`expected an argument for {${name}}, found none`);
  for (const segment of path.slice(1).split("/"))
    if (segment === "." || segment === "..") report(`expected no segment ${segment} in the path`);
}

function pathValueMatches(text: string, parameter: Parameter, value: Json): boolean {
  if (parameter.contentType !== undefined)
    return contentMatches(percentDecode(text), parameter.contentType, value);
  return pathMatches(text, parameter.name, parameter, value);
}

/** True if the template with the plain values is the path: this separates adjacent variables. */
function fills(template: string, given: readonly Given[], path: string): boolean {
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = given.find(({ parameter }) => parameter.name === name)?.value;
    return typeof value === "object" || value === undefined ? whole : String(value);
  });
  return decodes(() => percentDecode(path) === filled);
}

/** Returns a pattern for one character of a template, also percent-encoded. */
function literal(char: string): string {
  const plain = char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const encoded = [...new TextEncoder().encode(char)].map(
    (byte) => `%[${hexDigit(byte >> 4)}][${hexDigit(byte & 15)}]`,
  );
  return `(?:${plain}|${encoded.join("")})`;
}

function hexDigit(value: number): string {
  const digit = value.toString(16);
  return digit + digit.toUpperCase();
}

// --------------------------------------------------------------------------------------------- query

function checkQuery(query: string, literals: string, given: readonly Given[], report: Report): void {
  const whole = given.find(({ parameter }) => parameter.in === "querystring");
  if (whole) {
    checkWholeQuery(query, whole, report);
    return;
  }
  const pairs = pairsOf(query, "&");
  for (const { name, value } of pairsOf(literals, "&")) {
    const pair = pairs.find((p) => !p.used && p.name === name && p.value === value);
    if (pair) pair.used = true;
    else report(`expected ${name}=${value} of the path template in the query, found none`);
  }
  const ours = given.filter(({ parameter }) => parameter.in === "query");
  // Checks exploded objects last: a member may have the name of another parameter.
  const spreads = ({ parameter, value }: Given): boolean => parameter.explode && isObject(value);
  for (const each of [...ours.filter((g) => !spreads(g)), ...ours.filter(spreads)])
    checkPair(pairs, each, "query", report);
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`expected no query parameter ${name}: it is undeclared or has no argument`);
}

function checkPair(pairs: Pair[], { parameter, value }: Given, where: string, report: Report): void {
  const { name, contentType } = parameter;
  const before = pairs.map(({ used }) => used);
  // By RFC 3986 a plus sign is literal, but most servers decode it to a space.
  const decoders: Decode[] =
    parameter.style === "cookie"
      ? [(raw) => raw]
      : where === "query"
        ? [percentDecode, formDecode]
        : [percentDecode];
  const isRead = decoders.some((decode) => {
    for (const [i, pair] of pairs.entries()) pair.used = before[i] as boolean;
    return decodes(() => {
      if (contentType === undefined) return pairsMatch(pairs, name, parameter, value, decode);
      const ours = pairs.filter((pair) => !pair.used && decode(pair.name) === name);
      for (const pair of ours) pair.used = true;
      return ours.length === 1 && contentMatches(decode(ours[0]?.value ?? ""), contentType, value);
    });
  });
  if (isRead) return;
  const seen = pairs.filter((_, i) => !before[i]).map((pair) => `${pair.name}=${pair.value}`);
  report(
    `${where} parameter ${name} (${contentType ?? `${parameter.style}${parameter.explode ? ", exploded" : ""}`}):` +
      ` expected ${show(value)}, found ${show(seen.join("&"))}`,
  );
}

function checkWholeQuery(query: string, { parameter, value }: Given, report: Report): void {
  const type = parameter.contentType ?? "";
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type);
  const pairs = pairsOf(query, "&");
  const isRead = decodes(() =>
    isForm
      ? pairsMatch(pairs, "", { style: "form", explode: true }, value, formDecode) &&
        pairs.every((p) => p.used)
      : contentMatches(percentDecode(query), type, value),
  );
  if (!isRead) report(`expected the query ${show(value)} as ${type}, found ${show(query)}`);
}

// ------------------------------------------------------------------------------- headers and cookies

function checkHeaders(request: Recorded, given: readonly Given[], report: Report): void {
  const ours = given.filter(({ parameter }) => parameter.in === "header");
  for (const { parameter, value } of ours) {
    const name = parameter.name.toLowerCase();
    const found = request.headers.filter(([key]) => key.toLowerCase() === name);
    if (found.length === 0 && !hasText(value)) continue;
    const text = found[0]?.[1] ?? "";
    const isMatch =
      parameter.contentType === undefined
        ? joinedMatches(text, parameter, value, (raw) => raw.trim())
        : contentMatches(text, parameter.contentType, value);
    if (found.length !== 1 || !isMatch)
      report(`header ${parameter.name}: expected ${show(value)}, found ${show(found.map(([, v]) => v))}`);
  }
  for (const [name] of request.headers)
    if (
      !TRANSPORT.has(name.toLowerCase()) &&
      !ours.some((g) => g.parameter.name.toLowerCase() === name.toLowerCase())
    )
      report(`expected no header ${name}: it is undeclared or has no argument`);
}

function checkCookies(request: Recorded, given: readonly Given[], report: Report): void {
  const header = request.headers
    .filter(([name]) => name.toLowerCase() === "cookie")
    .map(([, value]) => value);
  const pairs = pairsOf(header.join("; "), /; ?|&/);
  // RFC 6265, section 4.1.1, except commas, which OpenAPI's lists contain.
  for (const { name, value } of pairs)
    if (/[\s"\\]/.test(value)) report(`expected only cookie characters in ${name}, found ${show(value)}`);
  for (const each of given.filter(({ parameter }) => parameter.in === "cookie"))
    checkPair(pairs, each, "cookie", report);
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`expected no cookie ${name}: it is undeclared or has no argument`);
}

function contentMatches(text: string, type: string, value: Json): boolean {
  if (typeof value === "string" && !/[/+]json\b/i.test(type)) return text === value;
  try {
    return same(JSON.parse(text), value);
  } catch {
    return false;
  }
}
