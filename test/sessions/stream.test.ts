import { expect, it, vi } from "vitest";
import { watched } from "../../runtime/sessions/stream.ts";
import { eventually } from "../support/eventually.ts";

/** Longer than any test lasts. */
const PATIENT = { bytes: 1_000, ms: 600_000 };
const IMPATIENT = { bytes: 1_000, ms: 50 };

/** A stream whose chunks are all available at once. */
function flood(chunks: number, onCancel: () => void = () => {}): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 0; i < chunks; i += 1) controller.enqueue(new Uint8Array(600));
      controller.close();
    },
    cancel: onCancel,
  });
  return new Response(body, { status: 201, headers: { "x-header": "kept" } });
}

it("passes a response on unchanged, after the first bytes", async () => {
  const onend = vi.fn();
  const response = watched(
    new Response("answer", { status: 418, headers: { "x-header": "kept" } }),
    onend,
    Buffer.from("first, "),
  );
  expect(response.status).toBe(418);
  expect(response.headers.get("x-header")).toBe("kept");
  expect(await response.text()).toBe("first, answer");
  expect(onend).toHaveBeenCalledTimes(1);
});

it("ends a response without a body at once", () => {
  const onend = vi.fn();
  const response = new Response(null, { status: 202 });
  expect(watched(response, onend)).toBe(response);
  expect(onend).toHaveBeenCalledTimes(1);
});

it("sends everything to a client that reads at once", async () => {
  const onend = vi.fn();
  const bytes = await watched(flood(100), onend, undefined, PATIENT).arrayBuffer();
  expect(bytes.byteLength).toBe(60_000);
  expect(onend).toHaveBeenCalledTimes(1);
});

it("sends everything to a client that reads slowly", async () => {
  const reader = watched(flood(8), () => {}, undefined, PATIENT).body?.getReader();
  let bytes = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    bytes += next.value.length;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(bytes).toBe(4_800);
});

it("cuts the stream of a client that does not read", async () => {
  const [onend, onCancel] = [vi.fn(), vi.fn()];
  const { body } = watched(
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(600)), cancel: onCancel }),
    ),
    onend,
    undefined,
    IMPATIENT,
  );
  await eventually(() => expect(onend).toHaveBeenCalledTimes(1));
  expect(onCancel).toHaveBeenCalledTimes(1);
  await expect(new Response(body).text()).rejects.toThrow("the client has read nothing for 50 ms");
});

it("ends the stream of a client that disconnects", async () => {
  const [onend, onCancel] = [vi.fn(), vi.fn()];
  const endless = new Response(new ReadableStream({ cancel: onCancel }));
  await watched(endless, onend).body?.cancel();
  expect(onCancel).toHaveBeenCalledTimes(1);
  await eventually(() => expect(onend).toHaveBeenCalledTimes(1));
});
