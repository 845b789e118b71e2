import type { DiagnosticCode } from "../../diagnostics.ts";
import { isObject, type Json, type JsonObject, lookup, type Pointer } from "../../json.ts";
import type { Parsed } from "../parse.ts";
import { type Action, readActions } from "./actions.ts";
import { Edited, EditFault, kindOf } from "./edit.ts";
import { QueryFault, select } from "./jsonpath.ts";
import { LimitExceeded, Limits } from "./limits.ts";
import { Origins } from "./origins.ts";

/** Where to say what is wrong with an overlay; pointers lead into the overlay. */
export type Report = (code: DiagnosticCode, pointer: Pointer, message: string, hint: string) => void;

export interface Overlay {
  /** The parsed file. */
  readonly value: Json;
  readonly report: Report;
}

/**
 * A document with overlays applied to it, one after the other. The document is not changed. Its places are those of
 * the document's text: what an overlay has put in stands where the nearest thing around it does.
 */
export function overlaid<T extends Parsed & { readonly value: JsonObject }>(
  parsed: T,
  overlays: readonly Overlay[],
): T {
  if (overlays.length === 0) return parsed;
  const limits = new Limits();
  const origins = new Origins();
  let value = parsed.value;
  for (const overlay of overlays) value = applyOverlay(value, overlay.value, overlay.report, limits, origins);
  return {
    ...parsed,
    value,
    locate: (pointers) => parsed.locate(pointers.map((pointer) => origins.of(value, pointer))),
  };
}

/**
 * Applies an OpenAPI Overlay 1.0 or 1.1 and gives the changed document; the one that is given stays as it is.
 * A target that leads nowhere is a warning, everything else that is wrong an error, each at its place in the
 * overlay; what could be applied is.
 */
export function applyOverlay(
  root: JsonObject,
  overlay: Json,
  report: Report,
  limits = new Limits(),
  origins = new Origins(),
): JsonObject {
  const read = readActions(overlay, report);
  if (!read) return root;
  const application = new Application(new Edited(root, limits, origins), limits, read.minor, report);
  for (const action of read.actions)
    try {
      application.apply(action);
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
      const hint = "Split the overlay, or have its targets name what they mean more directly.";
      report("invalid-overlay", action.pointer, error.message, hint);
      break;
    }
  return application.root;
}

class Application {
  readonly #edited: Edited;
  readonly #limits: Limits;
  readonly #minor: number;
  readonly #report: Report;

  constructor(edited: Edited, limits: Limits, minor: number, report: Report) {
    this.#edited = edited;
    this.#limits = limits;
    this.#minor = minor;
    this.#report = report;
  }

  get root(): JsonObject {
    return this.#edited.root;
  }

  /** Throws `LimitExceeded`. */
  apply(action: Action): void {
    const { change, pointer } = action;
    const places = this.#places(action);
    if (!places) return;
    const source = change.kind === "copy" ? this.#source(change.from, [...pointer, "copy"]) : undefined;
    try {
      if (change.kind === "remove") for (const place of lastFirst(places)) this.#edited.remove(place);
      else if (change.kind === "update") for (const place of places) this.#edited.merge(place, change.value);
      else if (source !== undefined) for (const place of places) this.#edited.merge(place, source);
    } catch (error) {
      if (!(error instanceof EditFault)) throw error;
      const at =
        change.kind === "remove" ? ["target"] : [change.kind, ...(source === undefined ? error.at : [])];
      this.#report("invalid-overlay", [...pointer, ...at], error.message, error.hint);
    }
  }

  /** Where an action has something to change; undefined if it has not. */
  #places({ change, target, pointer }: Action): readonly Pointer[] | undefined {
    const at = [...pointer, "target"];
    const places = this.#select(target, at);
    if (!places) return undefined;
    const mixed = change.kind !== "remove" && this.#minor > 0 ? differing(this.root, places) : undefined;
    if (mixed !== undefined)
      this.#report(
        "invalid-overlay",
        at,
        `this leads to ${mixed}, which cannot be changed in the same way`,
        "Make several actions of it, each for one kind of values.",
      );
    if (places.length === 0)
      this.#report(
        "unmatched-overlay",
        at,
        "this leads to nothing in the document",
        "Correct the target, or remove the action if the document no longer needs it.",
      );
    return mixed === undefined && places.length > 0 ? places : undefined;
  }

  /** The one value that is to be copied. */
  #source(query: string, at: Pointer): Json | undefined {
    const places = this.#select(query, at);
    const [place, another] = places ?? [];
    if (place && !another) return this.#edited.take(place);
    if (places)
      this.#report(
        "invalid-overlay",
        at,
        `what is copied must be one value, and this leads to ${places.length}`,
        "Correct the JSONPath so that it leads to exactly one.",
      );
    return undefined;
  }

  #select(query: string, at: Pointer): readonly Pointer[] | undefined {
    try {
      return select(this.root, query, this.#limits);
    } catch (error) {
      if (!(error instanceof QueryFault)) throw error;
      this.#report(
        "invalid-overlay",
        at,
        `this is not a JSONPath of RFC 9535: ${error.message}`,
        "Correct it; names that are no identifiers stand in brackets, as in `$.paths['/pets'].get`.",
      );
      return undefined;
    }
  }
}

/** Objects, lists and what is neither take different updates; what kinds there are, if there is more than one. */
function differing(root: Json, places: readonly Pointer[]): string | undefined {
  const kinds = new Map<string, string>();
  for (const place of places) {
    const value = lookup(root, place);
    const kind = Array.isArray(value) ? "list" : isObject(value) ? "object" : "plain";
    if (!kinds.has(kind)) kinds.set(kind, kindOf(value));
  }
  return kinds.size > 1 ? [...kinds.values()].join(" and ") : undefined;
}

/** What is inside of something before it, and the items of a list from its end, so that no place moves. */
function lastFirst(places: readonly Pointer[]): Pointer[] {
  return [...places].sort((a, b) => {
    for (const [i, token] of a.entries()) {
      const other = b[i];
      if (other === undefined) return -1;
      if (token === other) continue;
      if (typeof token === "number" && typeof other === "number") return other - token;
      return String(token) < String(other) ? 1 : -1;
    }
    return b.length > a.length ? 1 : 0;
  });
}
