/** Sessions that several nodes share. */
import { describe } from "vitest";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";
import { describeNodes } from "./session-nodes.ts";

describe("two applications of one process share a store in memory", () => {
  describeNodes(async (nodes, limits) => {
    const store = new MemoryStore(limits);
    return Array.from({ length: nodes }, () => store);
  });
});
