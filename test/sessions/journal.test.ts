import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { EventLog, eventId, parseEventId } from "../../runtime/sessions/event-log.ts";
import { MemoryStore } from "../../runtime/sessions/memory-store.ts";

const message = (text: string) => ({ jsonrpc: "2.0" as const, method: "m", params: { text } });

it.each([
  ["_GET_stream.7", { stream: "_GET_stream", seq: 7 }],
  ["f47ac10b-58cc-4372-a567-0e02b2c3d479.12", { stream: "f47ac10b-58cc-4372-a567-0e02b2c3d479", seq: 12 }],
  ["__proto__.1", { stream: "__proto__", seq: 1 }],
  ["a.", undefined],
  [".1", undefined],
  ["a.1.2", undefined],
  ["a.-1", undefined],
  ["a b.1", undefined],
  ["a.1\n", undefined],
  [`${"a".repeat(65)}.1`, undefined],
  ["a.1234567890123456", undefined],
])("the event's id %j", (id, want) => {
  const place = parseEventId(id);
  expect(place).toEqual(want);
  if (place) expect(eventId(place)).toBe(id);
});

it("what is stored while a stream is replayed is sent when the transport can send it again", async () => {
  const store = new MemoryStore();
  await store.create("id", { server: "acme", messages: [] });
  const journal = new EventLog(store, "id", () => {});
  const order: string[] = [];
  const first = await journal.storeEvent("s", message("1"));
  await journal.storeEvent("s", message("2"));
  let go = (): void => {};
  const replaying = journal.replayEventsAfter(first, {
    send: async () => {
      order.push("replayed");
      await new Promise<void>((resolve) => {
        go = resolve;
      });
    },
  });
  const storing = journal.storeEvent("s", message("3")).then((id) => order.push(id));
  await setImmediate();
  await setImmediate();
  go();
  await replaying;
  order.push("the stream is the transport's");
  await storing;
  expect(order).toEqual(["replayed", "the stream is the transport's", "s.3"]);
  await store.close();
});
