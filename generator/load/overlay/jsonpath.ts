import { type FilterFunction, FunctionExpressionType, JSONPathEnvironment, JSONPathError } from "json-p3";
import type { Json, Pointer } from "../../json.ts";
import { linear } from "../../regex.ts";
import { MAX_DEPTH } from "../parse.ts";
import type { Limits } from "./limits.ts";

/** Why a text is no query. */
export class QueryFault extends Error {}

/** Longer than any that a person writes; its parser recurses. */
const MAX_LENGTH = 2_000;

/**
 * The places that a JSONPath query of RFC 9535 leads to, each once, in its order. Throws a `QueryFault` where it
 * is none, and `LimitExceeded` where it takes too long.
 */
export function select(root: Json, query: string, limits: Limits): Pointer[] {
  const found = new Map<string, Pointer>();
  for (const { location } of compile(query).lazyQuery(new Counted(limits).of(root))) {
    limits.step();
    found.set(JSON.stringify(location), location);
  }
  return [...found.values()];
}

function compile(query: string): ReturnType<JSONPathEnvironment["compile"]> {
  if (query.length > MAX_LENGTH) throw new QueryFault(`it has more than ${MAX_LENGTH} characters`);
  try {
    return ENVIRONMENT.compile(query);
  } catch (error) {
    if (error instanceof JSONPathError) throw new QueryFault(error.message);
    throw error;
  }
}

/**
 * Counts what a query looks at: a filter can ask a question about all values for each of them, and another filter
 * in there again, and nobody would see the end of it.
 */
class Counted implements ProxyHandler<object> {
  readonly #limits: Limits;
  readonly #known = new WeakMap<object, object>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  of<T extends Json>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    let counted = this.#known.get(value);
    if (!counted) {
      counted = new Proxy(value, this);
      this.#known.set(value, counted);
    }
    return counted as T;
  }

  get(target: object, key: string | symbol): unknown {
    this.#limits.step();
    const value: unknown = Reflect.get(target, key);
    return typeof key === "string" && Object.hasOwn(target, key) ? this.of(value as Json) : value;
  }
}

/** The functions `match` and `search`, in time that grows with the text, as the library's own do not. */
class LinearTest implements FilterFunction {
  readonly argTypes = [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType];
  readonly returnType = FunctionExpressionType.LogicalType;
  readonly #whole: boolean;

  constructor(whole: boolean) {
    this.#whole = whole;
  }

  call(text: unknown, pattern: unknown): boolean {
    if (typeof text !== "string" || typeof pattern !== "string") return false;
    const source = ecmaScript(pattern);
    return linear(this.#whole ? `^(?:${source})$` : source)?.test(text) ?? false;
  }
}

/** RFC 9485, section 5.3: a dot stands for anything but the two characters that end a line. */
function ecmaScript(pattern: string): string {
  const token = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\./g;
  return pattern.replaceAll(token, (whole) => (whole === "." ? "[^\\n\\r]" : whole));
}

const ENVIRONMENT = new JSONPathEnvironment({ maxRecursionDepth: MAX_DEPTH + 2 });
ENVIRONMENT.functionRegister.set("match", new LinearTest(true));
ENVIRONMENT.functionRegister.set("search", new LinearTest(false));
