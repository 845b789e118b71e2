/** Checks that every operation and parameter of a document became a tool or argument, or has a diagnostic. */
import type { Diagnostic } from "../../../generator/diagnostics.ts";
import type { ServerDefinition } from "../../../runtime/server.ts";
import type { HttpTool as Tool } from "../../../runtime/tool.ts";
import type { Findings } from "./findings.ts";
import type { ListedTool } from "./listing.ts";
import {
  bodyOf,
  type Operation,
  operationsOf,
  type Parameter,
  parametersOf,
  serverOf,
  successOf,
} from "./validator/declared.ts";
import { list } from "./validator/json.ts";
import { Broken, type Source } from "./validator/source.ts";

/** The operation of each tool. */
export type Bound = ReadonlyMap<Tool, Operation>;

export function checkOperations(
  source: Source,
  tools: readonly Tool[],
  diagnostics: readonly Diagnostic[],
  findings: Findings,
): Bound {
  const operations = [...operationsOf(source)];
  const reported = diagnostics.map(({ pointer }) => pointer.map(String));
  const byName = new Map(tools.map((tool) => [nameOf(tool.http.method, tool.http.path), tool]));
  const bound = new Map<Tool, Operation>();
  const unreadable = new Set<Tool>();
  for (const operation of operations) {
    const tool = byName.get(nameOf(operation.method, operation.path));
    const isReported = reported.some((pointer) => concerns(pointer, operation));
    const what = unreadableReason(source, operation);
    if (tool && what === undefined) {
      bound.set(tool, operation);
      checkParameters(source, operation, tool, reported, findings);
    } else if (tool) {
      unreadable.add(tool);
      if (!isReported) fail(findings, tool.name, `expected a diagnostic, found none, although ${what}`);
    } else if (!isReported) {
      findings.unreported++;
      const at = (operation.pointers[0] ?? []).map((token) => `/${escaped(token)}`).join("");
      fail(findings, at, "expected a tool or a diagnostic, found neither");
    }
  }
  for (const tool of tools)
    if (!bound.has(tool) && !unreadable.has(tool))
      fail(
        findings,
        tool.name,
        `expected an operation ${tool.http.method} ${tool.http.path} in the document, found none`,
      );
  findings.operations = operations.length;
  findings.covered = bound.size;
  findings.tools = tools.length;
  return bound;
}

/** True if a diagnostic is about an operation, its path, or parameters of its path. */
function concerns(pointer: readonly string[], operation: Operation): boolean {
  if (operation.pointers.some((ancestor) => isBelow(pointer, ancestor))) return true;
  return [["paths", operation.path], operation.item.pointer].some(
    (item) =>
      isBelow(pointer, [...item, "parameters"]) || (isBelow(pointer, item) && pointer.length === item.length),
  );
}

/** Returns the reason why a part of the document that the operation needs cannot be read, if there is one. */
function unreadableReason(source: Source, operation: Operation): string | undefined {
  try {
    parametersOf(source, operation);
    bodyOf(source, operation);
    successOf(source, operation);
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
}

function checkParameters(
  source: Source,
  operation: Operation,
  tool: Tool,
  reported: readonly (readonly string[])[],
  findings: Findings,
): void {
  for (const parameter of parametersOf(source, operation)) {
    const has = argumentOf(tool, parameter) !== undefined;
    // Arguments can share a whole query, which is checked with each call.
    if (
      has ||
      parameter.in === "querystring" ||
      reported.some((pointer) => isBelow(pointer, parameter.pointer))
    )
      continue;
    fail(
      findings,
      tool.name,
      `expected an argument or a diagnostic for the ${parameter.in} parameter ${parameter.name}, found neither`,
    );
  }
}

/** Checks that a tool has the base URL of its operation, or a diagnostic if the document does not define one. */
export function checkBaseUrls(
  server: ServerDefinition,
  source: Source,
  bound: Bound,
  diagnostics: readonly Diagnostic[],
  findings: Findings,
): void {
  const reported = diagnostics.map(({ pointer }) => pointer.map(String));
  const wrong = new Map<string, string>();
  for (const [tool, operation] of bound) {
    const stated = serverOf(source, operation);
    const made = tool.http.server ?? server.baseUrl;
    if (stated?.isComplete) {
      if (made === undefined || withoutScheme(stated.url) !== withoutScheme(made))
        wrong.set(`expected the base URL ${stated.url}, found ${made}`, tool.name);
    } else if (stated && made === "") {
      // No base URL is correct: the document has none.
      if (!diagnostics.some(({ code }) => code === "no-base-url"))
        wrong.set(`expected a diagnostic for the unusable server ${stated.url}, found none`, tool.name);
    } else if (stated && made !== undefined) {
      const locations = [stated.pointer, ...operation.pointers, operation.item.pointer];
      if (!reported.some((pointer) => locations.some((at) => isBelow(pointer, at))))
        wrong.set(
          `expected a diagnostic for the unusable server ${stated.url}, which ${made} replaces, found none`,
          tool.name,
        );
    }
  }
  // Reports each problem once, although it affects many tools.
  for (const [what, at] of wrong) fail(findings, at, what);
}

/** Swagger 2.0 allows several schemes in any order. */
function withoutScheme(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/+$/, "");
}

/** Checks that the tool requires what the document requires: no more, and no less. */
export function checkRequired(
  source: Source,
  bound: Bound,
  listed: ReadonlyMap<string, ListedTool>,
  findings: Findings,
): void {
  for (const [tool, operation] of bound) {
    const schema = listed.get(tool.name)?.inputSchema;
    if (!schema) continue;
    const required = new Set(list(schema.required));
    for (const parameter of parametersOf(source, operation)) {
      const argument = argumentOf(tool, parameter);
      if (argument === undefined || required.has(argument) === parameter.required) continue;
      const is = parameter.required
        ? "expected to be required, found optional"
        : "expected to be optional, found required";
      findings.failures.push({ stage: "list", at: tool.name, what: `the argument ${argument}: ${is}` });
    }
  }
}

function argumentOf(tool: Tool, parameter: Parameter): string | undefined {
  const found = Object.entries(tool.http.params ?? {}).find(([argument, binding]) => {
    const name = binding.name ?? argument;
    const isSame =
      parameter.in === "header"
        ? name.toLowerCase() === parameter.name.toLowerCase()
        : name === parameter.name;
    return binding.in === parameter.in && isSame;
  });
  return found?.[0];
}

function nameOf(method: string, path: string): string {
  return `${method} ${path}`;
}

function isBelow(pointer: readonly string[], ancestor: readonly string[]): boolean {
  return ancestor.length > 1 && ancestor.every((token, i) => pointer[i] === token);
}

function escaped(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function fail(findings: Findings, at: string, what: string): void {
  findings.failures.push({ stage: "operations", at, what });
}
