import { expect, it } from "vitest";
import { ListAnswer } from "../../runtime/protocol/fast-path/list.ts";

/** Where a message ends in memory, which tells one copy from another. */
const place = ({ buffer, byteOffset, length }: Buffer): unknown[] => [buffer, byteOffset + length];

const list = (): ListAnswer => new ListAnswer('{"tools":["é"]}');

it.each([1, 0, -5, "a", 'with "quotes"', "é", "x".repeat(63), "x".repeat(200)])("answers the id %j", (id) => {
  const { body } = list().answer(id);
  expect(JSON.parse(body.toString("utf8"))).toEqual({ jsonrpc: "2.0", id, result: { tools: ["é"] } });
});

it("uses a copy again when it was released, and not before", () => {
  const lists = list();
  const first = lists.answer(1);
  const second = lists.answer(22_222);
  expect(place(second.body)).not.toEqual(place(first.body));
  expect(JSON.parse(first.body.toString())).toMatchObject({ id: 1 });
  first.release?.();
  const third = lists.answer("a longer id than before");
  expect(place(third.body)).toEqual(place(first.body));
  expect(JSON.parse(third.body.toString())).toMatchObject({ id: "a longer id than before" });
  third.release?.();
  expect(JSON.parse(lists.answer(3).body.toString())).toEqual({
    jsonrpc: "2.0",
    id: 3,
    result: { tools: ["é"] },
  });
});
