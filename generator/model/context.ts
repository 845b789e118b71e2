/** The contexts that the parts of the model stage share. */
import type { Diagnostics, Reports } from "../diagnostics.ts";
import type { ToolSpec } from "../toolspec/tool-spec.ts";
import type { Components } from "./components.ts";
import type { HttpToolModel, UpstreamModel } from "./server-model.ts";

export interface ModelOptions {
  /** Media types of bodies to prefer where a document offers a choice, the best first. */
  readonly prefer: readonly string[];
  /** Characters of JSON up to which an output schema is advertised. */
  readonly maxOutputSchema: number;
}

export const MODEL_DEFAULTS: ModelOptions = { prefer: [], maxOutputSchema: 1024 };

/** The context of the operations of all documents. */
export interface OperationContext {
  /** Name of the server, and of the upstream that is its own. */
  readonly server: string;
  readonly spec: ToolSpec | undefined;
  readonly upstreams: readonly UpstreamModel[];
  readonly components: Components;
  readonly options: ModelOptions;
  readonly reports: Reports;
}

/** A tool of an operation, without its tests. */
export type OperationTool = Omit<HttpToolModel, "tests">;

/** The context of what a tool spec declares. */
export interface DeclarationContext extends OperationContext {
  readonly spec: ToolSpec;
  readonly operations: {
    /** The tools of the operations that are offered, and of those that were called. */
    drafts(): readonly OperationTool[];
    /** The tool behind `upstream.operationId` or `upstream.GET /path`; undefined if there is none, or more than one. */
    called(target: string): OperationTool | undefined;
    /** Everything that `called` finds. */
    targets(): readonly string[];
  };
  /** About the tool spec. */
  readonly diagnostics: Diagnostics;
}
