/** Calls that go on as tasks, on the wire. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Context } from "../../runtime/handler.ts";
import { createLogger } from "../../runtime/log.ts";
import { createApp, type McpApp } from "../../runtime/serve/app.ts";
import { defineServer } from "../../runtime/server.ts";
import { defineTool } from "../../runtime/tool.ts";
import { eventually } from "../support/eventually.ts";
import { onLoopback } from "./clients.ts";
import { legacy, type Message, modern, post, response } from "./wire.ts";

const TASKS = { extensions: { "io.modelcontextprotocol/tasks": {} } };

/** Signals of the calls of `wait`, in order. */
const waiting: AbortSignal[] = [];

/** Calls `wait` as a task, and resolves with the task's id and the signal when the handler runs. */
async function startWaiting(): Promise<{ taskId: unknown; signal: AbortSignal }> {
  const before = waiting.length;
  const { result } = await call("wait");
  await eventually(() => expect(waiting).toHaveLength(before + 1));
  return { taskId: result?.taskId, signal: waiting.at(-1) as AbortSignal };
}

const tool = (name: string, task: "optional" | "required", handler: string) =>
  defineTool({
    name,
    description: name,
    input: () => z.strictObject({}),
    annotations: {},
    task,
    handler,
  });

const server = defineServer({
  name: "tasks",
  surface: {
    server: { name: "tasks", title: "Tasks", version: "1" },
    tools: ["wait", "must", "quick"].map((name) => ({
      name,
      description: name,
      inputSchema: { type: "object" as const },
    })),
    aliases: { old_quick: "quick" },
    tasks: { wait: "optional", must: "required", quick: "optional" },
  },
  groups: {
    all: async () => ({
      wait: tool("wait", "optional", "h#wait"),
      must: tool("must", "required", "h#quick"),
      quick: tool("quick", "optional", "h#quick"),
    }),
  },
  handlers: {
    h: async () => ({
      quick: () => "done",
      wait: (_args: object, { signal }: Context) => {
        waiting.push(signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
      },
    }),
  },
});

let app: McpApp;
let loopback: Awaited<ReturnType<typeof onLoopback>>;
let url: string;

beforeAll(async () => {
  app = await createApp({ servers: [server], logger: createLogger("silent") });
  loopback = await onLoopback(app);
  url = `${loopback.origin}/tasks/mcp`;
});

afterAll(() => loopback.close());

const ask = async (
  method: string,
  params: Record<string, unknown>,
  capabilities: object = TASKS,
): Promise<Message & { status: number }> => {
  const [headers, body] = modern(method, params, { capabilities });
  const { taskId } = params as { taskId?: string };
  const answer = await post(url, { ...headers, ...(taskId && { "mcp-name": taskId }) }, body);
  return { ...response(answer), status: answer.status };
};

const call = (name: string, capabilities?: object) =>
  ask("tools/call", { name, arguments: {} }, capabilities);

describe("a call", () => {
  it.each(["quick", "old_quick", "must"])(
    "of %s becomes a task, whose result the client polls",
    async (name) => {
      const { result } = await call(name);
      expect(result).toMatchObject({ resultType: "task", status: "working" });
      await eventually(async () => {
        const { result: later } = await ask("tasks/get", { taskId: result?.taskId });
        expect(later).toMatchObject({
          resultType: "complete",
          status: "completed",
          result: { content: [{ type: "text", text: "done" }] },
        });
      });
    },
  );

  it("gets its result at once if the client does not support tasks", async () => {
    const { result } = await call("quick", {});
    expect(result).toMatchObject({ resultType: "complete", content: [{ text: "done" }] });
    const before = response(await post(url, ...legacy("tools/call", { name: "quick", arguments: {} })));
    expect(before.result).toMatchObject({ content: [{ text: "done" }] });
    expect(before.result).not.toHaveProperty("resultType");
  });

  it("of a tool that must be a task is refused if the client does not support tasks", async () => {
    expect(await call("must", {})).toMatchObject({
      status: 400,
      error: { code: -32021, data: { requiredCapabilities: TASKS } },
    });
    const before = response(await post(url, ...legacy("tools/call", { name: "must", arguments: {} })));
    expect(before.result).toMatchObject({ isError: true });
  });
});

describe("a task", () => {
  it("is found only by its exact id", async () => {
    const { result } = await call("quick");
    const taskId = String(result?.taskId);
    expect((await ask("tasks/get", { taskId }, {})).error).toMatchObject({ code: -32021 });
    for (const other of ["", "__proto__", taskId.toUpperCase(), `${taskId} `])
      expect((await ask("tasks/get", { taskId: other })).error).toBeDefined();
  });

  it("is cancelled by `tasks/cancel`", async () => {
    const { taskId, signal } = await startWaiting();
    expect(signal.aborted).toBe(false);
    expect((await ask("tasks/cancel", { taskId })).result).toMatchObject({ resultType: "complete" });
    expect(signal.aborted).toBe(true);
    expect((await ask("tasks/get", { taskId })).result).toMatchObject({ status: "cancelled" });
  });

  it("ends with the server", async () => {
    const { signal } = await startWaiting();
    expect(signal.aborted).toBe(false);
    await app.dispose();
    expect(signal.aborted).toBe(true);
  });
});
