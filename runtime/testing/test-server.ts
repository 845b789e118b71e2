/** The server under test between a real client and a recording upstream; one for all that a test file tests. */
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

/** The name of the server with its hooks; the one without has the server's own. */
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

  /** A client of the server as it is declared, without the hooks that people put around its tools. */
  get client(): Client {
    if (!this.#client) throw new Error("The bench is not open.");
    return this.#client;
  }

  /** A client of the server as it runs. */
  get hooked(): Client {
    return this.#hooked ?? this.client;
  }

  /** Calls a tool; `received` is what arrived at the upstream. */
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

  /** Tools that are one request need no other one, and importing all of a large server takes its time. */
  #underTest(declared: ServerDefinition): ServerDefinition {
    const isEach = this.tools.length > 0 && this.tools.every(({ http }) => http !== undefined);
    const { hooks, groups } = this.#definition;
    const own = Object.fromEntries(this.tools.map((tool) => [tool.name, tool]));
    const tested: ServerDefinition["groups"] = isEach && !hooks ? { tested: async () => own } : groups;
    const waitedFor = Object.entries(tested).map(
      ([name, load]) => [name, async () => here(await load())] as const,
    );
    return { ...declared, groups: Object.fromEntries(waitedFor) };
  }
}

/** What must run as a task may as well be waited for: what it does is the same. */
function here(tools: { readonly [exported: string]: Tool }): { readonly [exported: string]: Tool } {
  const wait = (tool: Tool): Tool => (tool.task === "required" ? { ...tool, task: "optional" } : tool);
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, wait(tool)]));
}

/** A client whose person says yes to everything: what is tested is what happens then. */
function clientThatAgrees(): Client {
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

/** What somebody in a hurry puts into a field of a form. */
function fillIn(field: object): Value {
  const {
    type,
    default: usual,
    enum: choices,
    minimum = 1,
  } = field as {
    type?: string;
    default?: Value;
    enum?: readonly string[];
    minimum?: number;
  };
  if (usual !== undefined) return usual;
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type === "integer" || type === "number") return minimum;
  return choices?.[0] ?? "yes";
}

async function connect(url: string): Promise<Client> {
  const client = clientThatAgrees();
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const benches = new Map<ServerDefinition, TestServer>();

/** The bench of a server in this test file, opened before its first test. */
export function testServerOf(definition: ServerDefinition): TestServer {
  let bench = benches.get(definition);
  if (!bench) {
    const created = new TestServer(definition);
    bench = created;
    benches.set(definition, created);
    beforeAll(() => created.open());
    afterAll(() => {
      // Test files may share this module (vitest's `isolate: false`): the next file opens a server of its own.
      benches.delete(definition);
      return created.close();
    });
  }
  return bench;
}
