/**
 * Documents that are generated from, served, and called over HTTP, with an upstream behind them: the whole
 * product in one process, without a test runner.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { formatDiagnostic } from "../../generator/diagnostics.ts";
import { generate } from "../../generator/generate.ts";
import type { Json, JsonObject } from "../../generator/json.ts";
import { createLogger } from "../../runtime/log.ts";
import { type Listening, listen } from "../../runtime/serve/serve.ts";
import type { ServerDefinition, Surface } from "../../runtime/server.ts";
import { type Answer, RecordingUpstream, type WireRequest } from "./upstream.ts";

/** The name of the upstream, in documents and in base URLs. */
const HOST = "upstream.invalid";
export const UPSTREAM = `http://${HOST}`;

export interface Operation {
  /** GET, if it is left out. */
  readonly method?: string;
  /** The key under `paths`; `/x`, if it is left out. */
  readonly path?: string;
  /** Fields of the Operation Object. */
  readonly operation?: JsonObject;
  /** Fields of the Path Item Object beside the operation. */
  readonly pathItem?: JsonObject;
  /** Other field of the path item than the method's own, for OpenAPI 3.2's `additionalOperations`. */
  readonly additional?: true;
}

export interface DocumentOptions {
  /** 3.1.1, if it is left out; 2.0 makes it a Swagger document. */
  readonly version?: string;
  /** Fields of the root; `servers` say `UPSTREAM` if they are left out. */
  readonly root?: JsonObject;
  /** The operator's base URL, which is otherwise the document's own business. */
  readonly baseUrl?: string;
  /** Further paths, as they are: nothing tells their operations apart but what is in them. */
  readonly paths?: JsonObject;
}

/** Arguments by name, or in the order of the tool's own list. */
export type Arguments = JsonObject | readonly Json[] | undefined;

export interface Called {
  readonly result: CallResult;
  readonly received: readonly WireRequest[];
  /** The prefix of the row's operation in a request target, between the base URL and its own path. */
  readonly prefix: string;
}

export interface RawCalled {
  readonly text: string;
  readonly received: readonly WireRequest[];
}

export interface CallResult {
  readonly isError?: boolean | undefined;
  readonly content: unknown;
  readonly structuredContent?: { readonly [name: string]: unknown };
}

/** One document, generated and served. */
export class ProbedServer {
  readonly name: string;
  readonly options: DocumentOptions;
  readonly list: readonly Operation[];
  readonly #world: World;
  surface: Surface | undefined;
  /** The diagnostics of the generator. */
  diagnostics: readonly string[] = [];

  constructor(world: World, name: string, options: DocumentOptions, list: readonly Operation[]) {
    this.#world = world;
    this.name = name;
    this.options = options;
    this.list = list;
  }

  /** The names of a tool's arguments, in the order of its list. */
  argumentsOf(index: number): string[] {
    return Object.keys((this.#tool(index).inputSchema.properties ?? {}) as object);
  }

  /** True if the generator made a tool of the operation. */
  has(index: number): boolean {
    return this.#find(index) !== undefined;
  }

  /** The upstream's name, as in the Host header of what it receives. */
  readonly host = HOST;

  async call(index: number, args: Arguments, answer: Answer = {}): Promise<Called> {
    const tool = this.#tool(index);
    const { upstream, clients } = this.#world;
    upstream.received.length = 0;
    upstream.answer = answer;
    const given: JsonObject = isList(args)
      ? Object.fromEntries(args.map((value, i) => [this.argumentsOf(index)[i] ?? `#${i}`, value]))
      : (args ?? {});
    const client = clients.get(this.name) as Client;
    const result = (await client.callTool({ name: tool.name, arguments: given })) as unknown as CallResult;
    return { result, received: [...upstream.received], prefix: prefixOf(index) };
  }

  /** The JSON-RPC answer to a call whose arguments are this JSON, with no client's hand in either. */
  async callRaw(tool: string, args: string, answer: Answer = {}): Promise<RawCalled> {
    const { upstream } = this.#world;
    upstream.received.length = 0;
    upstream.answer = answer;
    const response = await fetch(this.#world.urlOf(this.name), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2025-11-25",
      },
      body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":${JSON.stringify(tool)},"arguments":${args}}}`,
    });
    return { text: await response.text(), received: [...upstream.received] };
  }

  #find(index: number): Surface["tools"][number] | undefined {
    return this.surface?.tools.find(({ name }) => name === `probe${index}`);
  }

  #tool(index: number): Surface["tools"][number] {
    const tool = this.#find(index);
    if (!tool) throw new Error(["there is no tool for this row", ...this.diagnostics].join("\n"));
    return tool;
  }
}

function isList(args: Arguments): args is readonly Json[] {
  return Array.isArray(args);
}

/** Tells the operations of a document apart, whatever their paths are. */
function prefixOf(index: number): string {
  return `/p${index}`;
}

const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"]);

function documentOf(
  { version = "3.1.1", root = {}, paths: more = {} }: DocumentOptions,
  list: readonly Operation[],
): JsonObject {
  const paths: JsonObject = { ...more };
  list.forEach(({ method = "GET", path = "/x", operation = {}, pathItem = {}, additional }, index) => {
    const key = additional ? method : method.toLowerCase();
    if (!additional && !METHODS.has(key)) throw new Error(`${method} is no field of a path item`);
    const described = {
      operationId: `probe${index}`,
      responses: { "200": { description: "ok" } },
      ...operation,
    };
    paths[prefixOf(index) + path] = {
      ...pathItem,
      ...(additional ? { additionalOperations: { [key]: described } } : { [key]: described }),
    };
  });
  const version2 = version.startsWith("2");
  return {
    ...(version2 ? { swagger: version } : { openapi: version }),
    info: { title: "Probes", version: "1" },
    ...(version2 ? { host: HOST, schemes: ["http"] } : { servers: [{ url: UPSTREAM }] }),
    paths,
    ...root,
  };
}

export class World {
  upstream!: RecordingUpstream;
  readonly clients = new Map<string, Client>();
  readonly #servers: ProbedServer[] = [];
  #folder = "";
  #listening: Listening | undefined;
  #unlead: () => void = () => {};

  add(options: DocumentOptions, list: readonly Operation[]): ProbedServer {
    const server = new ProbedServer(this, `probes-${this.#servers.length}`, options, list);
    this.#servers.push(server);
    return server;
  }

  async open(): Promise<void> {
    this.upstream = await RecordingUpstream.listen();
    this.#unlead = lead(HOST, this.upstream.port);
    this.#folder = mkdtempSync(join(tmpdir(), "speclathe-probes-"));
    const definitions: ServerDefinition[] = [];
    const baseUrls: Record<string, string> = {};
    for (const server of this.#servers) {
      const definition = await this.#build(server);
      if (!definition) continue;
      definitions.push(definition);
      const { baseUrl } = server.options;
      if (baseUrl !== undefined) baseUrls[server.name] = baseUrl;
    }
    const logger = createLogger("silent");
    this.#listening = await listen({ servers: definitions, baseUrls, host: "127.0.0.1", port: 0, logger });
    for (const { name } of definitions) {
      const client = new Client(
        { name: "speclathe-probes", version: "1.0.0" },
        { versionNegotiation: { mode: { pin: "2026-07-28" } } },
      );
      await client.connect(new StreamableHTTPClientTransport(this.urlOf(name)));
      this.clients.set(name, client);
    }
  }

  urlOf(server: string): URL {
    return new URL(`${this.#listening?.origin}/${server}/mcp`);
  }

  /** Writes a server's document, generates from it, and imports what was generated. */
  async #build(server: ProbedServer): Promise<ServerDefinition | undefined> {
    const { name, options, list } = server;
    const specs = join(this.#folder, name, "specs");
    const out = join(this.#folder, name, "generated");
    mkdirSync(specs, { recursive: true });
    writeFileSync(join(specs, `${name}.openapi.json`), JSON.stringify(documentOf(options, list)));
    try {
      const result = await generate({
        specs,
        out,
        names: [],
        check: false,
        generator: "speclathe 0.0.0-probes",
      });
      server.diagnostics = result.diagnostics.map(formatDiagnostic);
      if (result.failed) return undefined;
    } catch (error) {
      // The rows of other documents have nothing to do with it.
      server.diagnostics = [`the generator broke: ${(error as Error).stack}`];
      return undefined;
    }
    const module = (await import(pathToFileURL(join(out, name, "index.ts")).href)) as {
      default: ServerDefinition;
    };
    server.surface = JSON.parse(readFileSync(join(out, name, "surface.json"), "utf8")) as Surface;
    return module.default;
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
    await this.#listening?.close(0);
    this.upstream?.close();
    this.#unlead();
    if (this.#folder !== "") rmSync(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Redirects connections to a host name to a port of this machine, at the socket: the runtime refuses a document's
 * server that is not public. Returns a function that ends it.
 */
function lead(host: string, port: number): () => void {
  const { prototype } = Socket as unknown as { prototype: { connect: (...args: unknown[]) => Socket } };
  const { connect } = prototype;
  prototype.connect = function (this: Socket, ...args: unknown[]) {
    // The arguments of `net.connect`, in the list into which it normalises them.
    const [options] = (Array.isArray(args[0]) ? args[0] : args) as [Record<string, unknown> | undefined];
    if (options?.host === host) Object.assign(options, { host: "127.0.0.1", port, lookup: undefined });
    return Reflect.apply(connect, this, args);
  };
  return () => {
    prototype.connect = connect;
  };
}
