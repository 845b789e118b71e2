/** Sessions in memory, which applications of one process can share. */
import { afterEach, describe } from "vitest";
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
});
