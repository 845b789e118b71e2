import { byCodePoint, formatPointer, type Pointer } from "./json.ts";

/** A line and a column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Set if the value is in another file than the one that was searched: that file, and the pointer in it. */
  readonly file?: string;
  readonly pointer?: Pointer;
}

export type Severity = "error" | "warning";

/** An error or a warning. Stages report it with a pointer; its line and column are looked up when it is printed. */
export interface Diagnostic {
  /** Stable. docs/reference/diagnostics.md explains each code. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** The fix. */
  readonly hint: string;
  /** The file as the user named it. */
  readonly file: string;
  readonly pointer: Pointer;
  /** Refers to the name of the member instead of its value. */
  readonly at?: "key";
  readonly line?: number;
  readonly column?: number;
}

/** The severity of every code: an error stops the run, a warning costs at most one operation. */
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

/** Finds positions in a text. */
export interface Locator {
  /** The position of the value at each pointer, or of its nearest ancestor that exists. */
  locate(pointers: readonly Pointer[]): Position[];
  /** The position of the member's name instead of its value. */
  locateKeys?(pointers: readonly Pointer[]): Position[];
}

/** Collects the diagnostics of one file. */
export class Diagnostics {
  readonly items: Diagnostic[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** `position`: the position if it is known already, or `key` for that of the member's name. */
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

  /** The diagnostics with their lines and columns, sorted by file and position. */
  located(source: Locator | undefined): Diagnostic[] {
    const pointersOf = (at: Diagnostic["at"]): Pointer[] =>
      this.items.filter((item) => item.at === at).map(({ pointer }) => pointer);
    const [values, keys] = [pointersOf(undefined), pointersOf("key")];
    const ofValues = ((values.length > 0 && source?.locate(values)) || []).values();
    const ofKeys = ((keys.length > 0 && source?.locateKeys?.(keys)) || []).values();
    return this.items
      .map(({ at, ...item }) => {
        const position = (at === "key" ? ofKeys : ofValues).next().value;
        return item.line === undefined && position ? { ...item, ...position } : item;
      })
      .sort(
        (a, b) =>
          Number(a.file !== this.file) - Number(b.file !== this.file) ||
          byCodePoint(a.file, b.file) ||
          (a.line ?? 0) - (b.line ?? 0) ||
          (a.column ?? 0) - (b.column ?? 0) ||
          byCodePoint(a.code, b.code),
      );
  }
}

/** The diagnostics of the files of one server. */
export interface Reports {
  /** Those of the tool spec. A server without one has none. */
  readonly spec: Diagnostics;
  /** Those of the document of an upstream. */
  of(upstream: string): Diagnostics;
}

/** Characters that are invisible or control a terminal. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `specs/a.yaml:3:5 error invalid-document at /paths: …`, then the hint on a line of its own. */
export function formatDiagnostic(item: Diagnostic): string {
  const place = item.line === undefined ? item.file : `${item.file}:${item.line}:${item.column ?? 1}`;
  const pointer = item.pointer.length > 0 ? ` at ${formatPointer(item.pointer)}` : "";
  return `${visible(`${place} ${item.severity} ${item.code}${pointer}: ${item.message}`)}\n  ${visible(item.hint)}`;
}
