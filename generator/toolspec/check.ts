import type { z } from "zod";
import type { DiagnosticCode } from "../diagnostics.ts";
import { type Json, lookup, type Pointer } from "../json.ts";
import { toolSpec } from "./format/spec.ts";

/** What is wrong with the form of a tool spec. */
export interface Fault {
  readonly code: DiagnosticCode;
  readonly pointer: Pointer;
  /** Whether the name of the member is meant, or its value. */
  readonly at: "key" | undefined;
  readonly message: string;
  readonly hint: string;
}

/** Holds a value against the format; whatever it is, all that is wrong with it is found. */
export function faultsOf(root: Json): Fault[] {
  const { error } = toolSpec.safeParse(root);
  return (error?.issues ?? []).flatMap((issue) => faultsIn(issue, [], root));
}

type Issue = z.core.$ZodIssue;

function faultsIn(issue: Issue, base: Pointer, root: Json): Fault[] {
  const pointer = [...base, ...(issue.path as Pointer)];
  if (issue.code === "invalid_union") {
    // The form that is of the right kind of value, if there is one, says more than all of them together.
    const meant = issue.errors.find((issues) => !issues.some(isOfAnotherKind));
    if (meant && meant.length > 0) return meant.flatMap((inner) => faultsIn(inner, pointer, root));
  }
  const lines = issue.message.split("\n");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key, i) => fault(lines.slice(i * 3), [...pointer, key], "key"));
  const [code, , hint = ""] = lines;
  if (code === "missing-key" && lookup(root, pointer) === undefined) {
    const key = String(pointer.at(-1) ?? "");
    return [fault([code, `"${key}" is missing`, hint], pointer.slice(0, -1), "key")];
  }
  return [fault(lines, pointer, issue.code === "invalid_key" ? "key" : undefined)];
}

/** Whether a form was refused for the kind of its value, and not for what is in it. */
function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

function fault(
  [code = "", message = "", hint = ""]: readonly string[],
  pointer: Pointer,
  at: "key" | undefined,
): Fault {
  return { code: code as DiagnosticCode, pointer, at, message, hint };
}
