import type { Pointer } from "../../json.ts";

/** Why there can be no tool of a workflow: what it asks for is malformed, or has no counterpart here. */
export class WorkflowFault extends Error {
  readonly pointer: Pointer;
  readonly hint: string;

  constructor(pointer: Pointer, message: string, hint: string) {
    super(message);
    this.pointer = pointer;
    this.hint = hint;
  }
}

/** What the specification demands. */
export function malformed(pointer: Pointer, message: string): WorkflowFault {
  return new WorkflowFault(pointer, message, "Correct it; no tool was generated for the workflow.");
}

/** What tools of several steps cannot do. */
export function unsupported(pointer: Pointer, message: string, instead: string): WorkflowFault {
  return new WorkflowFault(pointer, message, `No tool was generated for the workflow. ${instead}`);
}
