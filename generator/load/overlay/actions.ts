import { isObject, type Json, own, type Pointer } from "../../json.ts";
import { kindOf } from "./edit.ts";
import type { Report } from "./overlay.ts";

/** One change, as the overlay says it. */
export interface Action {
  readonly target: string;
  readonly change:
    | { readonly kind: "remove" }
    | { readonly kind: "update"; readonly value: Json }
    /** The JSONPath of what is copied. */
    | { readonly kind: "copy"; readonly from: string };
  readonly pointer: Pointer;
}

const VERSION = /^1\.(?<minor>[01])(?:\.\d+)?$/;

/** Reads what an overlay says; undefined where an error was reported. */
export function readActions(
  overlay: Json,
  report: Report,
): { actions: readonly Action[]; minor: number } | undefined {
  let failed = false;
  const fault = (pointer: Pointer, message: string, hint: string): undefined => {
    failed = true;
    report("invalid-overlay", pointer, message, hint);
  };
  const unknown = (value: Json, known: readonly string[], pointer: Pointer): void => {
    for (const key of isObject(value) ? Object.keys(value) : [])
      if (!known.includes(key) && !key.startsWith("x-"))
        fault(
          [...pointer, key],
          `${JSON.stringify(key)} means nothing here`,
          `Known are ${known.join(", ")}.`,
        );
  };

  if (!isObject(overlay)) {
    return fault([], `an overlay is an object and not ${kindOf(overlay)}`, "Start it with `overlay: 1.0.0`.");
  }
  unknown(overlay, ["overlay", "info", "extends", "actions"], []);
  const version = own(overlay, "overlay");
  const minor = typeof version === "string" ? VERSION.exec(version)?.groups?.minor : undefined;
  if (minor === undefined)
    fault(
      version === undefined ? [] : ["overlay"],
      version === undefined
        ? "it does not say its version"
        : `${JSON.stringify(version)} is no known version`,
      "Write `overlay: 1.0.0` or `overlay: 1.1.0`.",
    );
  const info = own(overlay, "info");
  if (own(info, "title") === undefined || own(info, "version") === undefined)
    fault(
      info === undefined ? [] : ["info"],
      "`info` must have a `title` and a `version`",
      'Write for example `info: { title: Corrections, version: "1" }`.',
    );
  const list = own(overlay, "actions");
  if (!Array.isArray(list) || list.length === 0)
    return fault(
      list === undefined ? [] : ["actions"],
      "`actions` must be a list of at least one action",
      "Write for example `actions: [{ target: $.info, update: { description: … } }]`.",
    );
  const actions = list.flatMap((given, i) => {
    const action = readAction(given, ["actions", i], minor === "0", fault);
    unknown(given, ["target", "description", "update", "copy", "remove"], ["actions", i]);
    return action ?? [];
  });
  return failed ? undefined : { actions, minor: Number(minor) };
}

function readAction(
  given: Json,
  pointer: Pointer,
  isFirst: boolean,
  fault: (pointer: Pointer, message: string, hint: string) => undefined,
): Action | undefined {
  const at = (key: string): Pointer => (own(given, key) === undefined ? pointer : [...pointer, key]);
  const target = own(given, "target");
  if (typeof target !== "string")
    return fault(
      at("target"),
      "`target` must be a JSONPath",
      "Write for example `target: $.paths['/pets'].get`.",
    );
  const remove = own(given, "remove") ?? false;
  if (typeof remove !== "boolean")
    return fault(
      at("remove"),
      `\`remove\` is true or false and not ${kindOf(remove)}`,
      "Write `remove: true`.",
    );
  // The specification has it win over the others.
  if (remove) return { target, change: { kind: "remove" }, pointer };
  const value = own(given, "update");
  const from = own(given, "copy");
  if (from === undefined) {
    if (value !== undefined) return { target, change: { kind: "update", value }, pointer };
    return fault(pointer, "the action does nothing", "Give it an `update`, a `copy` or `remove: true`.");
  }
  if (isFirst) return fault(at("copy"), "overlays of version 1.0 have no `copy`", "Write `overlay: 1.1.0`.");
  if (value !== undefined)
    return fault(
      pointer,
      "an action either updates or copies",
      "Make two actions of it, one after the other.",
    );
  if (typeof from !== "string")
    return fault(at("copy"), "`copy` must be a JSONPath", "Write for example `copy: $.paths['/pets']`.");
  return { target, change: { kind: "copy", from }, pointer };
}
