/** Tests of a session store, for any kind of store. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { expect, it } from "vitest";
import type { SessionEvent, SessionStore, StoreLimits } from "../../runtime/sessions/store.ts";
import { eventually } from "../support/eventually.ts";

const INITIALIZE: JSONRPCMessage = { jsonrpc: "2.0", id: 1, method: "initialize", params: {} };
const RECORD = { server: "acme", messages: [INITIALIZE] };
const message = (text: string): JSONRPCMessage => ({ jsonrpc: "2.0", method: "m", params: { text } });

/** `open` opens an empty store, and the caller closes it. */
export function describeStore(open: (limits?: Partial<StoreLimits>) => Promise<SessionStore>): void {
  const created = async (store: SessionStore): Promise<string> => {
    const id = randomUUID();
    expect(await store.create(id, RECORD)).toBe(true);
    return id;
  };
  const seqs = async (store: SessionStore, id: string, stream: string, after = 0): Promise<number[]> =>
    (await store.read(id, stream, after)).map(({ seq }) => seq);

  it("finds a session from its creation to its end", async () => {
    const store = await open();
    const id = await created(store);
    expect(await store.find(id)).toEqual(RECORD);
    expect(await store.use(id, 1_000)).toBe(true);
    await store.append(id, "s", message("a"));
    await store.end(id);
    expect(await store.find(id)).toBeUndefined();
    expect(await store.use(id, 1_000)).toBe(false);
    expect(await store.read(id, "s", 0)).toEqual([]);
    await expect(store.append(id, "s", message("b"))).rejects.toThrow("ended");
    await store.remember(id, "x", message("c"));
    expect(await store.find(id)).toBeUndefined();
  });

  it("remembers one message for each key", async () => {
    const store = await open();
    const id = await created(store);
    await store.remember(id, "a", message("1"));
    await store.remember(id, "b", message("2"));
    await store.remember(id, "server", message("3"));
    await store.remember(id, "a", message("4"));
    await store.remember(id, "b");
    await store.remember(id, "nothing");
    const found = await store.find(id);
    expect(found?.server).toBe("acme");
    expect(found?.messages[0]).toEqual(INITIALIZE);
    expect(new Set(found?.messages)).toEqual(new Set([INITIALIZE, message("3"), message("4")]));
  });

  it("counts the events of a session, and reads those of one stream", async () => {
    const store = await open();
    const id = await created(store);
    const other = await created(store);
    for (const stream of ["a", "b", "a", "__proto__", "a"]) await store.append(id, stream, message(stream));
    await store.append(other, "a", message("of another session"));
    expect(await seqs(store, id, "a")).toEqual([1, 3, 5]);
    expect(await seqs(store, id, "a", 1)).toEqual([3, 5]);
    expect(await seqs(store, id, "a", 4)).toEqual([5]);
    expect(await seqs(store, id, "a", 99)).toEqual([]);
    expect(await seqs(store, id, "__proto__")).toEqual([4]);
    expect(await seqs(store, id, "c")).toEqual([]);
    expect((await store.read(id, "b", 0))[0]).toMatchObject({ seq: 2, stream: "b", message: message("b") });
  });

  it.each<[what: string, limits: Partial<StoreLimits>, texts: string[], want: number[]]>([
    ["by number", { maxEvents: 3 }, ["1", "2", "3", "4", "5"], [3, 4, 5]],
    ["by size", { maxEventBytes: 1_000 }, ["1", "x".repeat(900), "3", "x".repeat(700), "5"], [3, 4, 5]],
    [
      "by size, with a newest event that is too large",
      { maxEventBytes: 1_000 },
      ["1", "2", "ü".repeat(5_000)],
      [3],
    ],
    [
      "by size, after an event that is too large",
      { maxEventBytes: 1_000 },
      ["1", "ü".repeat(5_000), "3", "4"],
      [3, 4],
    ],
  ])("keeps the newest events, bounded %s", async (_, limits, texts, want) => {
    const store = await open(limits);
    const id = await created(store);
    for (const text of texts) await store.append(id, "s", message(text));
    expect(await seqs(store, id, "s")).toEqual(want);
  });

  it("forgets events after a time, and goes on counting", async () => {
    const store = await open({ eventMs: 400 });
    const id = await created(store);
    await store.append(id, "s", message("1"));
    await sleep(500);
    expect(await store.append(id, "s", message("2"))).toBe(2);
    expect(await seqs(store, id, "s")).not.toContain(1);
    await eventually(async () => expect(await seqs(store, id, "s")).toEqual([]));
    expect(await store.append(id, "s", message("3"))).toBe(3);
  });

  it("ends the session that has been idle the longest when there are too many, and none in use", async () => {
    const store = await open({ maxSessions: 3 });
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      ids.push(await created(store));
      await sleep(5);
    }
    const [first, second, third] = ids as [string, string, string];
    await store.use(first, 60_000);
    await store.append(second, "s", message("1"));
    const events: SessionEvent[] = [];
    await store.subscribe(second, (event) => events.push(event));
    const fourth = await created(store);
    expect(await store.find(second)).toBeUndefined();
    expect(await store.read(second, "s", 0)).toEqual([]);
    await eventually(() => expect(events).toEqual([{ kind: "end" }]));
    for (const id of [first, third, fourth]) await store.use(id, 60_000);
    expect(await store.create(randomUUID(), RECORD)).toBe(false);
    await sleep(5);
    await store.use(third, 0);
    await created(store);
    expect(await store.find(third)).toBeUndefined();
    expect(await store.find(first)).toEqual(RECORD);
  });

  it("ends a session that has been idle for too long", async () => {
    // Long enough for \`use\` to come in time on a busy machine.
    const store = await open({ idleMs: 2_000 });
    const used = await created(store);
    await store.use(used, 60_000);
    const idle = await created(store);
    await eventually(async () => expect(await store.find(idle)).toBeUndefined());
    expect(await store.find(used)).toEqual(RECORD);
    await store.use(used, 0);
    await eventually(async () => expect(await store.find(used)).toBeUndefined());
  });

  it("publishes events to all subscribers until they unsubscribe", async () => {
    const store = await open();
    const id = await created(store);
    const received: SessionEvent[][] = [[], []];
    const unsubscribe = await store.subscribe(id, (event) => received[0]?.push(event));
    await store.subscribe(id, (event) => received[1]?.push(event));
    await store.append(id, "s", message("1"));
    const published: SessionEvent = { kind: "message", from: "node", message: message("2") };
    await store.publish(id, published);
    await eventually(() => expect(received[0]).toEqual([{ kind: "event", stream: "s" }, published]));
    unsubscribe();
    await store.end(id);
    await eventually(() =>
      expect(received[1]).toEqual([{ kind: "event", stream: "s" }, published, { kind: "end" }]),
    );
    expect(received[0]).toHaveLength(2);
  });
}
