/** OpenAPI Overlays 1.0 and 1.1: corrections of a document in files of their own. */
import { type FilterFunction, FunctionExpressionType, JSONPathEnvironment, JSONPathError } from "json-p3";
import { z } from "zod";
import type { Diagnostics } from "../diagnostics.ts";
import { copyOf, isObject, type Json, type JsonObject, lookup, type Pointer, put } from "../json.ts";
import { linear } from "../regex.ts";
import { isDeeper, type Located, MAX_DEPTH, positionsOf, type SourceLocation } from "./parse.ts";

export interface Overlay extends Located {
  /** The file as the user named it. */
  readonly label: string;
  readonly diagnostics: Diagnostics;
}

/**
 * Applies overlays to a copy of a document, in their order. A target that matches nothing is a warning, and every other
 * problem an error, at its place in the overlay. A value that an overlay adds has its position in the overlay.
 */
export function applyOverlays<T extends Located>(document: T, overlays: readonly Overlay[]): T {
  const edit = new Edit(copyOf(document.value));
  for (const overlay of overlays) applyOverlay(overlay, edit);
  const main = { label: "", locate: document.locate };
  const locate: Located["locate"] = (pointers) =>
    positionsOf(
      pointers.map((pointer) => edit.originOf(pointer, main)),
      main,
    );
  return { ...document, value: edit.root, locate };
}

/** An object that may have extensions. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject(shape).superRefine((value, context) => {
    for (const key of Object.keys(value))
      if (!Object.hasOwn(shape, key) && !key.startsWith("x-")) {
        const message = `expected ${Object.keys(shape).join(", ")}, found "${key}"`;
        context.addIssue({ code: "custom", path: [key], message });
      }
  });
}

const action = object({
  target: z.string(),
  description: z.unknown().optional(),
  update: z.unknown().optional(),
  copy: z.string().optional(),
  remove: z.boolean().default(false),
}).superRefine(({ update, copy, remove }, context) => {
  if (remove || (update === undefined) !== (copy === undefined)) return;
  const found = copy === undefined ? "none" : "two";
  context.addIssue(`expected one of \`update\`, \`copy\` and \`remove\`, found ${found}`);
});

type Action = z.output<typeof action>;

const overlayFile = object({
  overlay: z.string().regex(/^1\.[01](?:\.\d+)?$/, "expected version 1.0 or 1.1, found another"),
  info: z.looseObject({ title: z.unknown(), version: z.unknown() }),
  extends: z.unknown().optional(),
  actions: z.array(action).min(1, "expected at least one action, found none"),
});

/** The types of zod in the terms of YAML. */
const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  boolean: "`true` or `false`",
  object: "an object",
  array: "a list",
  nonoptional: "a value",
};

const HINTS: Readonly<Record<string, string>> = {
  overlay: "Write `overlay: 1.0.0` or `overlay: 1.1.0`.",
  info: 'Write for example `info: { title: Corrections, version: "1" }`.',
  actions: "Write for example `{ target: \"$.paths['/pets'].get\", update: { summary: Lists pets } }`.",
};

/** Applies the actions of an overlay, or none of them if the file is not valid. */
function applyOverlay({ label, locate, value, diagnostics }: Overlay, edit: Edit): void {
  const report = (pointer: Pointer, message: string, hint: string): undefined =>
    void diagnostics.report("invalid-overlay", pointer, message, hint);
  const parsed = overlayFile.safeParse(value, {
    error: ({ code, expected, input }) =>
      code === "invalid_type" ? `expected ${TYPES[expected]}, found ${kindOf(input as Json)}` : undefined,
  });
  for (const { path, message } of parsed.error?.issues ?? [])
    report(path as Pointer, message, HINTS[String(path[0])] ?? "Correct the overlay.");
  const { overlay = "", actions = [] } = parsed.data ?? {};
  const isFirst = overlay.startsWith("1.0");

  const select = (query: string, pointer: Pointer): Pointer[] | undefined => {
    const places = selectPlaces(edit.root, query);
    if (typeof places !== "string") return places;
    const hint = "Write names that are no identifiers in brackets, as in `$.paths['/pets'].get`.";
    return report(pointer, `expected a JSONPath of RFC 9535: ${places}`, hint);
  };
  /** The value that an action merges into its places. */
  const newValue = ({ update, copy }: Action, pointer: Pointer): Json | undefined => {
    if (copy === undefined) return update as Json;
    if (isFirst) return report(pointer, "expected no `copy` in version 1.0, found one", HINTS.overlay ?? "");
    const sources = select(copy, pointer);
    if (sources?.length === 1) return copyOf(lookup(edit.root, sources[0] as Pointer) ?? null);
    if (!sources) return undefined;
    return report(pointer, `expected one value to copy, found ${sources.length}`, "Correct the JSONPath.");
  };
  for (const [i, action] of actions.entries()) {
    const target = ["actions", i, "target"];
    const places = select(action.target, target);
    if (!places) continue;
    const kinds = new Set(places.map((place) => containerKind(lookup(edit.root, place))));
    if (places.length === 0) {
      const hint = "Correct the target, or remove the action if the document no longer needs it.";
      diagnostics.report("unmatched-overlay", target, "expected a place in the document, found none", hint);
    } else if (action.remove) {
      if (places.every((place) => place.length > 0)) edit.remove(places);
      else report(target, "expected parts of the document, found all of it", "Name the parts to remove.");
    } else if (kinds.size > 1 && !isFirst)
      report(
        target,
        `expected one kind of values, found ${[...kinds].join(" and ")}`,
        "Write one action for each kind.",
      );
    else {
      const isWhole = action.copy !== undefined;
      const origin = {
        source: { label, locate },
        pointer: ["actions", i, isWhole ? "copy" : "update"],
        isWhole,
      };
      const added = newValue(action, origin.pointer);
      if (added === undefined) continue;
      const failed = places.map((place) => edit.merge(place, added, origin)).find((fault) => fault);
      if (failed)
        report(failed.pointer, failed.message, "Remove the value of the document in an earlier action.");
    }
  }
}

/** The place that a value comes from. `isWhole`: its parts have no places of their own there. */
type Origin = SourceLocation<Pick<Overlay, "label" | "locate">> & { readonly isWhole?: boolean };

interface Conflict {
  readonly pointer: Pointer;
  readonly message: string;
}

/** A document that is changed, and the origins of its values. */
class Edit {
  /** Contains the root, so that every value has a container. */
  readonly #holder: JsonObject;
  /** For each changed container, by the same keys: the origins of new values, and the former indices of items. */
  readonly #origins = new Map<Json, Record<string, Origin | number>>();

  constructor(root: Json) {
    this.#holder = { root };
  }

  get root(): Json {
    return this.#holder.root ?? null;
  }

  /** The origin of the value at a pointer; `document` is the source of the values that did not change. */
  originOf(pointer: Pointer, document: Origin["source"]): Origin {
    let origin: Origin = { source: document, pointer: [] };
    let value: Json | undefined = this.#holder;
    for (const [depth, token] of ["root", ...pointer].entries()) {
      const origins = value === undefined ? undefined : this.#origins.get(value);
      const entry = origins && Object.hasOwn(origins, token) ? origins[token] : token;
      if (typeof entry === "object") origin = entry;
      else if (depth > 0 && entry !== undefined && !origin.isWhole)
        origin = { ...origin, pointer: [...origin.pointer, entry] };
      value = value === undefined ? undefined : lookup(value, [token]);
    }
    return origin;
  }

  remove(places: readonly Pointer[]): void {
    const found = places.map((place) => ({
      container: lookup(this.root, place.slice(0, -1)),
      token: place.at(-1) ?? "",
    }));
    const isItem = ({ container }: { container: Json | undefined }): boolean => Array.isArray(container);
    for (const { container, token } of found) if (isObject(container)) delete container[token];
    // From the end of each list, so that no index changes before its turn.
    for (const { container, token } of found
      .filter(isItem)
      .sort((a, b) => Number(b.token) - Number(a.token))) {
      const list = container as Json[];
      const origins: unknown = this.#originsOf(list);
      if (Array.isArray(origins)) origins.splice(Number(token), 1);
      list.splice(Number(token), 1);
    }
  }

  /** Merges a value with the one at a place. Returns the conflict at which it stopped. */
  merge(place: Pointer, value: Json, origin: Origin): Conflict | undefined {
    if (isDeeper(value, MAX_DEPTH - place.length))
      return {
        pointer: origin.pointer,
        message: `expected at most ${MAX_DEPTH} levels of nesting in the changed document, found more`,
      };
    const container = place.length === 0 ? this.#holder : lookup(this.root, place.slice(0, -1));
    const target = lookup(this.root, place);
    if (Array.isArray(target) && !Array.isArray(value)) this.#set(target, target.length, value, origin);
    else return this.#merge(container as Json, place.at(-1) ?? "root", value, origin);
    return undefined;
  }

  #merge(container: Json, token: string | number, value: Json, origin: Origin): Conflict | undefined {
    const before = lookup(container, [token]);
    const originOf = (key: string | number): Origin =>
      origin.isWhole ? origin : { ...origin, pointer: [...origin.pointer, key] };
    if (containerKind(before) !== containerKind(value))
      return {
        pointer: origin.pointer,
        message: `expected ${kindOf(before)} as in the document, found ${kindOf(value)}`,
      };
    if (isObject(before) && isObject(value))
      for (const [key, member] of Object.entries(value)) {
        if (!Object.hasOwn(before, key)) this.#set(before, key, member, originOf(key));
        else {
          const conflict = this.#merge(before, key, member, originOf(key));
          if (conflict) return conflict;
        }
      }
    else if (Array.isArray(before) && Array.isArray(value))
      for (const [i, item] of value.entries()) this.#set(before, before.length, item, originOf(i));
    else this.#set(container, token, value, origin);
    return undefined;
  }

  #set(container: Json, token: string | number, value: Json, origin: Origin): void {
    put(this.#originsOf(container), String(token), origin);
    put(container as JsonObject, String(token), copyOf(value));
  }

  #originsOf(container: Json): Record<string, Origin | number> {
    const known = this.#origins.get(container);
    const origins =
      known ?? ((Array.isArray(container) ? [...container.keys()] : {}) as Record<string, Origin | number>);
    this.#origins.set(container, origins);
    return origins;
  }
}

function containerKind(value: Json | undefined): "an object" | "a list" | "a plain value" {
  return Array.isArray(value) ? "a list" : isObject(value) ? "an object" : "a plain value";
}

function kindOf(value: Json | undefined): string {
  if (value === undefined || value === null) return value === null ? "null" : "nothing";
  return typeof value === "object" ? containerKind(value) : `a ${typeof value}`;
}

/** The parser of JSONPath recurses. */
const MAX_QUERY = 2_000;

/** The places that a JSONPath query matches, each once. A string explains why the query is not valid. */
export function selectPlaces(root: Json, query: string): Pointer[] | string {
  if (query.length > MAX_QUERY) return `it has more than ${MAX_QUERY} characters`;
  try {
    const { nodes } = JSON_PATH.query(query, root);
    return [...new Map(nodes.map(({ location }) => [JSON.stringify(location), location])).values()];
  } catch (error) {
    if (error instanceof JSONPathError) return error.message;
    throw error;
  }
}

/** The functions `match` and `search` in linear time, because the document may be hostile. */
class LinearTest implements FilterFunction {
  readonly argTypes = [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType];
  readonly returnType = FunctionExpressionType.LogicalType;
  readonly #whole: boolean;

  constructor(whole: boolean) {
    this.#whole = whole;
  }

  call(text: unknown, pattern: unknown): boolean {
    if (typeof text !== "string" || typeof pattern !== "string") return false;
    // RFC 9485, section 5.3: a dot matches every character except CR and LF.
    const source = pattern.replaceAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\./g, (token) =>
      token === "." ? "[^\\n\\r]" : token,
    );
    return linear(this.#whole ? `^(?:${source})$` : source)?.test(text) ?? false;
  }
}

const JSON_PATH = new JSONPathEnvironment({ maxRecursionDepth: MAX_DEPTH + 2 });
JSON_PATH.functionRegister.set("match", new LinearTest(true));
JSON_PATH.functionRegister.set("search", new LinearTest(false));
