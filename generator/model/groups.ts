import { hash, words } from "../identifiers.ts";
import { byCodePoint } from "../json.ts";
import type { ToolGroup, ToolModel } from "./server-model.ts";
import { assignUniqueNames, groupBy } from "./unique-names.ts";

/** A tool, and what the file it goes into would be called. */
export interface Grouped {
  readonly group: string;
  readonly upstream: string;
  readonly tool: ToolModel;
}

/** One file a tag. Where upstreams have the same tag each has a file of its own, called by both. */
export function groupTools(items: readonly Grouped[]): ToolGroup[] {
  const rows = [...groupBy(items, ({ group }) => group).values()]
    .flatMap((sharing) => [...groupBy(sharing, ({ upstream }) => upstream).values()])
    .map((members) => ({ members, of: members[0] as Grouped }));
  const shared = new Set(
    [...groupBy(rows, ({ of }) => of.group).values()].filter((group) => group.length > 1).flat(),
  );
  const names = assignUniqueNames(rows, (row) => {
    const { group, upstream } = row.of;
    const prefixed = [...words(upstream), group].join("-");
    return [
      ...(shared.has(row) ? [] : [() => group]),
      () => prefixed,
      () => `${prefixed}-${hash(`${upstream} ${group}`)}`,
    ];
  });
  return rows
    .map((row) => ({
      name: names.get(row) as string,
      tools: row.members.map(({ tool }) => tool).sort((a, b) => byCodePoint(a.name, b.name)),
    }))
    .sort((a, b) => byCodePoint(a.name, b.name));
}
