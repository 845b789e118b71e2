import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { EventLog, eventId, parseEventId } from "../../runtime/protocol/sdk/event-log.ts";
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
])("parses the event id %j", (id, want) => {
  const position = parseEventId(id);
  expect(position).toEqual(want);
  if (position) expect(eventId(position)).toBe(id);
});

it("holds back an event that is stored during a replay until the transport can send it", async () => {
  const store = new MemoryStore();
  await store.create("id", { server: "acme", messages: [] });
  const log = new EventLog(
    {
      append: (stream, message) => store.append("id", stream, message),
      read: (stream, after) => store.read("id", stream, after),
    },
    () => {},
  );
  const order: string[] = [];
  const first = await log.storeEvent("s", message("1"));
  await log.storeEvent("s", message("2"));
  let finishReplay = (): void => {};
  const replaying = log.replayEventsAfter(first, {
    send: async () => {
      order.push("replayed");
      await new Promise<void>((resolve) => {
        finishReplay = resolve;
      });
    },
  });
  const storing = log.storeEvent("s", message("3")).then((id) => order.push(id));
  await setImmediate();
  await setImmediate();
  finishReplay();
  await replaying;
  order.push("the replay has ended");
  await storing;
  expect(order).toEqual(["replayed", "the replay has ended", "s.3"]);
  await store.close();
});
