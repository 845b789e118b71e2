import { readFile } from "node:fs/promises";
import { type ChangeBus, Changes } from "./changes.ts";
import { assertContract } from "./contract/contract-version.ts";
import type { SurfaceOrigin } from "./contract/surface.ts";
import { MissingClientCapability } from "./errors.ts";
import type { ToolResult } from "./http/response.ts";
import type { Upstream } from "./http/upstream.ts";
import { type BaseUrls, Upstreams } from "./http/upstreams.ts";
import type { Logger } from "./log.ts";
import type { PromptDefinition } from "./prompt.ts";
import { Completions } from "./prompts/completion.ts";
import { Prompts } from "./prompts/prompts.ts";
import type { ResourceDefinition } from "./resource.ts";
import { Resources } from "./resources/resources.ts";
import type {
  AdvertisedPrompt,
  AdvertisedSchema,
  AdvertisedTemplate,
  AdvertisedTool,
  ServerDefinition,
  Surface,
} from "./server.ts";
import type { Tool } from "./tool.ts";
import { type ClientContext, InputRequired } from "./tools/client-context.ts";
import { pruneToSchema, refusesErrors } from "./tools/conform.ts";
import { reported } from "./tools/invoker.ts";
import { ToolRunner } from "./tools/tool-runner.ts";

export interface CatalogueContext {
  readonly upstream: Upstream;
  readonly baseUrls: BaseUrls;
  readonly logger: Logger;
  /** One of this process, if it is left out. */
  readonly changes?: ChangeBus;
  /** Signs what clients carry from one round of questions to the next; of this process, if it is left out. */
  readonly stateKey?: string;
}

/** The modules that a server's declaration names. */
interface Modules {
  readonly resources: readonly ResourceDefinition[];
  readonly prompts: readonly PromptDefinition[];
}

/** The revision since which clients hold answers alone, and no errors, against output schemas. */
const CHECKS_ANSWERS_ALONE = "2026-07-28";

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
  readonly logger: Logger;
  /** Whether people wrote any of it: code can tell clients what a declaration cannot. */
  readonly hasCode: boolean;
  readonly #headerSchemas: ReadonlyMap<string, AdvertisedTool["inputSchema"]>;
  readonly #outputs: ReadonlyMap<string, AdvertisedSchema | undefined>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #tasks: ReadonlyMap<string, "optional" | "required">;
  readonly #upstreams: Upstreams;
  readonly #executor: ToolRunner;

  private constructor(
    definition: ServerDefinition,
    surface: Surface,
    modules: Modules,
    context: CatalogueContext,
  ) {
    const { upstream, baseUrls, logger, changes = new Changes() } = context;
    this.name = definition.name;
    this.info = surface.server;
    this.advertised = surface.tools;
    this.changes = changes;
    this.#outputs = new Map(surface.tools.map((tool) => [tool.name, tool.outputSchema]));
    this.#aliases = new Map(Object.entries(surface.aliases ?? {}));
    this.#tasks = new Map(Object.entries(surface.tasks ?? {}));
    this.#upstreams = new Upstreams(definition, baseUrls, logger);
    this.#executor = new ToolRunner({
      definition,
      http: upstream,
      upstreams: this.#upstreams,
      changes,
      logger,
      read: (uri, caller) => this.resources.read(uri, caller),
    });
    this.stateKey = context.stateKey;
    this.logger = logger;
    this.templates = surface.resourceTemplates ?? [];
    this.advertisedPrompts = surface.prompts ?? [];
    this.hasCode = definition.hooks !== undefined || Object.keys(definition.handlers ?? {}).length > 0;
    this.#headerSchemas = new Map(
      surface.tools
        .filter(({ inputSchema }) => hasKey(inputSchema, "x-mcp-header"))
        .map(({ name, inputSchema }) => [name, inputSchema]),
    );
    this.resources = new Resources(modules.resources, surface, this.#executor, changes);
    this.prompts = new Prompts(modules.prompts, surface, this.#executor);
    this.completions = new Completions(this.prompts, this.resources, this.#executor);
  }

  /** Throws a `TypeError` for a contradictory declaration, or one generated for another version of the contract. */
  static async open(definition: ServerDefinition, context: CatalogueContext): Promise<Catalogue> {
    const { surface } = definition;
    const read = surface instanceof URL ? await readSurface(surface, definition.name) : surface;
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

  /** Whether any tool can run as a task. */
  get hasTasks(): boolean {
    return this.#tasks.size > 0;
  }

  /** Whether a tool can run as a task, or must; undefined where it cannot. */
  taskMode(name: string): "optional" | "required" | undefined {
    return this.#tasks.get(this.#named(name));
  }

  /** Whether any tool has arguments that are to be in headers as well. */
  get hasHeaderTools(): boolean {
    return this.#headerSchemas.size > 0;
  }

  /** The input schema of a tool of which arguments are to be in headers as well; undefined for any other. */
  headerSchema(called: string): AdvertisedTool["inputSchema"] | undefined {
    return this.#headerSchemas.get(this.#named(called));
  }

  /**
   * How many answers of each tool departed from what the document says of them, by the tool's name; a tool
   * that is not in it had none. Such answers reach the client all the same.
   */
  get departures(): ReadonlyMap<string, number> {
    return this.#executor.departures.counts;
  }

  /** Where the server's own API is. */
  get baseUrl(): URL | undefined {
    return this.#upstreams.baseUrl(undefined);
  }

  /** Whether clients can call a tool of this name, be it an old one. Tools that only others call are none of them. */
  has(name: string): boolean {
    return this.#outputs.has(this.#named(name));
  }

  /** Imports every tool, once. Rejects for a hook around a tool that there is not. */
  warm(): Promise<ReadonlyMap<string, Tool>> {
    return this.#executor.load();
  }

  /** The upstreams that tools call and nobody said the address of, as they are called: `acme`, `acme.slack`. */
  async missingBaseUrls(): Promise<readonly string[]> {
    const tools = [...(await this.warm()).values()];
    const missing = tools.flatMap(({ http }) =>
      http && http.server === undefined && !this.#upstreams.baseUrl(http.upstream)
        ? [this.#upstreams.nameOf(http.upstream)]
        : [],
    );
    return [...new Set(missing)].sort();
  }

  /**
   * Carries out a call of a tool that this catalogue has. Whatever goes wrong becomes a result that the model can
   * act on. Throws `InputNeeded` alone, for questions that are to be asked first.
   */
  async call(called: string, args: unknown, caller: ClientContext): Promise<ToolResult> {
    const name = this.#named(called);
    const settle = async (work: () => Promise<ToolResult>): Promise<ToolResult> =>
      this.#readable(name, await this.#settle(name, work), caller);
    try {
      return await settle(async () => {
        if (!this.has(name)) throw new Error(`there is no tool called ${called} for clients`);
        return this.#executor.call(name, args, caller, (outcome) =>
          settle(async () => (await outcome()).result),
        );
      });
    } catch (thrown) {
      if (thrown instanceof MissingClientCapability && !caller.supportsCapabilityErrors)
        return thrown.toResult(undefined);
      throw thrown;
    }
  }

  async #settle(name: string, work: () => Promise<ToolResult>): Promise<ToolResult> {
    try {
      const result = await work();
      const output = this.#outputs.get(name);
      // The handle of a task is no answer yet.
      return output && !result.isError && result.resultType !== "task" ? forgive(result, output) : result;
    } catch (thrown) {
      if (thrown instanceof InputRequired || thrown instanceof MissingClientCapability) throw thrown;
      const error = reported(thrown, this.#executor, { tool: name });
      return error.toResult(this.#executor.tool(name));
    }
  }

  /** An error as the client takes it: its text says all that its structured content says. */
  #readable(name: string, result: ToolResult, { revision }: ClientContext): ToolResult {
    const output = this.#outputs.get(name);
    if (!result.isError || !output || revision >= CHECKS_ANSWERS_ALONE || !refusesErrors(output))
      return result;
    const { structuredContent: _, ...readable } = result;
    return readable;
  }

  #named(name: string): string {
    return this.#aliases.get(name) ?? name;
  }
}

/** The content of surface.json. Throws a `TypeError` for one of another version of the contract. */
async function readSurface(file: URL, server: string): Promise<Surface> {
  const surface = JSON.parse(await readFile(file, "utf8")) as Surface & Partial<SurfaceOrigin>;
  assertContract(server, surface.contract);
  return surface;
}

/**
 * A tool with an output schema always answers with structured content that fits it: clients check it, and
 * would throw away the whole answer. The text beside it stays complete.
 */
function forgive(result: ToolResult, schema: AdvertisedSchema): ToolResult {
  const given = result.structuredContent ?? {};
  return { ...result, structuredContent: (pruneToSchema(given, schema) ?? {}) as Record<string, unknown> };
}

/** Whether a value has a member of this name, however deep. */
function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((member) => hasKey(member, key));
}
