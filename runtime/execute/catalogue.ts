import { readFile } from "node:fs/promises";
import type { ToolResult } from "../http/response.ts";
import type { AdvertisedTool, ServerDefinition, Surface } from "../server.ts";
import type { Tool } from "../tool.ts";
import { type CallContext, callTool } from "./call.ts";
import type { Caller } from "./caller.ts";
import { type ChangeBus, Changes } from "./changes.ts";
import type { AdvertisedSchema } from "./conform.ts";
import { Departures } from "./departures.ts";
import { ToolError } from "./errors.ts";

type CatalogueContext = Omit<CallContext, "departures"> & {
  /** One of this process, if it is left out. */
  readonly changes?: ChangeBus;
};

/**
 * Everything a server offers, made once and shared by all requests: what clients see, from surface.json, and
 * the tools themselves, imported when the first of them is called or `warm` is.
 */
export class Catalogue {
  readonly name: string;
  readonly info: Surface["server"];
  readonly advertised: readonly AdvertisedTool[];
  /** What clients are told has changed, by code or because a file did. */
  readonly changes: ChangeBus;
  readonly #outputs: ReadonlyMap<string, AdvertisedSchema | undefined>;
  readonly #definition: ServerDefinition;
  readonly #context: CallContext;
  #tools: Promise<ReadonlyMap<string, Tool>> | undefined;
  #loaded: ReadonlyMap<string, Tool> | undefined;

  private constructor(definition: ServerDefinition, surface: Surface, context: CatalogueContext) {
    this.name = definition.name;
    this.info = surface.server;
    this.advertised = surface.tools;
    this.#outputs = new Map(surface.tools.map((tool) => [tool.name, tool.outputSchema]));
    this.changes = context.changes ?? new Changes();
    this.#definition = definition;
    this.#context = { ...context, departures: new Departures(context.server, context.logger) };
  }

  static async open(definition: ServerDefinition, context: CatalogueContext): Promise<Catalogue> {
    const { surface } = definition;
    const read = surface instanceof URL ? (JSON.parse(await readFile(surface, "utf8")) as Surface) : surface;
    return new Catalogue(definition, read, context);
  }

  /**
   * How many answers of each tool departed from what the document says of them, by the tool's name; a tool
   * that is not in it had none. Such answers reach the client all the same.
   */
  get departures(): ReadonlyMap<string, number> {
    return this.#context.departures.counts;
  }

  get baseUrl(): URL | undefined {
    return this.#context.baseUrl;
  }

  has(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** Imports every tool, once. */
  warm(): Promise<ReadonlyMap<string, Tool>> {
    this.#tools ??= this.#import();
    return this.#tools;
  }

  /** Carries out a call of a tool that this catalogue has. */
  async call(name: string, args: unknown, caller: Caller): Promise<ToolResult> {
    try {
      const tool = (this.#loaded ?? (await this.warm())).get(name);
      if (!tool) throw new Error(`${name} is in surface.json and in none of the tool modules`);
      return await callTool(tool, args, this.#outputs.get(name), this.#context, caller.signal);
    } catch (error) {
      const { logger, server } = this.#context;
      logger.error({ server, tool: name, err: error }, "the tool cannot be called");
      return ToolError.from(error).toResult(undefined);
    }
  }

  async #import(): Promise<ReadonlyMap<string, Tool>> {
    const [modules] = await Promise.all([
      Promise.all(Object.values(this.#definition.groups).map((group) => group())),
      this.#context.upstream.open(),
    ]);
    this.#loaded = new Map(
      modules.flatMap((module) => Object.values(module).map((tool) => [tool.name, tool])),
    );
    return this.#loaded;
  }
}
