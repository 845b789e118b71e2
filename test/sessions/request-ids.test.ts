import { expect, it } from "vitest";
import { RequestIds } from "../../runtime/protocol/sdk/session-transport.ts";

const request = (id: number, params: Record<string, unknown> = {}) =>
  ({ jsonrpc: "2.0", id, method: "elicitation/create", params }) as const;
const idOf = (message: object): string => (message as { id: string }).id;

it("gives requests unique ids, and recognises the responses to its own requests", () => {
  const [one, other] = [new RequestIds(), new RequestIds()];
  const asked = idOf(one.outgoing(request(0)));
  expect(asked).not.toBe(idOf(other.outgoing(request(0))));
  expect(asked).not.toBe(idOf(one.outgoing(request(1))));
  const answer = { jsonrpc: "2.0" as const, id: asked, result: {} };
  expect(one.incoming(answer)).toEqual({ ...answer, id: 0 });
  expect(other.incoming(answer)).toBeUndefined();
  const error = { jsonrpc: "2.0" as const, id: asked, error: { code: 1, message: "no" } };
  expect(one.incoming(error)).toEqual({ ...error, id: 0 });
});

it.each([0, "0", "x.0", ".0", null])("ignores a response to an unknown request: %j", (id) => {
  expect(new RequestIds().incoming({ jsonrpc: "2.0", id, result: {} } as never)).toBeUndefined();
});

it("recognises the progress of its own requests", () => {
  const [one, other] = [new RequestIds(), new RequestIds()];
  const sent = one.outgoing(request(4, { _meta: { progressToken: 4 } }));
  const { progressToken } = (sent as unknown as { params: { _meta: { progressToken: string } } }).params
    ._meta;
  expect(progressToken).toBe(idOf(sent));
  const progress = (token: unknown) =>
    ({
      jsonrpc: "2.0",
      method: "notifications/progress",
      params: { progressToken: token, progress: 1 },
    }) as never;
  expect(one.incoming(progress(progressToken))).toEqual(progress(4));
  expect(other.incoming(progress(progressToken))).toBeUndefined();
});

it("cancels a request by the id under which it was sent", () => {
  const ids = new RequestIds();
  const cancelled = ids.outgoing({
    jsonrpc: "2.0",
    method: "notifications/cancelled",
    params: { requestId: 3, reason: "late" },
  });
  expect(cancelled).toMatchObject({ params: { requestId: idOf(ids.outgoing(request(3))), reason: "late" } });
});

it("leaves all other messages unchanged", () => {
  const ids = new RequestIds();
  const progress = {
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken: 1, progress: 1 },
  };
  const result = { jsonrpc: "2.0", id: 1, result: {} };
  for (const message of [progress, result] as const) expect(ids.outgoing(message as never)).toBe(message);
  for (const message of [
    request(1),
    { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
  ])
    expect(ids.incoming(message as never)).toBe(message);
});
