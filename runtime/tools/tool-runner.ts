/** Runs what a server declares: tools of every kind, and the code that belongs to them. */

import type { ChangeBus } from "../changes.ts";
import { MissingClientCapability } from "../errors.ts";
import { fill, type Scope } from "../expressions.ts";
import type { Context, ResourceContent } from "../handler.ts";
import type { ToolResult } from "../http/response.ts";
import type { Upstream } from "../http/upstream.ts";
import type { Upstreams } from "../http/upstreams.ts";
import type { Logger } from "../log.ts";
import type { Code, ServerDefinition } from "../server.ts";
import { type HttpTool, isIdempotent, type Tool } from "../tool.ts";
import { validate } from "./arguments.ts";
import type { ClientContext } from "./client-context.ts";
import { assertAskable, confirm } from "./confirm.ts";
import { contextOf, readWithin } from "./context.ts";
import { within } from "./deadline.ts";
import { SchemaDrift } from "./departures.ts";
import { type Hooks, readHooks, runAfter, runBefore } from "./hooks.ts";
import { callHttp } from "./http.ts";
import { type Invocation, nested, type Settle, startInvocation } from "./invocation.ts";
import type { Subject, ToolInvoker } from "./invoker.ts";
import { type Outcome, outcomeOf, responseOf } from "./outcome.ts";
import { runSteps } from "./steps.ts";

/** The extension by which a client says that it knows tasks. */
const TASKS = "io.modelcontextprotocol/tasks";

/** What a server is run with. */
export interface ToolRunnerParts {
  readonly definition: ServerDefinition;
  readonly http: Upstream;
  readonly upstreams: Upstreams;
  readonly changes: ChangeBus;
  readonly logger: Logger;
  /** Reads a resource of the server. */
  readonly read: (uri: string, caller: ClientContext) => Promise<readonly ResourceContent[]>;
}

interface Loaded {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly hooks: Hooks;
}

export class ToolRunner implements ToolInvoker {
  readonly server: string;
  readonly http: Upstream;
  readonly upstreams: Upstreams;
  readonly logger: Logger;
  readonly changes: ChangeBus;
  readonly departures: SchemaDrift;
  readonly read: ToolRunnerParts["read"];
  readonly #definition: ServerDefinition;
  readonly #code = new Map<string, Promise<Code>>();
  #loaded: Loaded | undefined;
  #loading: Promise<ReadonlyMap<string, Tool>> | undefined;

  constructor({ definition, http, upstreams, changes, logger, read }: ToolRunnerParts) {
    this.server = definition.name;
    this.http = http;
    this.upstreams = upstreams;
    this.changes = changes;
    this.logger = logger;
    this.departures = new SchemaDrift(definition.name, logger);
    this.read = read;
    this.#definition = definition;
  }

  /** Imports every tool and the hooks, once. Rejects for a hook around a tool that there is not. */
  load(): Promise<ReadonlyMap<string, Tool>> {
    this.#loading ??= this.#import();
    return this.#loading;
  }

  /**
   * The result of a call of any tool of the server, also of one that clients do not see. Throws as `run` does.
   * `settle`: what makes results where a task carries on; without it none does.
   */
  async call(name: string, args: unknown, caller: ClientContext, settle?: Settle): Promise<ToolResult> {
    return (await this.run(name, args, startInvocation(caller, ["tools/call", name, args], settle))).result;
  }

  /**
   * What a call comes to within a request: `place` says where, if it is not all of it. Throws a `ToolError`, or
   * `InputNeeded` for questions that are to be asked first.
   */
  async run(name: string, args: unknown, run: Invocation, place?: string): Promise<Outcome> {
    if (!this.#loaded) await this.load();
    const { tools, hooks } = this.#loaded as Loaded;
    const tool = tools.get(name);
    if (!tool) throw new Error(`there is no tool called ${name}`);
    const own = place === undefined ? run : nested(run, place);
    assertAskable(tool, (other) => tools.get(other), own);
    assertTaskable(tool, own);
    const around = hooks.get(name);
    if (!around) {
      const checked = validate(tool, args ?? {});
      await confirm(tool, checked, own);
      return this.#carryOut(tool, own, (run) => this.#act(tool, checked, run));
    }
    // What code makes of the arguments is checked, and not what it is given.
    await confirm(tool, args ?? {}, own);
    return this.#timed(tool, own, async (timed) => {
      const checked = validate(tool, await runBefore(this, tool, around, args ?? {}, timed));
      return this.#carryOut(tool, timed, async (run) =>
        runAfter(this, tool, around, await this.#act(tool, checked, run), run),
      );
    });
  }

  /** What is left of a call once it may be carried out: here and now, or by a task. */
  async #carryOut(
    tool: Tool,
    run: Invocation,
    rest: (run: Invocation) => Promise<Outcome>,
  ): Promise<Outcome> {
    const work = async (own: Invocation): Promise<Outcome> => this.#watched(tool, await rest(own));
    return tool.task !== undefined && run.depth === 0 && run.asTask ? run.asTask(work) : work(run);
  }

  #timed(tool: Tool, run: Invocation, work: (run: Invocation) => Promise<Outcome>): Promise<Outcome> {
    if (run.isTask && tool.timeoutMs === undefined) return work(run);
    const ms = tool.timeoutMs ?? this.http.timeoutMs;
    return within(ms, run, (clock) => work({ ...run, ...clock }));
  }

  /** What a tool is declared to do. */
  async #act(tool: Tool, args: Readonly<Record<string, unknown>>, run: Invocation): Promise<Outcome> {
    const scope: Scope = { inputs: args };
    if (tool.http) {
      const outcome = await this.#request(tool as HttpTool, args, scope, run);
      if (tool.result === undefined) return outcome;
      const response = responseOf(outcome);
      return { ...outcomeOf(fill(tool.result, { ...scope, response })), response };
    }
    return this.#timed(tool, run, async (timed) => {
      if (tool.handler !== undefined) {
        const handler = await this.code(tool.handler);
        return outcomeOf(await handler(args, contextOf(this, tool.name, timed)));
      }
      const steps = await runSteps(this, tool.steps ?? [], scope, timed);
      const result =
        tool.result === undefined ? Object.fromEntries(steps) : fill(tool.result, { ...scope, steps });
      return outcomeOf(result);
    });
  }

  /** One request, and those that ask how far it is: together they have the time of a tool. */
  #request(
    tool: HttpTool,
    args: Readonly<Record<string, unknown>>,
    scope: Scope,
    run: Invocation,
  ): Promise<Outcome> {
    if (!tool.http.poll) return callHttp(this, tool, args, scope, run);
    return this.#timed(tool, run, (timed) => callHttp(this, tool, args, scope, timed));
  }

  #watched(tool: Tool, outcome: Outcome): Outcome {
    if (outcome.bytes !== undefined) this.departures.watch(tool, outcome.value, outcome.bytes);
    return outcome;
  }

  /** Code that people wrote, by what refers to it; imported when it is first needed. */
  code(reference: string): Promise<Code> {
    let code = this.#code.get(reference);
    if (!code) {
      code = this.#importCode(reference);
      this.#code.set(reference, code);
      code.catch(() => this.#code.delete(reference));
    }
    return code;
  }

  reader(
    { method, name, args }: Subject,
    caller: ClientContext,
  ): (uri: string) => Promise<readonly ResourceContent[]> {
    const run = startInvocation(caller, [method, name, args]);
    return (uri) => readWithin(this, uri, run);
  }

  /** Runs the code of a resource or a prompt, in the time that a tool has. */
  async runCode<T>(
    reference: string,
    { method, name, args }: Subject,
    caller: ClientContext,
    call: (code: Code, context: Context) => T | Promise<T>,
  ): Promise<T> {
    const code = await this.code(reference);
    const run = startInvocation(caller, [method, name, args]);
    return within(this.http.timeoutMs, run, async (clock) =>
      call(code, contextOf(this, name, { ...run, ...clock })),
    );
  }

  /** A tool by its name, once tools are imported. */
  tool(name: string): Tool | undefined {
    return this.#loaded?.tools.get(name);
  }

  /** Whether a call of a tool changes something that calling it again changes again. */
  writes(name: string): boolean {
    const tool = this.tool(name);
    return tool !== undefined && tool.annotations.readOnlyHint !== true && !isIdempotent(tool);
  }

  async #importCode(reference: string): Promise<Code> {
    const { handlers = {} } = this.#definition;
    const load = Object.hasOwn(handlers, reference) ? handlers[reference] : undefined;
    const code: unknown = await load?.();
    if (typeof code === "function") return code as Code;
    throw new Error(`${reference} is not a function that the server's declaration imports`);
  }

  async #import(): Promise<ReadonlyMap<string, Tool>> {
    const { groups, hooks } = this.#definition;
    const [modules, hooked] = await Promise.all([
      Promise.all(Object.values(groups).map((group) => group())),
      hooks?.(),
      this.http.open(),
    ]);
    const tools = new Map(
      modules.flatMap((module) => Object.values(module).map((tool) => [tool.name, tool])),
    );
    this.#loaded = { tools, hooks: readHooks(hooked ? hooked.default : [], tools) };
    return tools;
  }
}

/** Throws an `IncapableClient` where a tool is to run as a task and the client knows none: then nothing is done. */
function assertTaskable({ task }: Tool, { depth, asTask }: Invocation): void {
  if (task === "required" && depth === 0 && !asTask)
    throw new MissingClientCapability("run tasks", { extensions: { [TASKS]: {} } });
}
