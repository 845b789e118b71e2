/** The declaration of a tool, whatever its schemas are: JSON Schemas in the generator, zod thunks in generated code. */
import type { HttpBinding } from "./http-binding.ts";
import type { Condition, Template, Templates } from "./template.ts";

/** Hints of the MCP specification, section "Tool annotations". */
export interface ToolAnnotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** `optional`: runs as a task if the client supports tasks; `required`: runs only as a task. */
export type TaskMode = "optional" | "required";

/** Everything about a tool but its action. */
export interface ToolFields<Input, Output> {
  readonly name: string;
  readonly title?: string;
  /** A list holds one string a paragraph. */
  readonly description: string | readonly string[];
  readonly input: Input;
  /** The documented success answer. It types the result; an answer that departs from it is passed on. */
  readonly output?: Output;
  readonly annotations: ToolAnnotations;
  /** Milliseconds; the server's own timeout, if it is left out. */
  readonly timeoutMs?: number;
  /** Asks the user before the tool runs: the question, or true for a generated one. */
  readonly confirm?: true | Template;
  readonly task?: TaskMode;
}

/** The members of a tool whose texts are shown to the user, with expressions that may name its inputs. */
export const QUESTION_FIELDS = Object.freeze(["confirm"] as const);

/** One of several calls behind a tool. */
export interface Step {
  readonly id: string;
  /** The name of a tool of this server; it may be internal. */
  readonly call: string;
  readonly with?: Templates;
  /** The step is skipped unless all of these hold. */
  readonly when?: readonly Condition[];
  /** A list. The step runs once per item, with `$item` and `$index`; each output is then a list. */
  readonly forEach?: Template;
  /** The number of items that run at once; 1, if it is left out. */
  readonly concurrency?: number;
  /** Conditions for success besides the call's own. */
  readonly success?: readonly Condition[];
  /** Applies after the retries. `end` stops the tool with the outputs so far. `fail`, if it is left out. */
  readonly onFailure?: "fail" | "continue" | "end";
  readonly retries?: number;
  readonly afterMs?: number;
  readonly outputs?: Templates;
}

/** One request. */
export interface HttpAction {
  readonly http: HttpBinding;
  /** The tool's result in place of the API's answer. */
  readonly result?: Template;
  readonly steps?: never;
  readonly handler?: never;
}

/** Several calls. */
interface StepsAction {
  readonly steps: readonly Step[];
  /** The tool's result; without it, the outputs of the steps. */
  readonly result?: Template;
  readonly http?: never;
  readonly handler?: never;
}

/** Code that the server's declaration imports. */
interface HandlerAction {
  /** File and export: `specs/acme.handlers.ts#createIssue`. */
  readonly handler: string;
  readonly http?: never;
  readonly steps?: never;
  readonly result?: never;
}

export type Action = HttpAction | StepsAction | HandlerAction;
