import { formatPointer, type Pointer } from "./json.ts";

/** A place in a text. Lines and columns count from 1, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Another file than the document's own, and the pointer in there. */
  readonly file?: string;
  readonly pointer?: Pointer;
}

export type Severity = "error" | "warning";

/**
 * What a stage reports. Stages know the document and the pointer; the load stage turns a pointer into a
 * line and a column, which is done only for what is printed.
 */
export interface Diagnostic {
  /** Stable, kebab-case; documented in docs/diagnostics.md. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** What the person can do about it. */
  readonly hint: string;
  /** The file, as the user named it. */
  readonly file: string;
  readonly pointer: Pointer;
  /** The name of the member is meant, and not its value. */
  readonly at?: "key";
  readonly line?: number;
  readonly column?: number;
}

/** Every code there is, with its severity: an error stops the run, a warning costs at most one operation. */
export const SEVERITY = {
  "no-specs": "error",
  "unknown-server": "error",
  "duplicate-server": "error",
  "invalid-server-name": "error",
  "file-unreadable": "error",
  "syntax-error": "error",
  "unresolved-reference": "warning",
  "refused-reference": "warning",
  "invalid-document": "error",
  "unsupported-version": "error",
  "invalid-overlay": "error",
  "refused-file": "error",
  "unused-file": "warning",
  "unknown-key": "error",
  "missing-key": "error",
  "invalid-value": "error",
  "conflicting-keys": "error",
  "duplicate-name": "error",
  "literal-secret": "error",
  "unknown-expression": "error",
  "missing-export": "error",
  "not-speclathe-output": "error",
  "not-a-module": "error",
  "unmatched-overlay": "warning",
  "no-operations": "warning",
  "invalid-operation": "warning",
  "unsupported-parameter": "warning",
  "unsupported-body": "warning",
  "unsupported-schema": "warning",
  "ignored-parameter": "warning",
  "ignored-extension": "warning",
  "name-collision": "warning",
  "suspicious-text": "warning",
  "no-example": "warning",
  "no-base-url": "warning",
  "unknown-operation": "error",
  "unmatched-selector": "warning",
  "duplicate-tool": "error",
  "unknown-argument": "error",
  "duplicate-argument": "error",
  "invalid-header": "error",
  "missing-value": "error",
  "invalid-default": "error",
  "unsendable-value": "error",
  "unknown-call": "error",
  "cyclic-call": "error",
  "missing-argument": "error",
  "invalid-argument": "error",
  "invalid-request": "error",
} as const satisfies Record<string, Severity>;

export type DiagnosticCode = keyof typeof SEVERITY;

/** Collects what the stages report about one document. */
export class Diagnostics {
  readonly items: Diagnostic[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** `position`: where it is, if that is known here; `key`: where the name of the member stands. */
  report(
    code: DiagnosticCode,
    pointer: Pointer,
    message: string,
    hint: string,
    position?: Position | "key",
  ): void {
    this.items.push({
      code,
      severity: SEVERITY[code],
      message,
      hint,
      file: this.file,
      pointer,
      ...(position === "key" ? { at: position } : position),
    });
  }

  get failed(): boolean {
    return this.items.some((item) => item.severity === "error");
  }
}

/** Where to report what is found about each of the files that a server is made from. */
export interface Reports {
  /** About the tool spec; of a server without one nothing is reported here. */
  readonly spec: Diagnostics;
  /** About the document of an upstream. */
  of(upstream: string): Diagnostics;
}

/** What cannot be seen, or tells a terminal what to do. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

function visible(text: string): string {
  return text.replaceAll(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `specs/a.yaml:3:5 error invalid-document at /paths: …`, then the hint on a line of its own. */
export function formatDiagnostic(item: Diagnostic): string {
  const place = item.line === undefined ? item.file : `${item.file}:${item.line}:${item.column ?? 1}`;
  const pointer = item.pointer.length > 0 ? ` at ${formatPointer(item.pointer)}` : "";
  return `${visible(`${place} ${item.severity} ${item.code}${pointer}: ${item.message}`)}\n  ${visible(item.hint)}`;
}
