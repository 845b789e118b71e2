import type { Schema } from "../json-schema.ts";
import { eachDeep, refOf } from "./schema-walk.ts";

/** What leads where among named schemas. Nothing in here recurses: chains of references can be long. */
export interface SchemaGraph {
  /** Names that lead back to themselves. */
  readonly recursive: ReadonlySet<string>;
  /** A number for each name: whatever it leads to has a smaller one, but for what leads back to it. */
  readonly order: ReadonlyMap<string, number>;
}

export function referencesOf(schema: Schema): Set<string> {
  const found = new Set<string>();
  eachDeep(schema, (inner) => {
    const name = refOf(inner);
    if (name !== undefined) found.add(name);
  });
  return found;
}

/** Every name that a schema leads to, in the order in which they are met. */
export function reachable(schema: Schema, defs: ReadonlyMap<string, Schema>): Set<string> {
  const found = new Set<string>(referencesOf(schema));
  for (const name of found) for (const next of referencesOf(defs.get(name) ?? true)) found.add(next);
  return found;
}

/** Strongly connected components, as Tarjan finds them: those that others lead to come first. */
export function graphOf(defs: ReadonlyMap<string, Schema>): SchemaGraph {
  const edges = new Map([...defs].map(([name, schema]) => [name, [...referencesOf(schema)]]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const recursive = new Set<string>();
  const order = new Map<string, number>();

  for (const root of defs.keys()) {
    if (index.has(root)) continue;
    const work: { name: string; next: number }[] = [{ name: root, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1] as { name: string; next: number };
      const { name } = frame;
      if (frame.next === 0 && !index.has(name)) {
        index.set(name, index.size);
        low.set(name, index.get(name) as number);
        stack.push(name);
        onStack.add(name);
      }
      const target = edges.get(name)?.[frame.next++];
      if (target !== undefined) {
        if (!defs.has(target)) continue;
        if (!index.has(target)) work.push({ name: target, next: 0 });
        else if (onStack.has(target))
          low.set(name, Math.min(low.get(name) as number, index.get(target) as number));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.name, Math.min(low.get(parent.name) as number, low.get(name) as number));
      if (low.get(name) !== index.get(name)) continue;
      const members: string[] = [];
      let member: string;
      do {
        member = stack.pop() as string;
        onStack.delete(member);
        members.push(member);
      } while (member !== name);
      for (const m of members) order.set(m, order.size);
      if (members.length > 1 || edges.get(name)?.includes(name)) for (const m of members) recursive.add(m);
    }
  }
  return { recursive, order };
}
