import type { Diagnostics } from "../../diagnostics.ts";
import type { ToolSpec } from "../../toolspec/tool-spec.ts";
import type { OperationContext, Operations } from "../operations.ts";

/** What everything that a spec declares has in common. */
export interface SpecContext extends OperationContext {
  readonly spec: ToolSpec;
  readonly operations: Operations;
  /** About the spec. */
  readonly diagnostics: Diagnostics;
}
