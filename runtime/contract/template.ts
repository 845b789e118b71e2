/** Values with expressions in them, as a tool spec has them. They are paths, and never code. */

/**
 * A string that is one expression stands for what it names, `{$…}` inside a text for its text, and anything else
 * for itself; lists and objects are filled in member by member. `$$` is a dollar sign where an expression could
 * start. Expressions: `$inputs.a.b`, `$steps.id.outputs.x`, `$response.body#/a/0`, `$response.header.etag`,
 * `$statusCode`, `$item`, `$index`, `$env.NAME`, `$uri`.
 */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [member: string]: Template };

/** All members hold at once. */
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
