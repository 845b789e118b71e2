/**
 * What the expressions of a tool spec stand for: pure. They are paths into values that are at hand, found in the
 * declaration alone; nothing that they lead to is ever read as an expression.
 */
import { jsonEqual } from "./contract/json-equality.ts";
import type { Condition, Template } from "./contract/template.ts";
import { ToolError } from "./errors.ts";

/** What there is to name. */
export interface Scope {
  /** `$inputs`: the arguments of the tool. */
  readonly inputs?: unknown;
  /** `$steps.<id>.outputs`: outputs of the steps that have run, by id. */
  readonly steps?: ReadonlyMap<string, unknown>;
  /** `$response.…` and `$statusCode`: what was answered. */
  readonly response?: {
    readonly body?: unknown;
    readonly status?: number;
    /** By lower-case name. */
    readonly headers?: Readonly<Record<string, string | undefined>>;
  };
  readonly item?: unknown;
  readonly index?: number;
  readonly uri?: string;
  /** `$env`: this process's own, if it is left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The value of a template; undefined where it names what there is not. Members and items that name nothing are left
 * out. Throws a `ToolError` for a variable of the environment that is not set or empty.
 */
export function fill(template: Template, scope: Scope): unknown {
  return compiled(template)(scope);
}

/** Whether all of the conditions hold. */
export function holds(conditions: readonly Condition[], scope: Scope): boolean {
  return conditions.every((condition) => holdsOne(condition, scope));
}

function holdsOne(condition: Condition, scope: Scope): boolean {
  if ("any" in condition) return condition.any.some((each) => holdsOne(each, scope));
  if ("all" in condition) return condition.all.every((each) => holdsOne(each, scope));
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

/** Declarations are few and stay: each of their templates is read once. */
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
  // It defines members and assigns none: `__proto__` is a name like any other.
  return (scope) =>
    Object.fromEntries(
      members.map(([name, member]) => [name, member(scope)]).filter(([, value]) => value !== undefined),
    );
}

function readerOfText(text: string): Reader {
  if (text.startsWith("$$")) return readerOfParts(text.slice(1));
  return (text.startsWith("$") && parseExpression(text)) || readerOfParts(text);
}

/** A text with expressions in braces. No brace is inside of another, so that no text is read twice. */
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

/** A value in the middle of a text. */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

// -------------------------------------------------------------------------------------- expressions

/** A member of an object, or an item of a list. */
type Path = readonly string[];

/** `.name` and `[0]`, then perhaps `#` and a JSON pointer (RFC 6901). */
const STEP = /\.([\p{L}\p{M}\p{N}_-]+)|\[(\d{1,9})\]/uy;

/** What an expression reads; undefined where the text is none. */
function parseExpression(text: string): Reader | undefined {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  const rest = text.slice(root.length + 1);
  switch (root) {
    case "inputs":
      return following(rest, ({ inputs }) => inputs);
    case "item":
      return following(rest, ({ item }) => item);
    case "statusCode":
      return alone(rest, ({ response }) => response?.status);
    case "index":
      return alone(rest, ({ index }) => index);
    case "uri":
      return alone(rest, ({ uri }) => uri);
    case "env": {
      const [, name] = /^\.([A-Za-z_]\w*)$/.exec(rest) ?? [];
      return name === undefined ? undefined : (scope) => variable(name, scope);
    }
    case "steps": {
      const [start, id] = /^\.([\p{L}\p{M}\p{N}_-]+)\.outputs/u.exec(rest) ?? [];
      if (start === undefined || id === undefined) return undefined;
      return following(rest.slice(start.length), ({ steps }) => steps?.get(id));
    }
    case "response": {
      if (rest.startsWith(".body")) return following(rest.slice(5), ({ response }) => response?.body);
      const [, header] = /^\.header\.([\w.-]+)$/.exec(rest) ?? [];
      return header === undefined
        ? undefined
        : ({ response }) => own(response?.headers, header.toLowerCase());
    }
    default:
      return undefined;
  }
}

function alone(rest: string, from: Reader): Reader | undefined {
  return rest === "" ? from : undefined;
}

function following(rest: string, from: Reader): Reader | undefined {
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

/** A member that a value has itself: what all objects inherit, and the length of a list, are none. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(name)) return undefined;
  return value[name as never];
}

/** One that is set to nothing is as good as missing: half a credential must not be sent. */
function variable(name: string, { env = process.env }: Scope): string {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined && value !== "") return value;
  throw new ToolError("internal", "The server lacks a setting that this call needs.", {
    cause: new Error(`the environment variable ${name} is not set`),
  });
}
