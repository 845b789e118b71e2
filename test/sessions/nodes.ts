/** Tests of sessions that several nodes share, for any kind of store. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionStore, StoreLimits } from "../../runtime/sessions/store.ts";
import { eventually } from "../support/eventually.ts";
import * as fc from "../support/properties.ts";
import { balancingFetch, cuttingFetch, SESSION_CLIENTS, type SessionClient } from "./clients.ts";
import { type Node, startNode } from "./world.ts";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Opens one shared store for several nodes. */
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

    it("calls tools through whichever node gets the request", async () => {
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
    ])("answers a question of one node through the other: %s", async (tool, want) => {
      for (const order of [urls(), urls().reverse()]) {
        const client = await balanced(order);
        const people = ["Ada", "Bob", "Cleo", "Dan", "Eve"];
        const results = await Promise.all(people.map((who) => client.call(tool, { who })));
        expect(results.map(({ content }) => content[0]?.text)).toEqual(people.map(want));
        await client.close();
      }
    });

    it("cancels a call on one node through the other", async () => {
      let next = one().url;
      const client = await connect(one().url, { fetch: (_, init) => fetch(next, init) });
      const abort = new AbortController();
      const call = client.call("hang", {}, abort.signal);
      await eventually(() => expect(one().running).toHaveLength(1));
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
      await eventually(() => expect(one().running).toHaveLength(1));
      next = other().url;
      await client.terminate();
      await eventually(() => expect(one().cancelled).toHaveLength(1));
      await eventually(() => expect(nodes.map(({ sessions }) => sessions.size)).toEqual([0, 0]));
      await client.close();
      expect(await call).toBe("ended");
    });

    it("resumes on one node a stream that was cut on the other", async () => {
      const cut = vi.fn();
      const client = await connect(one().url, {
        fetch: balancingFetch(urls(), cuttingFetch([0, 0, 0], cut)),
      });
      expect((await client.call("count", { n: 4, pauseMs: 5 })).content[0]?.text).toBe("4");
      expect(client.logged).toEqual(numbers(4));
      expect(cut).toHaveBeenCalledTimes(3);
      await client.close();
    });

    it("gets every event of a stream that is cut anywhere exactly once", async () => {
      const run = async (n: number, pauseMs: number, cuts: number[]) => {
        const client = await connect(one().url, {
          fetch: balancingFetch(urls(), cuttingFetch([...cuts])),
        });
        const result = await client.call("count", { n, pauseMs });
        expect(result.content[0]?.text).toBe(String(n));
        expect(client.logged).toEqual(numbers(n));
        await client.close();
      };
      const point = fc.nat({ max: 700 });
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 6 }), fc.nat({ max: 2 }), fc.array(point, { maxLength: 4 }), run),
        { numRuns: 30 },
      );
    }, 120_000);

    it("is asked on the other node when it resumes its stream there", async () => {
      const client = await connect(one().url, { fetch: balancingFetch(urls(), cuttingFetch([0])) });
      expect((await client.call("ask", { who: "Ada" })).content[0]?.text).toBe("Ada");
      await client.close();
    });

    it("gets an error from one node when the other stopped before the answer", async () => {
      const cut = vi.fn();
      const client = await connect(one().url, { fetch: balancingFetch(urls(), cuttingFetch([0], cut)) });
      const call = client.call("hang");
      const failed = expect(call).rejects.toThrow("The server stopped before this was done.");
      await eventually(() => expect(nodes.flatMap(({ running }) => running)).toHaveLength(1));
      await eventually(() => expect(cut).toHaveBeenCalled());
      await nodes.find(({ running }) => running.length > 0)?.close();
      await failed;
      await client.close();
    });

    it("gets the notifications of all nodes on one stream", async () => {
      const client = await balanced();
      for (const i of numbers(4)) await client.call("echo", { text: i });
      expect(nodes.map(({ servers }) => servers.length)).toEqual([1, 1]);
      await eventually(() => expect(nodes.flatMap(({ streams }) => streams)).toEqual([client.sessionId]));
      for (const { servers } of nodes) await servers[0]?.sendToolListChanged();
      await eventually(() => expect(client.changes.count).toBe(2));
      await client.close();
    });

    it("goes on after a restart with its earlier subscriptions", async () => {
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
