import type { Diagnostics } from "../diagnostics.ts";
import { byCodePoint, type Pointer } from "../json.ts";

/** An old name of a tool, and where it was given. */
export interface Alias {
  readonly old: string;
  /** The name the tool has now. */
  readonly name: string;
  readonly pointer: Pointer;
  readonly diagnostics: Diagnostics;
}

/** Old names and new ones. An old name leads to one tool, and no tool has it. */
export function modelAliases(
  aliases: readonly Alias[],
  tools: ReadonlySet<string>,
): (readonly [old: string, name: string])[] {
  const found = new Map<string, string>();
  for (const { old, name, pointer, diagnostics } of aliases) {
    const other = found.get(old);
    if (tools.has(old))
      diagnostics.report(
        "duplicate-tool",
        pointer,
        `a tool is called "${old}" now`,
        "Remove the old name, or give that tool another one.",
      );
    else if (other !== undefined)
      diagnostics.report(
        "duplicate-tool",
        pointer,
        `"${old}" is an old name of "${other}" already`,
        "An old name can lead to one tool only.",
      );
    else found.set(old, name);
  }
  return [...found].sort(([a], [b]) => byCodePoint(a, b));
}
