/** `speclathe/tool`: declarations of tools. */
import type { z } from "zod";
import type { HttpBinding } from "./contract/http-binding.ts";
import { isIdempotentMethod } from "./contract/http-tokens.ts";
import type { Template } from "./contract/template.ts";
import type { Action, Step, ToolFields } from "./contract/tool-definition.ts";

export type {
  Binding,
  BodyBinding,
  FieldBinding,
  HttpBinding,
  HttpMethod,
  Poll,
} from "./contract/http-binding.ts";
export type { Action, Step, ToolAnnotations } from "./contract/tool-definition.ts";

/** A declaration as generated code writes it. `input` and `output` make a zod schema each time they are called. */
export type ToolDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> = ToolFields<() => Input, () => Output> & Action;

/** A tool whose input schema is built when it is first used, and kept. */
export interface Tool<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType>
  extends ToolFields<() => Input, () => Output> {
  readonly http?: HttpBinding;
  readonly steps?: readonly Step[];
  readonly result?: Template;
  readonly handler?: string;
}

/** A tool that is one request. */
export type HttpTool = Tool & { readonly http: HttpBinding };

export function defineTool<Input extends z.ZodType, Output extends z.ZodType = z.ZodUnknown>(
  definition: ToolDefinition<Input, Output>,
): Tool<Input, Output> {
  let input: Input | undefined;
  return Object.freeze({ ...definition, input: () => (input ??= definition.input()) });
}

/** True if a second call does no more than the first. */
export function isIdempotent({ http, annotations }: Tool): boolean {
  return http ? isIdempotentMethod(http.method) : annotations.idempotentHint === true;
}
