/** Runs the tools and handlers of a server. */

import type { z } from "zod";
import type { ChangeBus } from "../changes.ts";
import { type FieldFault, MissingClientCapability, type ReportError, ToolError } from "../errors.ts";
import { fill, type Scope } from "../expressions.ts";
import type { Context } from "../handler.ts";
import type { Logger } from "../log.ts";
import type { Code } from "../server.ts";
import { type HttpTool, isIdempotent, type Tool } from "../tool.ts";
import { TASKS_EXTENSION } from "./client-context.ts";
import { assertAskable, confirm } from "./confirm.ts";
import { withTimeout } from "./deadline.ts";
import { type HandlerServices, handlerContext } from "./handler-context.ts";
import { type HookContext, runAfter, runBefore } from "./hooks.ts";
import { callHttp, type UpstreamServices } from "./http-tool.ts";
import type { Invocation, Invoke, ToolInvoker } from "./invocation.ts";
import { type Outcome, outcomeOf, responseOf } from "./result.ts";
import { SchemaDrift } from "./schema-drift.ts";
import { runSteps, type StepServices } from "./steps.ts";
import type { LoadedTools, ToolModules } from "./tool-modules.ts";

interface ToolRunnerOptions extends UpstreamServices {
  readonly server: string;
  readonly modules: ToolModules;
  readonly changes: ChangeBus;
  readonly logger: Logger;
  readonly report: ReportError;
}

type Arguments = Readonly<Record<string, unknown>>;

export class ToolRunner implements ToolInvoker {
  readonly drift: SchemaDrift;
  readonly #modules: ToolModules;
  readonly #upstream: UpstreamServices;
  readonly #handlerServices: HandlerServices;
  readonly #stepServices: StepServices;

  constructor({ server, modules, http, upstreams, changes, logger, report }: ToolRunnerOptions) {
    const { invoke } = this;
    this.drift = new SchemaDrift(server, logger);
    this.#modules = modules;
    this.#upstream = { http, upstreams };
    this.#handlerServices = { server, logger, changes, http, upstreams, invoke };
    this.#stepServices = { invoke, report, repeatsEffect: (name) => this.#repeatsEffect(name) };
  }

  /** Imports every tool and the hooks, and opens the HTTP client. Rejects for a hook around an unknown tool. */
  async load(): Promise<LoadedTools> {
    const [loaded] = await Promise.all([this.#modules.load(), this.#upstream.http.open()]);
    return loaded;
  }

  /** A tool by its name; undefined until tools are loaded. */
  tool(name: string): Tool | undefined {
    return this.#modules.loaded?.tools.get(name);
  }

  readonly invoke: Invoke = async (name, args, invocation) => {
    const { tools, hooks } = this.#modules.loaded ?? (await this.load());
    const tool = tools.get(name);
    if (!tool) throw new Error(`there is no tool called ${name}`);
    assertAskable(tool, (other) => tools.get(other), invocation);
    assertTaskable(tool, invocation);
    const around = hooks.get(name);
    if (!around) {
      const valid = validate(tool, args ?? {});
      await confirm(tool, valid, invocation);
      return this.#carryOut(tool, invocation, (own) => this.#act(tool, valid, own));
    }
    // Hooks may change the arguments, so these are validated after the hooks.
    await confirm(tool, args ?? {}, invocation);
    return this.#timed(tool, invocation, async (timed) => {
      const valid = validate(tool, await runBefore(around, args ?? {}, this.#hookContext(name, timed)));
      return this.#carryOut(tool, timed, async (own) =>
        runAfter(around, await this.#act(tool, valid, own), this.#hookContext(name, own)),
      );
    });
  };

  async runHandler<T>(
    reference: string,
    name: string,
    invocation: Invocation,
    run: (code: Code, context: Context) => T | Promise<T>,
  ): Promise<T> {
    const code = await this.#modules.handler(reference);
    return withTimeout(this.#upstream.http.timeoutMs, invocation, async (clock) =>
      run(code, handlerContext(name, { ...invocation, ...clock }, this.#handlerServices)),
    );
  }

  /** Carries out an accepted call, here or as a task. */
  async #carryOut(
    tool: Tool,
    invocation: Invocation,
    rest: (invocation: Invocation) => Promise<Outcome>,
  ): Promise<Outcome> {
    const work = async (own: Invocation): Promise<Outcome> => {
      const outcome = await rest(own);
      if (outcome.bytes !== undefined) this.drift.check(tool, outcome.value, outcome.bytes);
      return outcome;
    };
    const canBeTask = tool.task !== undefined && invocation.depth === 0;
    return canBeTask && invocation.startTask ? invocation.startTask(work) : work(invocation);
  }

  #timed(
    tool: Tool,
    invocation: Invocation,
    work: (invocation: Invocation) => Promise<Outcome>,
  ): Promise<Outcome> {
    if (invocation.isTask && tool.timeoutMs === undefined) return work(invocation);
    const ms = tool.timeoutMs ?? this.#upstream.http.timeoutMs;
    return withTimeout(ms, invocation, (clock) => work({ ...invocation, ...clock }));
  }

  /** Performs the action that a tool declares. */
  async #act(tool: Tool, args: Arguments, invocation: Invocation): Promise<Outcome> {
    const scope: Scope = { inputs: args };
    if (tool.http) {
      const outcome = await this.#request(tool as HttpTool, args, scope, invocation);
      if (tool.result === undefined) return outcome;
      const response = responseOf(outcome);
      return { ...outcomeOf(fill(tool.result, { ...scope, response })), response };
    }
    return this.#timed(tool, invocation, async (timed) => {
      if (tool.handler !== undefined) {
        const handler = await this.#modules.handler(tool.handler);
        return outcomeOf(await handler(args, handlerContext(tool.name, timed, this.#handlerServices)));
      }
      const steps = await runSteps(tool.steps ?? [], scope, timed, this.#stepServices);
      const result =
        tool.result === undefined ? Object.fromEntries(steps) : fill(tool.result, { ...scope, steps });
      return outcomeOf(result);
    });
  }

  /** A tool that polls has one time limit for all of its requests. */
  #request(tool: HttpTool, args: Arguments, scope: Scope, invocation: Invocation): Promise<Outcome> {
    if (!tool.http.poll) return callHttp(tool, args, scope, invocation, this.#upstream);
    return this.#timed(tool, invocation, (timed) => callHttp(tool, args, scope, timed, this.#upstream));
  }

  #hookContext(tool: string, invocation: Invocation): HookContext {
    return (name) =>
      handlerContext(tool, { ...invocation, path: `${invocation.path}${name}/` }, this.#handlerServices);
  }

  #repeatsEffect(name: string): boolean {
    const tool = this.tool(name);
    return tool !== undefined && tool.annotations.readOnlyHint !== true && !isIdempotent(tool);
  }
}

/** Throws `MissingClientCapability` if a tool runs only as a task and the client does not support tasks. */
function assertTaskable({ task }: Tool, { depth, startTask }: Invocation): void {
  if (task === "required" && depth === 0 && !startTask)
    throw new MissingClientCapability("run tasks", { extensions: { [TASKS_EXTENSION]: {} } });
}

// ----------------------------------------------------------------------------------------- arguments

/** Returns the arguments as given, with defaults for missing ones. Throws a `ToolError` that names each fault. */
function validate(tool: Tool, args: unknown): Arguments {
  const result = tool.input().safeParse(args);
  if (result.success) return withDefaults(args as Arguments, result.data as Arguments);
  throw new ToolError("invalid_arguments", `The arguments do not fit ${tool.name}.`, {
    fields: result.error.issues.slice(0, 20).flatMap((issue) => faultsOf(issue, args)),
  });
}

/** Takes only the defaults from the parsed arguments, and leaves all given values exactly as they are. */
function withDefaults(given: Arguments, parsed: Arguments): Arguments {
  const added = Object.entries(parsed).filter(
    ([name, value]) => value !== undefined && !Object.hasOwn(given, name),
  );
  return added.length === 0 ? given : Object.fromEntries([...Object.entries(given), ...added]);
}

function faultsOf(issue: z.core.$ZodIssue, args: unknown): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      message: "there is no such argument",
    }));
  const isMissing = issue.code !== "custom" && valueAt(args, issue.path) === undefined;
  return [{ path: path.join("."), message: isMissing ? "this is required" : issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key) ? at[key as never] : undefined,
    value,
  );
}
