/** Sessions in Redis. Needs a Redis server for these tests alone, at REDIS_URL; otherwise the tests are skipped. */
import { createClient } from "@redis/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../runtime/log.ts";
import { createApp } from "../../runtime/serve/app.ts";
import { RedisStore } from "../../runtime/sessions/redis-store.ts";
import type { StoreLimits } from "../../runtime/sessions/store.ts";
import { eventually } from "../support/eventually.ts";
import { SESSION_CLIENTS } from "./clients.ts";
import { describeNodes } from "./nodes.ts";
import { describeStore } from "./stores.ts";
import { startNode } from "./world.ts";

const REDIS_URL = process.env.REDIS_URL;
if (!REDIS_URL) console.warn("REDIS_URL is not set: the tests of sessions in Redis are skipped.");

const logger = createLogger("silent");
const openStore = (limits: Partial<StoreLimits> = {}): Promise<RedisStore> =>
  RedisStore.open(String(REDIS_URL), limits, logger);

/** Sends a command to Redis over a connection of its own. */
async function command(...words: string[]): Promise<unknown> {
  const client = await createClient({ url: String(REDIS_URL) }).connect();
  const reply = await client.sendCommand(words);
  await client.close();
  return reply;
}

describe.skipIf(!REDIS_URL)("with REDIS_URL", () => {
  beforeEach(async () => {
    await command("DEL", "speclathe:sessions");
  });

  describe("two nodes share sessions in Redis", () => {
    describeNodes((nodes, limits) => Promise.all(Array.from({ length: nodes }, () => openStore(limits))));
  });

  describe("the store in Redis", () => {
    const opened: RedisStore[] = [];
    afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
    describeStore(async (limits) => {
      const store = await openStore(limits);
      opened.push(store);
      return store;
    });
  });

  it("leaves no key behind that does not expire", async () => {
    const store = await openStore();
    const id = crypto.randomUUID();
    await store.create(id, { server: "acme", messages: [] });
    await store.append(id, "s", { jsonrpc: "2.0", method: "m" });
    await store.remember(id, "a", { jsonrpc: "2.0", method: "m" });
    await store.use(id, 1_000);
    for (const key of [`speclathe:session:${id}`, `speclathe:events:${id}`])
      expect(await command("PTTL", key)).toBeGreaterThan(0);
    await store.end(id);
    expect(await command("KEYS", `*${id}*`)).toEqual([]);
    await store.close();
  });

  it.each(Object.entries(SESSION_CLIENTS))(
    "reconnects to Redis after a broken connection: %s",
    async (_, connect) => {
      const store = await openStore();
      const node = await startNode({ store });
      const client = await connect(node.url);
      expect((await client.call("ask", { who: "Ada" })).content[0]?.text).toBe("Ada");
      await eventually(() => expect(node.streams).toEqual([client.sessionId]));
      await command("CLIENT", "KILL", "TYPE", "pubsub");
      await command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await eventually(async () =>
        expect((await client.call("ask", { who: "Ada" })).content[0]?.text).toBe("Ada"),
      );
      await node.servers[0]?.sendToolListChanged();
      await eventually(() => expect(client.changes.count).toBe(1));
      await client.close();
      await node.close();
      await store.close();
    },
  );
});

it.each([
  ["redis://:secret@127.0.0.1:1", /^Redis at 127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/],
  ["http://user:secret@127.0.0.1:1", /redis:\/\/ or rediss:\/\//],
  ["secret", /redis:\/\/ or rediss:\/\//],
])("refuses %s at the start, without its password in the message", async (store, want) => {
  const error = await createApp({ servers: [], sessions: { store }, logger }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toMatch(want);
  expect(error.message).not.toContain("secret");
});
