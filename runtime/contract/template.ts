/** Values with expressions in them, as a tool spec and generated code write them. Expressions are paths, not code. */

/**
 * A string that consists of one expression stands for the value the expression names; `{$…}` inside a longer string
 * stands for that value as text; every other string stands for itself. Lists and objects are filled in member by
 * member. `$$` is a dollar sign where an expression could start. Expressions: `$inputs.a.b`,
 * `$steps.id.outputs.x`, `$response.body#/a/0`, `$response.header.etag`, `$statusCode`, `$item`, `$index`,
 * `$env.NAME`, `$uri`.
 */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [member: string]: Template };

/** Templates by the name of an argument, a header or an output. */
export type Templates = { readonly [name: string]: Template };

/** A comparison, all of whose members must hold, or a combination of conditions. */
export type Condition =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | {
      readonly value: Template;
      readonly is?: Template;
      readonly not?: Template;
      readonly in?: readonly Template[];
      readonly exists?: boolean;
      readonly gt?: number;
      readonly gte?: number;
      readonly lt?: number;
      readonly lte?: number;
    };
