/** Parameters: that each value sent arrived where the document says and reads back, and that there is no more. */
import type { Operation, Parameter } from "./declared.ts";
import { isObject, type Json, same, show } from "./json.ts";
import type { Recorded } from "./recorded.ts";
import {
  type Decode,
  formDecode,
  hasText,
  type Pair,
  pairsOf,
  percentDecode,
  readable,
  saysInPairs,
  saysInPath,
  saysJoined,
} from "./styles.ts";

/** A parameter with the value that was given for it. */
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
    report(`the request target has a character that no URL can hold: ${show(request.target)}`);
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
  // The path alone does not say where one of two adjacent variables ends.
  const lazy = new RegExp(`^${source.replaceAll("*)", "*?)")}$`).exec(path);
  if (!greedy || !lazy) {
    report(`the path ${path} does not match ${template}`);
    return;
  }
  for (const { parameter, value } of given) {
    const places = names.flatMap((name, i) => (name === parameter.name ? [i + 1] : []));
    if (places.length === 0) report(`the path has no {${parameter.name}}`);
    for (const i of places) {
      const texts = [greedy[i] as string, lazy[i] as string];
      if (
        !texts.some((text) => readable(() => saysPathValue(text, parameter, value))) &&
        !fills(template, given, path)
      )
        report(
          `the path parameter ${parameter.name} is ${show(texts[0])}, which does not say ${show(value)}`,
        );
    }
  }
  for (const name of names)
    if (!given.some(({ parameter }) => parameter.name === name)) report(`nothing was given for {${name}}`);
  for (const segment of path.slice(1).split("/"))
    if (segment === "." || segment === "..") report(`the path has the segment ${segment}`);
}

function saysPathValue(text: string, parameter: Parameter, value: Json): boolean {
  if (parameter.contentType !== undefined)
    return saysContent(percentDecode(text), parameter.contentType, value);
  return saysInPath(text, parameter.name, parameter, value);
}

/** True if plain texts put into the template give the path: this separates adjacent variables. */
function fills(template: string, given: readonly Given[], path: string): boolean {
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = given.find(({ parameter }) => parameter.name === name)?.value;
    return typeof value === "object" || value === undefined ? whole : String(value);
  });
  return readable(() => percentDecode(path) === filled);
}

/** One character of a template: as it is, or percent-encoded. */
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
    else report(`the query lacks ${name}=${value} of the path itself`);
  }
  const ours = given.filter(({ parameter }) => parameter.in === "query");
  // Exploded objects last: a member may be called like another parameter.
  const spreads = ({ parameter, value }: Given): boolean => parameter.explode && isObject(value);
  for (const each of [...ours.filter((g) => !spreads(g)), ...ours.filter(spreads)])
    checkPair(pairs, each, "query", report);
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`the query has ${name}, which nothing declares or no argument gave`);
}

function checkPair(pairs: Pair[], { parameter, value }: Given, where: string, report: Report): void {
  const { name, contentType } = parameter;
  const before = pairs.map(({ used }) => used);
  // A plus sign is itself by RFC 3986, and a space to most servers: what arrives must not depend on that.
  const decoders: Decode[] =
    parameter.style === "cookie"
      ? [(raw) => raw]
      : where === "query"
        ? [percentDecode, formDecode]
        : [percentDecode];
  const isRead = decoders.some((decode) => {
    for (const [i, pair] of pairs.entries()) pair.used = before[i] as boolean;
    return readable(() => {
      if (contentType === undefined) return saysInPairs(pairs, name, parameter, value, decode);
      const ours = pairs.filter((pair) => !pair.used && decode(pair.name) === name);
      for (const pair of ours) pair.used = true;
      return ours.length === 1 && saysContent(decode(ours[0]?.value ?? ""), contentType, value);
    });
  });
  if (isRead) return;
  const seen = pairs.filter((_, i) => !before[i]).map((pair) => `${pair.name}=${pair.value}`);
  report(
    `the ${where} parameter ${name} (${contentType ?? `${parameter.style}${parameter.explode ? ", exploded" : ""}`})` +
      ` does not say ${show(value)} in ${show(seen.join("&"))}`,
  );
}

function checkWholeQuery(query: string, { parameter, value }: Given, report: Report): void {
  const type = parameter.contentType ?? "";
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type);
  const pairs = pairsOf(query, "&");
  const isRead = readable(() =>
    isForm
      ? saysInPairs(pairs, "", { style: "form", explode: true }, value, formDecode) &&
        pairs.every((p) => p.used)
      : saysContent(percentDecode(query), type, value),
  );
  if (!isRead) report(`the query ${show(query)} does not say ${show(value)} as ${type}`);
}

// ------------------------------------------------------------------------------- headers and cookies

function checkHeaders(request: Recorded, given: readonly Given[], report: Report): void {
  const ours = given.filter(({ parameter }) => parameter.in === "header");
  for (const { parameter, value } of ours) {
    const name = parameter.name.toLowerCase();
    const found = request.headers.filter(([key]) => key.toLowerCase() === name);
    if (found.length === 0 && !hasText(value)) continue;
    const text = found[0]?.[1] ?? "";
    const says =
      parameter.contentType === undefined
        ? saysJoined(text, parameter, value, (raw) => raw.trim())
        : saysContent(text, parameter.contentType, value);
    if (found.length !== 1 || !says)
      report(
        `the header ${parameter.name} is ${show(found.map(([, v]) => v))}, which does not say ${show(value)}`,
      );
  }
  for (const [name] of request.headers)
    if (
      !TRANSPORT.has(name.toLowerCase()) &&
      !ours.some((g) => g.parameter.name.toLowerCase() === name.toLowerCase())
    )
      report(`the header ${name} was sent, which nothing declares or no argument gave`);
}

function checkCookies(request: Recorded, given: readonly Given[], report: Report): void {
  const header = request.headers
    .filter(([name]) => name.toLowerCase() === "cookie")
    .map(([, value]) => value);
  const pairs = pairsOf(header.join("; "), /; ?|&/);
  // RFC 6265, section 4.1.1; OpenAPI's own lists have commas.
  for (const { name, value } of pairs)
    if (/[\s"\\]/.test(value))
      report(`the cookie ${name} has a character that no cookie can hold: ${show(value)}`);
  for (const each of given.filter(({ parameter }) => parameter.in === "cookie"))
    checkPair(pairs, each, "cookie", report);
  for (const { name } of pairs.filter(({ used }) => !used))
    report(`the cookie ${name} was sent, which nothing declares or no argument gave`);
}

function saysContent(text: string, type: string, value: Json): boolean {
  if (typeof value === "string" && !/[/+]json\b/i.test(type)) return text === value;
  try {
    return same(JSON.parse(text), value);
  } catch {
    return false;
  }
}
