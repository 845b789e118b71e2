/**
 * The expressions of a tool spec: paths such as `$inputs.a.b`, `$steps.id.outputs.x`, `$response.body#/a/0`. Here
 * they are only looked at; the runtime has an opinion of its own, and the two must agree.
 */

/** What an expression reads. `name` is the input, the output, the header or the variable. */
export type Expression =
  | { readonly root: "inputs"; readonly name?: string }
  | { readonly root: "steps"; readonly step: string; readonly name?: string }
  | { readonly root: "response" | "statusCode" | "item" | "index" | "uri" }
  | { readonly root: "env"; readonly name: string };

/** What can stand after the dollar sign. */
export const ROOTS = ["inputs", "steps", "response", "statusCode", "item", "index", "env", "uri"] as const;

/** An expression in a text, or what looks like one and is none. */
export interface Use {
  readonly text: string;
  readonly expression: Expression | undefined;
  /** Whether the expression is the whole text. */
  readonly whole: boolean;
}

/** A dollar sign that is one starts no word: `$5` is a price. */
const LOOKS_LIKE_ONE = /^\$[A-Za-z]/;

/** A text with expressions in braces. */
const EMBEDDED = /\{(\$[^{}]*)\}/g;

/** The expressions in a text, and whatever was meant to be one. */
export function usesIn(text: string): Use[] {
  if (text.startsWith("$") && !text.startsWith("$$")) {
    const expression = parseExpression(text);
    if (expression) return [{ text, expression, whole: true }];
    if (LOOKS_LIKE_ONE.test(text) && !text.includes("{$")) return [{ text, expression, whole: true }];
  }
  return [...text.matchAll(EMBEDDED)]
    .map(([, inside = ""]) => inside)
    .filter((inside) => LOOKS_LIKE_ONE.test(inside))
    .map((inside) => ({ text: inside, expression: parseExpression(inside), whole: false }));
}

export function parseExpression(text: string): Expression | undefined {
  const [, root = ""] = /^\$([A-Za-z]+)/.exec(text) ?? [];
  const rest = text.slice(root.length + 1);
  switch (root) {
    case "inputs": {
      const path = parsePath(rest);
      return path && { root, ...(path[0] !== undefined && { name: path[0] }) };
    }
    case "item":
      return parsePath(rest) && { root };
    case "statusCode":
    case "index":
    case "uri":
      return rest === "" ? { root } : undefined;
    case "env": {
      const [, name] = /^\.([A-Za-z_]\w*)$/.exec(rest) ?? [];
      return name === undefined ? undefined : { root, name };
    }
    case "steps": {
      const [start, step] = /^\.([\p{L}\p{M}\p{N}_-]+)\.outputs/u.exec(rest) ?? [];
      if (start === undefined || step === undefined) return undefined;
      const path = parsePath(rest.slice(start.length));
      return path && { root, step, ...(path[0] !== undefined && { name: path[0] }) };
    }
    case "response": {
      if (/^\.header\.[\w.-]+$/.test(rest)) return { root };
      return rest.startsWith(".body") && parsePath(rest.slice(5)) ? { root } : undefined;
    }
    default:
      return undefined;
  }
}

/** `.name` and `[0]`, then perhaps `#` and a JSON pointer (RFC 6901). */
const STEP = /\.([\p{L}\p{M}\p{N}_-]+)|\[(\d{1,9})\]/uy;

function parsePath(text: string): readonly string[] | undefined {
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
