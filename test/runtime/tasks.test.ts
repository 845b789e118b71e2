import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ToolError } from "../../runtime/errors.ts";
import type { Question } from "../../runtime/handler.ts";
import type { ToolResult } from "../../runtime/http/response.ts";
import { createLogger } from "../../runtime/log.ts";
import { type Task, Tasks } from "../../runtime/protocol/tasks.ts";
import type { ClientContext } from "../../runtime/tools/client-context.ts";
import { silentClient } from "../support/execution.ts";

const caller = silentClient(new AbortController().signal, "2026-07-28");
const logger = createLogger("silent");
const text = (value: string): ToolResult => ({ content: [{ type: "text", text: value }] });
const yes: Question = { elicit: { message: "Sure?", schema: { type: "object", properties: {} } } };

/** Starts a task, and finds it by its handle. */
function start(run: (caller: ClientContext) => Promise<ToolResult>, tasks = new Tasks(logger)): Task {
  const handle = tasks.start("owner", caller, run);
  expect(handle).toMatchObject({ resultType: "task", status: "working" });
  return tasks.get("owner", handle.taskId as string) as Task;
}

afterEach(() => vi.useRealTimers());

describe("a task", () => {
  const rows: [string, () => Promise<ToolResult>, object][] = [
    ["completes with a result", async () => text("done"), { status: "completed", result: text("done") }],
    [
      "completes with the error of a tool",
      async () => new ToolError("not_found", "There is none.").toResult(true),
      { status: "completed", result: { isError: true, resultType: "complete" } },
    ],
    [
      "fails with an internal error",
      async () => ToolError.from(new Error("a secret")).toResult(true),
      {
        status: "failed",
        error: { code: -32603, message: "The server failed to carry out the call." },
      },
    ],
    [
      "fails if the call throws",
      async () => {
        throw new Error("a secret");
      },
      { status: "failed", error: { code: -32603 } },
    ],
  ];
  it.each(rows)("%s", async (_name, run, want) => {
    const task = start(run);
    await setImmediate();
    expect(task.view()).toMatchObject(want);
    expect(JSON.stringify(task.view())).not.toContain("secret");
    expect("inputRequests" in task.view()).toBe(false);
  });

  it("is cancelled at once, before its handler ends", async () => {
    let reason: unknown;
    let stop = (): void => {};
    const task = start(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            stop = () => reject(signal.reason);
          });
        }),
    );
    task.cancel();
    expect(task.view().status).toBe("cancelled");
    expect(reason).toBeInstanceOf(ToolError);
    stop();
    await setImmediate();
    expect(task.view()).toMatchObject({ status: "cancelled" });
    expect(task.view().result).toBeUndefined();
  });
});

describe("a task that asks questions", () => {
  const ids = (task: Task): string[] => Object.keys(task.view().inputRequests ?? {});

  it("waits for every answer, and shows the open questions", async () => {
    const task = start(async ({ ask }) => text(JSON.stringify(await ask?.({ a: yes, b: yes }))));
    await setImmediate();
    expect(task.view().status).toBe("input_required");
    const [first = "", second = ""] = ids(task);
    expect(first).not.toMatch(/^[ab]$/);
    task.update({ [first]: { action: "accept" }, unknown: { action: "decline" } });
    expect(task.view().status).toBe("input_required");
    expect(ids(task)).toEqual([second]);
    task.update({ [second]: { action: "decline" }, [first]: { action: "cancel" } });
    await setImmediate();
    expect(task.view()).toMatchObject({
      status: "completed",
      result: text('{"a":{"action":"accept"},"b":{"action":"decline"}}'),
    });
  });

  it("can ask several questions at the same time", async () => {
    const task = start(async ({ ask }) => {
      const both = await Promise.all([ask?.({ a: yes }), ask?.({ b: yes })]);
      return text(JSON.stringify(both));
    });
    await setImmediate();
    const [first = "", second = ""] = ids(task);
    task.update({ [second]: 2 });
    await setImmediate();
    expect(task.view().status).toBe("input_required");
    task.update({ [first]: 1 });
    await setImmediate();
    expect(task.view().result).toMatchObject(text('[{"a":1},{"b":2}]'));
  });

  it("is cancelled while it waits for an answer", async () => {
    const task = start(async ({ ask }) => text(String(await ask?.({ a: yes }))));
    await setImmediate();
    task.cancel();
    await setImmediate();
    expect(task.view().status).toBe("cancelled");
    expect(ids(task)).toEqual([]);
  });
});

it("shows the progress of a task", async () => {
  let proceed = (): void => {};
  const task = start(async ({ progress }) => {
    await progress?.(1, 4, "the first");
    await new Promise<void>((resolve) => {
      proceed = resolve;
    });
    await progress?.(2);
    await new Promise<void>((resolve) => {
      proceed = resolve;
    });
    return text("done");
  });
  await setImmediate();
  expect(task.view().statusMessage).toBe("1 of 4: the first");
  proceed();
  await setImmediate();
  expect(task.view().statusMessage).toBe("2");
});

it("shows a task only to its owner", () => {
  const tasks = new Tasks(logger);
  const { taskId } = tasks.start("owner", caller, async () => text("done")) as { taskId?: string };
  expect(tasks.get("another owner", taskId ?? "")).toBeUndefined();
  expect(tasks.get("owner", taskId ?? "")).toBeDefined();
  expect(tasks.get("owner", "__proto__")).toBeUndefined();
});

it("removes a task after its time to live", async () => {
  vi.useFakeTimers();
  const tasks = new Tasks(logger, { ttlMs: 1000 });
  const handle = tasks.start("owner", caller, ({ signal }) => {
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const id = handle.taskId as string;
  const task = tasks.get("owner", id);
  await vi.advanceTimersByTimeAsync(999);
  expect(tasks.get("owner", id)).toBe(task);
  await vi.advanceTimersByTimeAsync(1);
  expect(tasks.get("owner", id)).toBeUndefined();
  expect(task?.view().status).toBe("cancelled");
});

it("removes finished tasks for new ones, but no running tasks", async () => {
  const tasks = new Tasks(logger, { maxTasks: 2 });
  const waiting = (): Promise<ToolResult> => new Promise(() => {});
  const done = tasks.start("owner", caller, async () => text("done")).taskId as string;
  await setImmediate();
  tasks.start("owner", caller, waiting);
  tasks.start("owner", caller, waiting);
  expect(tasks.get("owner", done)).toBeUndefined();
  expect(() => tasks.start("owner", caller, waiting)).toThrow(/as many tasks/);
});

it("removes the oldest results when they are too large together, but not the newest", async () => {
  const tasks = new Tasks(logger, { maxBytes: 5000 });
  const ids: string[] = [];
  const finish = async (bytes: number): Promise<void> => {
    ids.push(tasks.start("owner", caller, async () => text("x".repeat(bytes))).taskId as string);
    await setImmediate();
  };
  const left = (): number[] => ids.flatMap((id, index) => (tasks.get("owner", id) ? [index] : []));
  const under = tasks.start("owner", caller, () => new Promise(() => {})).taskId as string;
  for (let n = 0; n < 4; n++) await finish(1500);
  expect(left()).toEqual([2, 3]);
  await finish(10_000);
  expect(left()).toEqual([4]);
  await finish(10);
  expect(left()).toEqual([5]);
  await finish(10);
  expect(left()).toEqual([5, 6]);
  expect(tasks.get("owner", under)?.view().status).toBe("working");
});

it("allows any number of listeners for the cancellation of a task", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
  start(async ({ signal }) => {
    for (let n = 0; n < 20; n++) signal.addEventListener("abort", () => {});
    return text("done");
  });
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it("a removed task keeps no timer", async () => {
  vi.useFakeTimers();
  const tasks = new Tasks(logger, { maxTasks: 1 });
  for (let n = 0; n < 3; n++) {
    tasks.start("owner", caller, async () => text("done"));
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(vi.getTimerCount()).toBe(1);
  tasks.close();
  expect(vi.getTimerCount()).toBe(0);
});
