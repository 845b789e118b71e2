/** The names of tools: of those that operations become, their former names, and the files they are in. */
import type { Diagnostics, Reports } from "../diagnostics.ts";
import { hash, words } from "../identifiers.ts";
import { byCodePoint, type Pointer } from "../json.ts";
import type { Selected } from "./select.ts";
import type { ToolGroup, ToolModel } from "./server-model.ts";
import { assignUniqueNames, groupBy, type NameRule, toolNames, withPrefix } from "./unique-names.ts";

/**
 * Names every operation. First, each document is named on its own, with all of its operations, so that leaving one
 * out changes no other name. Then the names of all documents are compared: a name from the spec, of an operation or
 * of a declared tool, is final; other operations that share a name get the name of their upstream as a prefix. An
 * operation that is not offered is named `<upstream>.<its name in the document>`.
 */
export function nameOperations(
  selected: readonly Selected[],
  declared: readonly string[],
  reports: Reports,
): ReadonlyMap<Selected, string> {
  const alone = new Map<Selected, string>();
  for (const [upstream, members] of groupBy(selected, (item) => item.upstream))
    for (const [item, name] of nameAlone(members, reports.of(upstream))) alone.set(item, name);

  const rulesOf = (item: Selected | string): readonly NameRule[] => {
    if (typeof item === "string") return [() => item];
    const given = item.effective.name;
    if (given?.by === "spec") return [() => given.value];
    const { upstream, operation } = item;
    const name = alone.get(item) ?? "";
    const identity = `${upstream} ${operation.method} ${operation.path}`;
    return [...(given ? [() => given.value] : []), () => name, ...withPrefix(upstream, name, identity)];
  };
  const offered = selected.filter((item) => item.offered);
  const names = assignUniqueNames<Selected | string>([...declared, ...offered], rulesOf);
  for (const members of groupBy(names.keys(), (item) => names.get(item) ?? "").values())
    if (members.length > 1) reportDuplicates(members);
  return new Map(
    selected.map((item) => {
      const name = names.get(item);
      if (name === undefined) return [item, `${item.upstream}.${alone.get(item)}`];
      const preferred = item.effective.name?.value ?? alone.get(item) ?? "";
      if (name !== preferred)
        reports
          .of(item.upstream)
          .report(
            "name-collision",
            item.operation.pointer,
            collision(preferred, name),
            "Set its `name` under `operations` in the tool spec.",
          );
      return [item, name];
    }),
  );
}

/** The names that the operations of a document have if there is no other document. */
function nameAlone(members: readonly Selected[], diagnostics: Diagnostics): ReadonlyMap<Selected, string> {
  const rules = ({ operation: { method, path, operationId } }: Selected): readonly NameRule[] =>
    toolNames(method, path, operationId);
  const names = assignUniqueNames(members, rules);
  for (const [item, name] of names) {
    const preferred = rules(item)[0]?.() ?? "";
    if (name !== preferred && item.offered && !item.effective.name)
      diagnostics.report(
        "name-collision",
        item.operation.pointer,
        collision(preferred, name),
        "Give each operation an operationId of its own.",
      );
  }
  return names;
}

function collision(preferred: string, name: string): string {
  return `expected a unique tool name, found "${preferred}" more than once; this tool is named "${name}"`;
}

/** Names from overrides are never changed automatically: a duplicate is an error. */
function reportDuplicates(members: readonly (Selected | string)[]): void {
  for (const item of members) {
    const given = typeof item === "string" ? undefined : item.effective.name;
    given?.diagnostics.report(
      "duplicate-tool",
      [...given.pointer, "name"],
      `expected a unique tool name, found a second tool named "${given.value}"`,
      "Give each tool a name of its own.",
    );
  }
}

// ------------------------------------------------------------------------------------------- aliases

/** A former name of a tool, and its place in the tool spec or document. */
export interface Alias {
  readonly old: string;
  /** The current name of the tool. */
  readonly name: string;
  readonly pointer: Pointer;
  readonly diagnostics: Diagnostics;
}

/** Returns former and current names. A former name belongs to one tool and is not the current name of any. */
export function modelAliases(
  aliases: readonly Alias[],
  tools: ReadonlySet<string>,
): (readonly [old: string, name: string])[] {
  const found = new Map<string, string>();
  for (const { old, name, pointer, diagnostics } of aliases) {
    const report = (message: string, hint: string): void =>
      diagnostics.report("duplicate-tool", pointer, message, hint);
    const other = found.get(old);
    if (tools.has(old))
      report(
        `expected a name that no tool has, found the tool "${old}"`,
        "Remove the alias, or rename that tool.",
      );
    else if (other !== undefined)
      report(
        `expected an alias of one tool, found "${old}" as an alias of "${other}" already`,
        "List the alias for one tool only.",
      );
    else found.set(old, name);
  }
  return [...found].sort(([a], [b]) => byCodePoint(a, b));
}

// ------------------------------------------------------------------------------------------- groups

/** A tool, and the preferred name of its file. */
export interface Grouped {
  readonly group: string;
  readonly upstream: string;
  readonly tool: ToolModel;
}

/** One file for each tag. If upstreams share a tag, each has its own file, prefixed with the upstream's name. */
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
