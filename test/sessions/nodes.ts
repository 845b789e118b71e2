/** What holds of sessions that several nodes share, whatever they are kept in. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionStore, StoreLimits } from "../../runtime/sessions/store.ts";
import { eventually } from "../support/eventually.ts";
import * as fc from "../support/properties.ts";
import { balancingFetch, cuttingFetch, SESSION_CLIENTS, type SessionClient } from "./clients.ts";
import { type Node, startNode } from "./world.ts";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Stores for so many nodes, that are one store. */
export type OpenStores = (nodes: number, limits?: Partial<StoreLimits>) => Promise<readonly SessionStore[]>;

export function describeNodes(openStores: OpenStores): void {
  let stores: readonly SessionStore[];
  let nodes: Node[];
  beforeEach(async () => {
    stores = await openStores(2);
    nodes = await Promise.all(stores.map((store) => startNode({ store })));
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await Promise.all([...new Set(stores)].map((store) => store.close()));
  });
  const urls = (): URL[] => nodes.map(({ url }) => url);
  const [one, other] = [0, 1].map((i) => (): Node => nodes[i] as Node) as [() => Node, () => Node];

  describe.each(Object.entries(SESSION_CLIENTS))("%s", (_, connect) => {
    const balanced = (order = urls()): Promise<SessionClient> =>
      connect(one().url, { fetch: balancingFetch(order) });

    it("calls any node", async () => {
      const client = await balanced();
      for (const i of numbers(6))
        expect((await client.call("echo", { text: i })).content[0]?.text).toBe(String(i));
      expect(nodes.map(({ sessions }) => sessions.size)).toEqual([1, 1]);
      await client.close();
    });

    it.each([
      ["ask", (who: string) => who],
      ["sample", () => '{"type":"text","text":"Hello too"}'],
      ["roots", () => "file:///home"],
    ])("sends an answer through the other node: %s", async (tool, want) => {
      for (const order of [urls(), urls().reverse()]) {
        const client = await balanced(order);
        const people = ["Ada", "Bob", "Cleo", "Dan", "Eve"];
        const results = await Promise.all(people.map((who) => client.call(tool, { who })));
        expect(results.map(({ content }) => content[0]?.text)).toEqual(people.map(want));
        await client.close();
      }
    });

    it("cancels a call of one node through the other", async () => {
      let next = one().url;
      const client = await connect(one().url, { fetch: (_, init) => fetch(next, init) });
      const abort = new AbortController();
      const call = client.call("hang", {}, abort.signal);
      await client.call("echo", { text: "it has started" });
      next = other().url;
      abort.abort();
      await expect(call).rejects.toThrow();
      await eventually(() => expect(one().cancelled).toHaveLength(1));
      await client.close();
    });

    it("ends a session on all nodes", async () => {
      let next = one().url;
      const client = await connect(one().url, { fetch: (_, init) => fetch(next, init) });
      const call = client.call("hang").catch(() => "ended");
      await client.call("echo", { text: "it has started" });
      next = other().url;
      await client.terminate();
      await eventually(() => expect(one().cancelled).toHaveLength(1));
      expect(nodes.map(({ sessions }) => sessions.size)).toEqual([0, 0]);
      await client.close();
      expect(await call).toBe("ended");
    });

    it("resumes on one node a stream that was cut on the other, without loss or repetition", async () => {
      const cut = vi.fn();
      const run = async (n: number, pauseMs: number, cuts: number[]) => {
        const client = await connect(one().url, {
          fetch: balancingFetch(urls(), cuttingFetch([...cuts], cut)),
        });
        const result = await client.call("count", { n, pauseMs });
        expect(result.content[0]?.text).toBe(String(n));
        expect(client.logged).toEqual(numbers(n));
        await client.close();
      };
      const point = fc.nat({ max: 700 });
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 6 }), fc.nat({ max: 2 }), fc.array(point, { maxLength: 4 }), run),
        { numRuns: 30, examples: [[4, 5, [0, 0, 0]]] },
      );
      // The example is cut right after its first event.
      expect(cut).toHaveBeenCalled();
    });

    it("is asked on the node that resumes its stream", async () => {
      const client = await connect(one().url, { fetch: balancingFetch(urls(), cuttingFetch([0])) });
      expect((await client.call("ask", { who: "Ada" })).content[0]?.text).toBe("Ada");
      await client.close();
    });

    it("learns on one node that the other stopped in the middle of a call", async () => {
      const resumed = vi.fn();
      const fetch = balancingFetch(urls(), cuttingFetch([0], resumed));
      const client = await connect(one().url, { fetch });
      const call = client.call("hang");
      const failed = expect(call).rejects.toThrow("The server stopped before this was done.");
      await eventually(() => expect(resumed).toHaveBeenCalled());
      await nodes.find(({ running }) => running.length > 0)?.close();
      await failed;
      await client.close();
    });

    it("gets on one node the notifications of another", async () => {
      const client = await balanced();
      for (const i of numbers(4)) await client.call("echo", { text: i });
      expect(nodes.map(({ servers }) => servers.length)).toEqual([1, 1]);
      for (const { servers } of nodes) await servers[0]?.sendToolListChanged();
      await eventually(() => expect(client.changes.count).toBe(2));
      await client.close();
    });

    it("continues its session after a restart", async () => {
      let next = one().url;
      const client = await connect(one().url, { fetch: (_, init) => fetch(next, init) });
      await client.subscribe("acme://a");
      await client.subscribe("acme://b");
      await one().close();
      next = other().url;
      expect((await client.call("subscribed")).content[0]?.text).toBe("acme://a,acme://b");
      expect((await client.call("ask", { who: "Ada" })).content[0]?.text).toBe("Ada");
      await client.close();
    });
  });
}
