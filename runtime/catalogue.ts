import { readFile } from "node:fs/promises";
import { type ChangeBus, Changes } from "./changes.ts";
import { assertContract } from "./contract/contract-version.ts";
import type { SurfaceOrigin } from "./contract/surface.ts";
import { errorReporter, MissingClientCapability, type ReportError } from "./errors.ts";
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
import { isIdempotent, type Tool } from "./tool.ts";
import { type ClientContext, InputRequired } from "./tools/client-context.ts";
import { startInvocation, type ToResult } from "./tools/invocation.ts";
import { errorForClient, fitToSchema, type Outcome } from "./tools/result.ts";
import { ToolModules } from "./tools/tool-modules.ts";
import { ToolRunner } from "./tools/tool-runner.ts";

interface CatalogueContext {
  readonly upstream: Upstream;
  readonly baseUrls: BaseUrls;
  readonly logger: Logger;
  /** A bus within this process by default. */
  readonly changes?: ChangeBus;
  /** Signs the state that clients carry between rounds of questions; a random key of this process by default. */
  readonly stateKey?: string;
}

/** The declarations that a server's modules export. */
interface Declared {
  readonly resources: readonly ResourceDefinition[];
  readonly prompts: readonly PromptDefinition[];
}

/**
 * Everything that a server offers, built once and shared by all requests. The lists that clients see come from
 * surface.json; the tools are imported by the first call, or by `warm`.
 */
export class Catalogue {
  readonly name: string;
  readonly info: Surface["server"];
  readonly advertised: readonly AdvertisedTool[];
  /** Changes of which clients are notified. */
  readonly changes: ChangeBus;
  readonly templates: readonly AdvertisedTemplate[];
  readonly advertisedPrompts: readonly AdvertisedPrompt[];
  readonly resources: Resources;
  readonly prompts: Prompts;
  readonly completions: Completions;
  readonly stateKey: string | undefined;
  readonly logger: Logger;
  /** True if the server has handlers or hooks, which can log and announce changes. */
  readonly hasCode: boolean;
  readonly #headerSchemas: ReadonlyMap<string, AdvertisedTool["inputSchema"]>;
  readonly #outputs: ReadonlyMap<string, AdvertisedSchema | undefined>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #tasks: ReadonlyMap<string, "optional" | "required">;
  readonly #upstreams: Upstreams;
  readonly #runner: ToolRunner;
  readonly #report: ReportError;

  private constructor(
    definition: ServerDefinition,
    surface: Surface,
    declared: Declared,
    context: CatalogueContext,
  ) {
    const { upstream: http, baseUrls, logger, changes = new Changes() } = context;
    const { name: server } = definition;
    this.name = server;
    this.info = surface.server;
    this.advertised = surface.tools;
    this.changes = changes;
    this.#outputs = new Map(surface.tools.map((tool) => [tool.name, tool.outputSchema]));
    this.#aliases = new Map(Object.entries(surface.aliases ?? {}));
    this.#tasks = new Map(Object.entries(surface.tasks ?? {}));
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

    const report = errorReporter(server, logger);
    const upstreams = new Upstreams(definition, baseUrls, logger);
    const modules = new ToolModules(definition);
    const runner = new ToolRunner({ server, modules, http, upstreams, changes, logger, report });
    const resources = new Resources(declared.resources, surface, {
      invoker: runner,
      report,
      changes,
      logger,
    });
    const prompts = new Prompts(declared.prompts, surface, {
      invoker: runner,
      readResource: resources.readWithin,
      report,
    });
    this.#report = report;
    this.#upstreams = upstreams;
    this.#runner = runner;
    this.resources = resources;
    this.prompts = prompts;
    this.completions = new Completions({ prompts, resources, invoker: runner, report });
  }

  /** Throws a `TypeError` for a contradictory declaration, or one generated for another version of the contract. */
  static async open(definition: ServerDefinition, context: CatalogueContext): Promise<Catalogue> {
    const { surface } = definition;
    const read = surface instanceof URL ? await readSurface(surface, definition.name) : surface;
    const [resources, prompts] = await Promise.all([definition.resources?.(), definition.prompts?.()]);
    const declared = { resources: Object.values(resources ?? {}), prompts: Object.values(prompts ?? {}) };
    return new Catalogue(definition, read, declared, context);
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

  /** True if a tool can run as a task. */
  get hasTasks(): boolean {
    return this.#tasks.size > 0;
  }

  /** Undefined for a tool that cannot run as a task. */
  taskMode(name: string): "optional" | "required" | undefined {
    return this.#tasks.get(this.#resolveAlias(name));
  }

  /** True if a tool has arguments that clients send in HTTP headers as well (`x-mcp-header`). */
  get hasHeaderTools(): boolean {
    return this.#headerSchemas.size > 0;
  }

  /** Returns the input schema of a tool with `x-mcp-header` arguments; undefined for any other tool. */
  headerSchema(called: string): AdvertisedTool["inputSchema"] | undefined {
    return this.#headerSchemas.get(this.#resolveAlias(called));
  }

  /**
   * Number of results that did not match the documented schema, by the name of the tool. Such results are not
   * refused. Tools without such a result are missing.
   */
  get schemaDrift(): ReadonlyMap<string, number> {
    return this.#runner.drift.counts;
  }

  /** Base URL of the server's own upstream. */
  get baseUrl(): URL | undefined {
    return this.#upstreams.baseUrl(undefined);
  }

  /** True if clients can call a tool by this name or alias. Tools that only other tools call are not included. */
  has(name: string): boolean {
    return this.#outputs.has(this.#resolveAlias(name));
  }

  /** Imports every tool, once. Rejects for a hook around an unknown tool. */
  async warm(): Promise<ReadonlyMap<string, Tool>> {
    return (await this.#runner.load()).tools;
  }

  /** Returns the upstreams that tools call and that have no base URL, such as `acme` or `acme.slack`, sorted. */
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
   * Calls a tool by its name or alias. A failure becomes an error result. Throws `InputRequired` for questions that
   * the client has to answer first, and `MissingClientCapability` if the protocol has an error for it.
   */
  async call(called: string, args: unknown, client: ClientContext): Promise<ToolResult> {
    const name = this.#resolveAlias(called);
    const toResult: ToResult = (work) => this.#toResult(name, client.revision, work);
    try {
      return await toResult(async () => {
        if (!this.has(name)) throw new Error(`clients can call no tool named ${called}`);
        const request = ["tools/call", name, args] as const;
        const invocation = startInvocation(client, request, this.resources.readWithin, toResult);
        return this.#runner.invoke(name, args, invocation);
      });
    } catch (thrown) {
      if (thrown instanceof MissingClientCapability && !client.supportsCapabilityErrors)
        return thrown.toResult(true);
      throw thrown;
    }
  }

  async #toResult(name: string, revision: string, work: () => Promise<Outcome>): Promise<ToolResult> {
    const output = this.#outputs.get(name);
    try {
      const { result } = await work();
      if (!output) return result;
      if (result.isError) return errorForClient(result, output, revision);
      // The handle of a task holds no output yet.
      return result.resultType === "task" ? result : fitToSchema(result, output);
    } catch (thrown) {
      if (thrown instanceof InputRequired || thrown instanceof MissingClientCapability) throw thrown;
      const tool = this.#runner.tool(name);
      const result = this.#report(thrown, { tool: name }).toResult(tool === undefined || isIdempotent(tool));
      return output ? errorForClient(result, output, revision) : result;
    }
  }

  #resolveAlias(name: string): string {
    return this.#aliases.get(name) ?? name;
  }
}

/** The content of surface.json. Throws a `TypeError` for one of another version of the contract. */
async function readSurface(file: URL, server: string): Promise<Surface> {
  const surface = JSON.parse(await readFile(file, "utf8")) as Surface & Partial<SurfaceOrigin>;
  assertContract(server, surface.contract);
  return surface;
}

/** True if a value has a member of this name at any depth. */
function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((member) => hasKey(member, key));
}
