/**
 * Evaluates the expressions of a tool spec. An expression is a path into the values of a scope. Only declarations
 * are searched for expressions: a value that an expression yields is never evaluated again.
 */
import { jsonEqual } from "./contract/json-equality.ts";
import type { Condition, Template } from "./contract/template.ts";
import { ToolError } from "./errors.ts";

/** The values that expressions can refer to. */
export interface Scope {
  /** `$inputs`: the arguments of the tool. */
  readonly inputs?: unknown;
  /** `$steps.<id>.outputs`: outputs of the steps that have run, by step id. */
  readonly steps?: ReadonlyMap<string, unknown>;
  /** `$response.…` and `$statusCode`. */
  readonly response?: {
    readonly body?: unknown;
    readonly status?: number;
    /** By name in lower case. */
    readonly headers?: Readonly<Record<string, string | undefined>>;
  };
  readonly item?: unknown;
  readonly index?: number;
  readonly uri?: string;
  /** `$env`: `process.env` by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Returns the value of a template, or undefined if it is an expression that finds nothing. Members and items that are
 * undefined are left out. Throws a `ToolError` if an environment variable is unset or empty.
 */
export function fill(template: Template, scope: Scope): unknown {
  return compiled(template)(scope);
}

/** True if all of the conditions hold. */
export function holds(conditions: readonly Condition[], scope: Scope): boolean {
  return conditions.every((condition) => conditionHolds(condition, scope));
}

function conditionHolds(condition: Condition, scope: Scope): boolean {
  if ("any" in condition) return condition.any.some((each) => conditionHolds(each, scope));
  if ("all" in condition) return condition.all.every((each) => conditionHolds(each, scope));
  const { is, not, in: listed, exists, gt, gte, lt, lte } = condition;
  const value = fill(condition.value, scope);
  const equals = (other: Template): boolean => jsonEqual(value, fill(other, scope));
  const compares = (limit: number | undefined, test: (a: number, b: number) => boolean): boolean =>
    limit === undefined || (typeof value === "number" && test(value, limit));
  return (
    (is === undefined || equals(is)) &&
    (not === undefined || !equals(not)) &&
    (listed === undefined || listed.some(equals)) &&
    (exists === undefined || (value !== undefined) === exists) &&
    compares(gt, (a, b) => a > b) &&
    compares(gte, (a, b) => a >= b) &&
    compares(lt, (a, b) => a < b) &&
    compares(lte, (a, b) => a <= b)
  );
}

// ---------------------------------------------------------------------------------------- templates

type Reader = (scope: Scope) => unknown;

/** Declarations are few and live as long as the process: each template is compiled once. */
const TEXTS = new Map<string, Reader>();
const OBJECTS = new WeakMap<object, Reader>();

function compiled(template: Template): Reader {
  if (typeof template === "string") return remember(TEXTS, template, () => readerOfText(template));
  if (typeof template !== "object" || template === null) return () => template;
  return remember(OBJECTS, template, () =>
    isList(template) ? readerOfList(template) : readerOfObject(template),
  );
}

function remember<Key>(
  cache: { get(key: Key): Reader | undefined; set(key: Key, reader: Reader): unknown },
  key: Key,
  make: () => Reader,
): Reader {
  let reader = cache.get(key);
  if (!reader) {
    reader = make();
    cache.set(key, reader);
  }
  return reader;
}

function isList(template: object): template is readonly Template[] {
  return Array.isArray(template);
}

function readerOfList(template: readonly Template[]): Reader {
  const items = template.map(compiled);
  return (scope) => items.map((item) => item(scope)).filter((item) => item !== undefined);
}

function readerOfObject(template: { readonly [member: string]: Template }): Reader {
  const members = Object.entries(template).map(([name, member]) => [name, compiled(member)] as const);
  // `Object.fromEntries` defines members and does not assign them: `__proto__` is a name like any other.
  return (scope) =>
    Object.fromEntries(
      members.map(([name, member]) => [name, member(scope)]).filter(([, value]) => value !== undefined),
    );
}

function readerOfText(text: string): Reader {
  if (text.startsWith("$$")) return readerOfParts(text.slice(1));
  return (text.startsWith("$") && parseExpression(text)) || readerOfParts(text);
}

/** An expression in braces inside a text. Braces do not nest, so that matching takes linear time. */
const EMBEDDED = /\{(\$[^{}]*)\}/g;

function readerOfParts(text: string): Reader {
  const parts: (string | Reader)[] = [];
  let end = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    const [all, inside = ""] = match;
    const part = inside.startsWith("$$") ? `{${inside.slice(1)}}` : parseExpression(inside);
    if (part === undefined) continue;
    parts.push(text.slice(end, match.index), part);
    end = match.index + all.length;
  }
  parts.push(text.slice(end));
  if (parts.every((part) => typeof part === "string")) {
    const whole = parts.join("");
    return () => whole;
  }
  return (scope) => parts.map((part) => (typeof part === "string" ? part : textOf(part(scope)))).join("");
}

/** Formats a value for insertion into a text: a string as it is, undefined as an empty text, all else as JSON. */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

// -------------------------------------------------------------------------------------- expressions

/** Names of members and indexes of items. */
type Path = readonly string[];

/** One step of a path, `.name` or `[0]`. A JSON pointer (RFC 6901) may follow the path, after `#`. */
const STEP = /\.([\p{L}\p{M}\p{N}_-]+)|\[(\d{1,9})\]/uy;

/** Returns undefined if the text is not an expression. */
function parseExpression(text: string): Reader | undefined {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  const rest = text.slice(root.length + 1);
  switch (root) {
    case "inputs":
      return withPath(rest, ({ inputs }) => inputs);
    case "item":
      return withPath(rest, ({ item }) => item);
    case "statusCode":
      return withoutPath(rest, ({ response }) => response?.status);
    case "index":
      return withoutPath(rest, ({ index }) => index);
    case "uri":
      return withoutPath(rest, ({ uri }) => uri);
    case "env": {
      const [, name] = /^\.([A-Za-z_]\w*)$/.exec(rest) ?? [];
      return name === undefined ? undefined : (scope) => variable(name, scope);
    }
    case "steps": {
      const [start, id] = /^\.([\p{L}\p{M}\p{N}_-]+)\.outputs/u.exec(rest) ?? [];
      if (start === undefined || id === undefined) return undefined;
      return withPath(rest.slice(start.length), ({ steps }) => steps?.get(id));
    }
    case "response": {
      if (rest.startsWith(".body")) return withPath(rest.slice(5), ({ response }) => response?.body);
      const [, header] = /^\.header\.([\w.-]+)$/.exec(rest) ?? [];
      return header === undefined
        ? undefined
        : ({ response }) => own(response?.headers, header.toLowerCase());
    }
    default:
      return undefined;
  }
}

function withoutPath(rest: string, from: Reader): Reader | undefined {
  return rest === "" ? from : undefined;
}

function withPath(rest: string, from: Reader): Reader | undefined {
  const path = parsePath(rest);
  return path && ((scope) => path.reduce(own, from(scope)));
}

function parsePath(text: string): Path | undefined {
  const hash = text.indexOf("#");
  const steps = hash === -1 ? text : text.slice(0, hash);
  const path: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < steps.length) {
    const [, name, index] = STEP.exec(steps) ?? [];
    if (name === undefined && index === undefined) return undefined;
    path.push(name ?? String(Number(index)));
  }
  if (hash === -1) return path;
  const pointer = text.slice(hash + 1);
  if (/[{}]|~(?![01])/.test(pointer) || (pointer !== "" && !pointer.startsWith("/"))) return undefined;
  const tokens = pointer.split("/").slice(1);
  return [...path, ...tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))];
}

/** Returns an own member of an object or an item of a list; never an inherited member or the length of a list. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(name)) return undefined;
  return value[name as never];
}

/** An empty variable counts as missing: an incomplete credential must not be sent. */
function variable(name: string, { env = process.env }: Scope): string {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined && value !== "") return value;
  throw new ToolError("internal", "The server lacks a setting that this call needs.", {
    cause: new Error(`the environment variable ${name} is not set`),
  });
}
