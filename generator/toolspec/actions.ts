/** Checks what tools do: requests, steps, and the secrets that must not stand in them. */
import type { z } from "zod";
import type { Poll } from "../../runtime/contract/http-binding.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Pointer } from "../json.ts";
import { didYouMean } from "../suggest.ts";
import { resolveCode, type SpecContext } from "./checks.ts";
import { checkConditions, checkTemplate, checkTemplates, type Scope } from "./expression-scope.ts";
import type { http, step, tool } from "./format/tool-format.ts";
import type { CodeReference, SpecAction, SpecCall, SpecHttp, SpecStep } from "./tool-spec.ts";

type Http = z.output<typeof http>;
type Step = z.output<typeof step>;

/** The action of a tool; undefined if it has none, which was reported. */
export function readAction(
  { http, steps, handler, result }: z.output<typeof tool>,
  at: Pointer,
  inputs: NonNullable<Scope["inputs"]>,
  context: SpecContext,
): SpecAction | undefined {
  const request = http && readHttp(http, [...at, "http"], { inputs }, context);
  const read = steps && readSteps(steps, [...at, "steps"], inputs, context);
  const code = handler && resolveCode(handler, [...at, "handler"], context);
  const outputs = new Map((steps ?? []).map(({ id, outputs }) => [id, new Set(outputs.keys())]));
  if (result !== undefined && (http || steps))
    checkTemplate(
      result,
      [...at, "result"],
      http ? { inputs, response: true } : { inputs, steps: outputs },
      context,
    );
  const filled = result === undefined ? {} : { result };
  if (request) return { kind: "http", http: request, ...filled };
  if (read) return { kind: "steps", steps: read, ...filled };
  return code && { kind: "handler", handler: code };
}

function readHttp(http: Http, at: Pointer, scope: Scope, context: SpecContext): SpecHttp {
  const { path, params, query, headers, body } = http;
  checkTemplates(params, [...at, "path"], scope, context);
  checkTemplates(query, [...at, "query"], scope, context);
  checkTemplates(headers, [...at, "headers"], scope, context);
  for (const [name, value] of query) checkSecret("parameter", name, value, [...at, "query", name], context);
  for (const [name, value] of headers) checkSecret("header", name, value, [...at, "headers", name], context);
  if (body) checkTemplate(body.value, [...at, "body"], scope, context);
  checkPolling(http, at, scope, context);
  // A request without a path was reported.
  if (path !== "") checkPath(http, at, context);
  const upstream = upstreamOf(http, at, context);
  return { ...http, ...(upstream !== undefined && { upstream }), pointer: at };
}

/** The upstream that is named, the server's own, or the only one. */
function upstreamOf(
  { upstream }: Http,
  at: Pointer,
  { upstreams, source, diagnostics }: SpecContext,
): string | undefined {
  const add = "Add one: upstreams: { name: { baseUrl: https://api.example.com } }.";
  const listed = [...upstreams].join(", ");
  if (upstream !== undefined) {
    if (upstream !== "" && !upstreams.has(upstream))
      diagnostics.report(
        "invalid-value",
        [...at, "upstream"],
        `expected the name of an upstream, found "${upstream}"${didYouMean(upstream, upstreams)}`,
        upstreams.size > 0 ? `The upstreams are ${listed}.` : add,
      );
    return upstream;
  }
  if (upstreams.size === 1) return [...upstreams][0];
  if (upstreams.has(source.name)) return source.name;
  diagnostics.report(
    "missing-key",
    at,
    upstreams.size === 0
      ? "the request has no upstream: the tool spec declares none"
      : 'the key "upstream" is missing, and there are several upstreams',
    upstreams.size === 0 ? add : `Add \`upstream\`: ${listed}.`,
    "key",
  );
  return undefined;
}

function checkPath({ method, path, params }: Http, at: Pointer, { diagnostics }: SpecContext): void {
  const names = new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name));
  for (const name of names) {
    if (params.has(name)) continue;
    const isExpression = name.startsWith("$");
    const plain = isExpression ? (/[\w-]+$/.exec(name)?.[0] ?? "name") : name;
    diagnostics.report(
      "invalid-value",
      [...at, method.toLowerCase()],
      isExpression
        ? `expected the name of a path parameter, found the expression {${name}}`
        : `the path parameter {${name}} has no value`,
      isExpression
        ? `Write {${plain}} here, and beside it \`path: { ${plain}: ${name} }\`.`
        : `Add \`path: { ${name}: $inputs.${name} }\` to the request.`,
    );
  }
  for (const name of params.keys())
    if (!names.has(name))
      diagnostics.report(
        "invalid-value",
        [...at, "path", name],
        `expected a parameter of the path, found "${name}"${didYouMean(name, names)}`,
        `Write {${name}} in the path, or correct the name.`,
        "key",
      );
}

/** Checks the expressions of `poll`, if it is there. */
export function checkPolling(
  { poll }: { readonly poll?: Poll },
  parent: Pointer,
  scope: Scope,
  context: SpecContext,
): void {
  if (!poll) return;
  const at = [...parent, "poll"];
  const answer: Scope = { ...scope, response: true };
  checkTemplate(poll.status ?? null, [...at, "status"], answer, context);
  checkTemplate(poll.result ?? null, [...at, "result"], answer, context);
  checkConditions(poll.done, [...at, "done"], answer, context);
  checkConditions(poll.failed, [...at, "failed"], answer, context);
}

function readSteps(
  steps: readonly Step[],
  at: Pointer,
  inputs: NonNullable<Scope["inputs"]>,
  context: SpecContext,
): SpecStep[] {
  const earlier = new Map<string, ReadonlySet<string>>();
  const later = new Set(steps.map(({ id }) => id));
  return steps.flatMap((step, i) => {
    const { id, outputs } = step;
    const place = [...at, i];
    if (id !== "" && earlier.has(id))
      context.diagnostics.report(
        "duplicate-name",
        [...place, "id"],
        `expected a unique id, found "${id}", which is the id of another step`,
        "Choose another id for one of the two.",
      );
    const read = readStep(step, place, { inputs, steps: new Map(earlier), later }, context);
    earlier.set(id, new Set(outputs.keys()));
    later.delete(id);
    return read ?? [];
  });
}

function readStep(step: Step, at: Pointer, scope: Scope, context: SpecContext): SpecStep | undefined {
  const { call: _, http: __, handler: ___, ...rest } = step;
  const { forEach, when, success, outputs, with: given } = step;
  checkTemplate(forEach ?? null, [...at, "forEach"], scope, context);
  const inside: Scope = { ...scope, ...(forEach !== undefined && { item: true }) };
  const answer: Scope = { ...inside, response: true };
  const call = readCall(step, at, inside, context);
  checkTemplates(given, [...at, "with"], inside, context);
  checkConditions(when, [...at, "when"], inside, context);
  checkConditions(success, [...at, "success"], answer, context);
  checkTemplates(outputs, [...at, "outputs"], answer, context);
  return call && { ...rest, call, pointer: at };
}

interface Call {
  readonly call?: string;
  readonly http?: Http;
  readonly handler?: CodeReference;
}

/** The call of a step or a resource; undefined if it has none, which was reported. */
export function readCall(
  { call, http, handler }: Call,
  at: Pointer,
  scope: Scope,
  context: SpecContext,
): SpecCall | undefined {
  const request = http && readHttp(http, [...at, "http"], scope, context);
  const code = handler && resolveCode(handler, [...at, "handler"], context);
  if (call !== undefined) return { kind: "tool", target: call };
  if (request) return { kind: "http", http: request };
  return code && { kind: "handler", handler: code };
}

/** Names of headers and arguments whose values are credentials. */
const SECRET_NAME =
  /^(?:proxy-)?authorization$|^cookie$|^x-api-key$|(?:^|[-_])(?:api[-_]?key|access[-_]?key|subscription[-_]?key|auth[-_]?token|access[-_]?token|token|secret|password|passwd|credentials?)$/i;

/** Names of query parameters whose values are credentials: fewer, because of names such as `page_token`. */
const SECRET_PARAMETER =
  /^(?:api[-_]?key|access[-_]?token|auth[-_]?token|client[-_]?secret|secret|password)$/i;

/** Reports a secret that is written in the file, which is committed. */
export function checkSecret(
  kind: "header" | "parameter" | "argument",
  name: string,
  value: Template,
  at: Pointer,
  { diagnostics }: SpecContext,
): void {
  const isSecret = (kind === "parameter" ? SECRET_PARAMETER : SECRET_NAME).test(name);
  if (!isSecret || typeof value !== "string" || value === "" || /\$(?:env|inputs|steps|item)\b/.test(value))
    return;
  const scheme = /^(?<scheme>Bearer|Basic|Token)\s/i.exec(value)?.groups?.scheme;
  diagnostics.report(
    "literal-secret",
    at,
    `expected the ${kind} ${name} to come from the environment, found its value`,
    `Put the value into an environment variable, and write ${scheme === undefined ? "$env.NAME" : `"${scheme} {$env.NAME}"`} here.`,
  );
}

/** Reports a base URL with credentials in it. */
export function checkBaseUrl(url: string, at: Pointer, { diagnostics }: SpecContext): void {
  if (!/^https?:\/\/[^/]*@/i.test(url)) return;
  diagnostics.report(
    "literal-secret",
    at,
    "expected a URL without credentials, found a user name or a password in it",
    "Remove them, and send `Authorization` among the `headers`, from the environment.",
  );
}
