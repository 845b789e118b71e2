import { readFile } from "node:fs/promises";
import type { ToolResult } from "../http/response.ts";
import type { PromptDefinition } from "../prompt.ts";
import type { ResourceDefinition } from "../resource.ts";
import type {
  AdvertisedPrompt,
  AdvertisedTemplate,
  AdvertisedTool,
  ServerDefinition,
  Surface,
} from "../server.ts";
import type { Tool } from "../tool.ts";
import { type CallContext, callTool } from "./call.ts";
import type { Caller } from "./caller.ts";
import { type ChangeBus, Changes } from "./changes.ts";
import { Completions } from "./completion.ts";
import type { AdvertisedSchema } from "./conform.ts";
import { Departures } from "./departures.ts";
import { ToolError } from "./errors.ts";
import type { Host } from "./host.ts";
import { Prompts } from "./prompts.ts";
import { Resources } from "./resources.ts";

type CatalogueContext = Omit<CallContext, "departures"> & {
  /** One of this process, if it is left out. */
  readonly changes?: ChangeBus;
  /** Signs what clients carry from one round of questions to the next; of this process, if it is left out. */
  readonly stateKey?: string;
};

/** The modules that a server's declaration names. */
interface Modules {
  readonly resources: readonly ResourceDefinition[];
  readonly prompts: readonly PromptDefinition[];
}

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
  readonly templates: readonly AdvertisedTemplate[];
  readonly advertisedPrompts: readonly AdvertisedPrompt[];
  readonly resources: Resources;
  readonly prompts: Prompts;
  readonly completions: Completions;
  readonly stateKey: string | undefined;
  /** Whether people wrote any of it: code can tell clients what a declaration cannot. */
  readonly hasCode: boolean;
  /** Tools of which arguments are to be in headers as well. */
  readonly headerTools: ReadonlySet<string>;
  readonly #outputs: ReadonlyMap<string, AdvertisedSchema | undefined>;
  readonly #definition: ServerDefinition;
  readonly #context: CallContext;
  #tools: Promise<ReadonlyMap<string, Tool>> | undefined;
  #loaded: ReadonlyMap<string, Tool> | undefined;

  private constructor(
    definition: ServerDefinition,
    surface: Surface,
    modules: Modules,
    context: CatalogueContext,
  ) {
    this.name = definition.name;
    this.info = surface.server;
    this.advertised = surface.tools;
    this.#outputs = new Map(surface.tools.map((tool) => [tool.name, tool.outputSchema]));
    this.changes = context.changes ?? new Changes();
    this.stateKey = context.stateKey;
    this.templates = surface.resourceTemplates ?? [];
    this.advertisedPrompts = surface.prompts ?? [];
    this.hasCode = definition.hooks !== undefined || Object.keys(definition.handlers ?? {}).length > 0;
    this.headerTools = new Set(
      surface.tools.filter((tool) => hasKey(tool.inputSchema, "x-mcp-header")).map(({ name }) => name),
    );
    const host = this.#host(context);
    this.resources = new Resources(modules.resources, surface, host, this.changes);
    this.prompts = new Prompts(modules.prompts, surface, this.resources, host);
    this.completions = new Completions(this.prompts, this.resources, host);
    this.#definition = definition;
    this.#context = { ...context, departures: new Departures(context.server, context.logger) };
  }

  static async open(definition: ServerDefinition, context: CatalogueContext): Promise<Catalogue> {
    const { surface } = definition;
    const read = surface instanceof URL ? (JSON.parse(await readFile(surface, "utf8")) as Surface) : surface;
    const [resources, prompts] = await Promise.all([definition.resources?.(), definition.prompts?.()]);
    const modules = { resources: Object.values(resources ?? {}), prompts: Object.values(prompts ?? {}) };
    return new Catalogue(definition, read, modules, context);
  }

  get hasTools(): boolean {
    return this.advertised.length > 0;
  }

  get hasResources(): boolean {
    return this.resources.advertised.length > 0 || this.templates.length > 0;
  }

  get hasPrompts(): boolean {
    return this.advertisedPrompts.length > 0;
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

  #host({ server, logger }: CatalogueContext): Host {
    return {
      server,
      logger,
      call: (tool, args, caller) => this.call(tool, args, caller),
      code: async (reference) => {
        const load = this.#definition.handlers?.[reference];
        if (!load) throw new Error(`the server's declaration does not import ${reference}`);
        return load();
      },
      context: () => {
        throw new Error("code cannot be run yet");
      },
    };
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

/** Whether a value has a member of this name, however deep. */
function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((member) => hasKey(member, key));
}
