/** The server under test, between a real client and a recording upstream; one for all tests of a file. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll } from "vitest";
import { createLogger } from "../log.ts";
import { type Listening, listen } from "../serve/serve.ts";
import type { ServerDefinition } from "../server.ts";
import type { Tool } from "../tool.ts";
import { type Received, RecordingUpstream, type Reply } from "./recording-upstream.ts";

export interface Result {
  readonly isError?: boolean | undefined;
  readonly content: unknown;
  readonly structuredContent?: unknown;
}

/** The name of the server with its hooks; the server without them keeps its own name. */
const HOOKED = "as-it-runs";

export class TestServer {
  readonly tools: Tool[] = [];
  readonly env: Record<string, string> = {};
  readonly #definition: ServerDefinition;
  readonly #before: Record<string, string | undefined> = {};
  #upstream: RecordingUpstream | undefined;
  #stop: Listening["close"] | undefined;
  #client: Client | undefined;
  #hooked: Client | undefined;

  constructor(definition: ServerDefinition) {
    this.#definition = definition;
  }

  async open(): Promise<void> {
    for (const [name, value] of Object.entries(this.env)) {
      this.#before[name] = process.env[name];
      process.env[name] = value;
    }
    const upstream = await RecordingUpstream.open();
    this.#upstream = upstream;
    const { hooks, ...declared } = this.#definition;
    const servers = [this.#underTest(declared)];
    if (hooks) servers.push({ ...this.#underTest(declared), name: HOOKED, hooks });
    const names = servers.flatMap(({ name, upstreams = {} }) => [
      name,
      ...Object.keys(upstreams).map((other) => `${name}.${other}`),
    ]);
    const { origin, close } = await listen({
      servers,
      baseUrls: Object.fromEntries(names.map((name) => [name, upstream.url])),
      host: "127.0.0.1",
      port: 0,
      logger: createLogger("silent"),
    });
    this.#stop = close;
    this.#client = await connect(`${origin}/${declared.name}/mcp`);
    this.#hooked = hooks ? await connect(`${origin}/${HOOKED}/mcp`) : this.#client;
  }

  async close(): Promise<void> {
    await this.#client?.close();
    if (this.#hooked !== this.#client) await this.#hooked?.close();
    await this.#stop?.(0);
    this.#upstream?.close();
    for (const [name, value] of Object.entries(this.#before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }

  /** A client of the server without its hooks. */
  get client(): Client {
    if (!this.#client) throw new Error("The test server is not open.");
    return this.#client;
  }

  /** A client of the server with its hooks. */
  get hooked(): Client {
    return this.#hooked ?? this.client;
  }

  /** Calls a tool; `received` are the requests at the upstream. */
  async call(
    tool: Tool,
    args: Readonly<Record<string, unknown>>,
    replies: readonly Reply[],
    client = this.client,
  ): Promise<{ result: Result; received: readonly Received[] }> {
    this.#upstream?.prepare(replies);
    const result = await client.callTool({ name: tool.name, arguments: { ...args } });
    return { result: result as Result, received: this.#upstream?.received ?? [] };
  }

  /** Tools that are one request call no others, so the other modules of a large server need not be imported. */
  #underTest(declared: ServerDefinition): ServerDefinition {
    const areRequests = this.tools.length > 0 && this.tools.every(({ http }) => http !== undefined);
    const { hooks, groups } = this.#definition;
    const own = Object.fromEntries(this.tools.map((tool) => [tool.name, tool]));
    const tested: ServerDefinition["groups"] = areRequests && !hooks ? { tested: async () => own } : groups;
    const modules = Object.entries(tested).map(
      ([name, load]) => [name, async () => withOptionalTasks(await load())] as const,
    );
    return { ...declared, groups: Object.fromEntries(modules) };
  }
}

/** Makes tasks optional: the result of a call is the same, and the tests wait for it. */
function withOptionalTasks(tools: { readonly [exported: string]: Tool }): {
  readonly [exported: string]: Tool;
} {
  const optional = (tool: Tool): Tool => (tool.task === "required" ? { ...tool, task: "optional" } : tool);
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, optional(tool)]));
}

/** A client whose user accepts every question, so that each tool runs. */
function acceptingClient(): Client {
  const client = new Client(
    { name: "speclathe-testing", version: "1.0.0" },
    {
      versionNegotiation: { mode: { pin: "2026-07-28" } },
      capabilities: { elicitation: { form: {} } },
    },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => {
    const { properties = {} } = "requestedSchema" in params ? params.requestedSchema : {};
    const filled = Object.entries(properties).map(([name, field]) => [name, fillIn(field)] as const);
    return { action: "accept", content: Object.fromEntries(filled) };
  });
  return client;
}

type Value = string | number | boolean | string[];

/** The simplest valid value of a field of a form. */
function fillIn(field: object): Value {
  const {
    type,
    default: preset,
    enum: choices,
    minimum = 1,
  } = field as {
    type?: string;
    default?: Value;
    enum?: readonly string[];
    minimum?: number;
  };
  if (preset !== undefined) return preset;
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type === "integer" || type === "number") return minimum;
  return choices?.[0] ?? "yes";
}

async function connect(url: string): Promise<Client> {
  const client = acceptingClient();
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const testServers = new Map<ServerDefinition, TestServer>();

/** The test server of a server in this test file, opened before its first test. */
export function testServerOf(definition: ServerDefinition): TestServer {
  let testServer = testServers.get(definition);
  if (!testServer) {
    const created = new TestServer(definition);
    testServer = created;
    testServers.set(definition, created);
    beforeAll(() => created.open());
    afterAll(() => {
      // Test files may share this module (vitest's `isolate: false`): the next file opens a server of its own.
      testServers.delete(definition);
      return created.close();
    });
  }
  return testServer;
}
