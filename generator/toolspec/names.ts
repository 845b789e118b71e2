import type { Pointer } from "../json.ts";
import type { SpecReader } from "./reader.ts";
import type { ToolSpec } from "./tool-spec.ts";

/** Names that must differ, of what is in the spec itself: the names of operations are not known here. */
export function checkNames(spec: ToolSpec, reader: SpecReader): void {
  const taken = new Map<string, string>();
  const take = (name: string, owner: string, pointer: Pointer): void => {
    const other = taken.get(name);
    if (other === undefined) taken.set(name, owner);
    else
      reader.report(
        "duplicate-name",
        { pointer },
        `"${name}" is ${other === owner ? "there twice" : `the name of ${other} already`}`,
        "Give one of the two another name.",
      );
  };
  for (const { name, pointer } of spec.tools) take(name, `the tool ${name}`, pointer);
  for (const { name: upstream, operations } of spec.upstreams)
    for (const [key, operation] of operations) {
      if (operation === false) continue;
      const owner = `${upstream}.${key}`;
      if (operation.name !== undefined) take(operation.name, owner, [...operation.pointer, "name"]);
      for (const [i, alias] of (operation.aliases ?? []).entries())
        take(alias, owner, [...operation.pointer, "aliases", i]);
    }
  for (const { name, aliases, pointer } of spec.tools)
    for (const [i, alias] of aliases.entries()) take(alias, `the tool ${name}`, [...pointer, "aliases", i]);

  const uris = new Map<string, string>();
  for (const { name, uri, pointer } of spec.resources) {
    const other = uris.get(uri);
    if (other !== undefined)
      reader.report(
        "duplicate-name",
        { pointer: [...pointer, "uri"] },
        `${JSON.stringify(uri)} is the URI of ${other} already`,
        "Give one of the two another URI.",
      );
    uris.set(uri, name);
  }
}
