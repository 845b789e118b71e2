/** The findings of a run about one document, sent from the document's process to the reporting one. */

export type Stage = "document" | "generate" | "operations" | "type-check" | "start" | "list" | "call";

export interface Failure {
  readonly stage: Stage;
  /** A tool, or a pointer into the document. */
  readonly at: string;
  readonly what: string;
}

export interface Findings {
  readonly document: string;
  version?: string;
  /** Operations of the document, and how many of them are tools. */
  operations?: number;
  covered?: number;
  tools?: number;
  diagnostics?: number;
  /** Operations without a tool and without a diagnostic. */
  unreported: number;
  generateSeconds?: number;
  listMilliseconds?: number;
  /** The reason why the document was refused, if it is invalid. */
  refused?: string;
  started: boolean;
  listed: boolean;
  typeErrors: number;
  calls: number;
  wrongCalls: number;
  /** Observations that are not failures, such as arguments without a valid value. */
  readonly notes: string[];
  readonly failures: Failure[];
}

export function emptyFindings(document: string): Findings {
  return {
    document,
    unreported: 0,
    started: false,
    listed: false,
    typeErrors: 0,
    calls: 0,
    wrongCalls: 0,
    notes: [],
    failures: [],
  };
}
