/** Sessions in memory, which several applications in one process can share. */
import { afterEach, describe, expect, it } from "vitest";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";
import { describeNodes } from "./nodes.ts";
import { describeStore } from "./stores.ts";

describe("two applications share a store in memory", () => {
  describeNodes(async (nodes, limits) => {
    const store = new MemoryStore(limits);
    return Array.from({ length: nodes }, () => store);
  });
});

describe("the store in memory", () => {
  const opened: MemoryStore[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
  describeStore(async (limits) => {
    const store = new MemoryStore(limits);
    opened.push(store);
    return store;
  });

  it("limits the bytes of all sessions together, and drops the events of the largest session", async () => {
    const store = new MemoryStore({}, 10_000);
    opened.push(store);
    const record = { server: "world", version: "2025-11-25", messages: [] };
    for (const id of ["small", "large"]) await store.create(id, record);
    const say = (id: string, text: string) => store.append(id, "s", { jsonrpc: "2.0", method: text });
    await say("small", "a");
    for (let i = 0; i < 20; i++) await say("large", "x".repeat(900));
    expect(await store.read("small", "s", 0)).toHaveLength(1);
    const kept = await store.read("large", "s", 0);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept.at(-1)?.seq).toBe(20);
    await store.end("large");
    for (let i = 0; i < 9; i++) await say("small", "x".repeat(900));
    expect(await store.read("small", "s", 0)).toHaveLength(10);
  });
});
