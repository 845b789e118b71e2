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
  const told = diagnostics.map(({ pointer }) => pointer.map(String));
  const byName = new Map(tools.map((tool) => [nameOf(tool.http.method, tool.http.path), tool]));
  const bound = new Map<Tool, Operation>();
  const unreadable = new Set<Tool>();
  for (const operation of operations) {
    const tool = byName.get(nameOf(operation.method, operation.path));
    const isTold = told.some((pointer) => concerns(pointer, operation));
    const what = whyUnreadable(source, operation);
    if (tool && what === undefined) {
      bound.set(tool, operation);
      checkParameters(source, operation, tool, told, findings);
    } else if (tool) {
      unreadable.add(tool);
      if (!isTold) fail(findings, tool.name, `it is a tool, and nothing says that ${what}`);
    } else if (!isTold) {
      findings.silentLosses++;
      const at = (operation.pointers[0] ?? []).map((token) => `/${escaped(token)}`).join("");
      fail(findings, at, "the operation is no tool, and nothing says why");
    }
  }
  for (const tool of tools)
    if (!bound.has(tool) && !unreadable.has(tool))
      fail(findings, tool.name, `there is no operation ${tool.http.method} ${tool.http.path}`);
  findings.operations = operations.length;
  findings.covered = bound.size;
  findings.tools = tools.length;
  return bound;
}

/** True if a diagnostic is about an operation, its path, or parameters of its path. */
function concerns(pointer: readonly string[], operation: Operation): boolean {
  if (operation.pointers.some((place) => isBelow(pointer, place))) return true;
  return [["paths", operation.path], operation.item.pointer].some(
    (item) =>
      isBelow(pointer, [...item, "parameters"]) || (isBelow(pointer, item) && pointer.length === item.length),
  );
}

/** A part of the document may be broken, which costs the operations that need it. */
function whyUnreadable(source: Source, operation: Operation): string | undefined {
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
  told: readonly (readonly string[])[],
  findings: Findings,
): void {
  for (const parameter of parametersOf(source, operation)) {
    const has = argumentOf(tool, parameter) !== undefined;
    // The whole query may be spread over arguments: what arrives is checked with each call.
    if (has || parameter.in === "querystring" || told.some((pointer) => isBelow(pointer, parameter.pointer)))
      continue;
    fail(
      findings,
      tool.name,
      `the ${parameter.in} parameter ${parameter.name} is no argument, and nothing says why`,
    );
  }
}

/** A tool's base URL is that of its operation; where the document leaves it open, there must be a diagnostic. */
export function checkBaseUrls(
  server: ServerDefinition,
  source: Source,
  bound: Bound,
  diagnostics: readonly Diagnostic[],
  findings: Findings,
): void {
  const told = diagnostics.map(({ pointer }) => pointer.map(String));
  const wrong = new Map<string, string>();
  for (const [tool, operation] of bound) {
    const stated = serverOf(source, operation);
    const made = tool.http.server ?? server.baseUrl;
    if (stated?.isComplete) {
      if (made === undefined || place(stated.url) !== place(made))
        wrong.set(`the base URL is ${made}, and in the document ${stated.url}`, tool.name);
    } else if (stated && made === "") {
      // No base URL is correct: the document has none.
      if (!diagnostics.some(({ code }) => code === "no-base-url"))
        wrong.set(`its server ${stated.url} cannot be used, and nothing says so`, tool.name);
    } else if (stated && made !== undefined) {
      const places = [stated.pointer, ...operation.pointers, operation.item.pointer];
      if (!told.some((pointer) => places.some((at) => isBelow(pointer, at))))
        wrong.set(`its server ${stated.url} cannot be used, ${made} is, and nothing says so`, tool.name);
    }
  }
  // The same is wrong with many tools.
  for (const [what, at] of wrong) fail(findings, at, what);
}

/** Without the scheme: Swagger 2.0 allows several, in no order. */
function place(url: string): string {
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
        ? "required by the document, and not by the tool"
        : "required by the tool alone";
      findings.failures.push({ stage: "list", at: tool.name, what: `the argument ${argument} is ${is}` });
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

function isBelow(pointer: readonly string[], place: readonly string[]): boolean {
  return place.length > 1 && place.every((token, i) => pointer[i] === token);
}

function escaped(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function fail(findings: Findings, at: string, what: string): void {
  findings.failures.push({ stage: "operations", at, what });
}
