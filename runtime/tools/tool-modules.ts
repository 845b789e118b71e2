import type { Code, ServerDefinition } from "../server.ts";
import type { Tool } from "../tool.ts";
import { type Hooks, readHooks } from "./hooks.ts";

export interface LoadedTools {
  /** By name. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly hooks: Hooks;
}

/** Imports the tools, hooks and handlers of a server when they are first needed, each module once. */
export class ToolModules {
  readonly #definition: ServerDefinition;
  readonly #handlers = new Map<string, Promise<Code>>();
  #loaded: LoadedTools | undefined;
  #loading: Promise<LoadedTools> | undefined;

  constructor(definition: ServerDefinition) {
    this.#definition = definition;
  }

  /** Undefined until `load` has finished. */
  get loaded(): LoadedTools | undefined {
    return this.#loaded;
  }

  /** Imports every tool and the hooks. Rejects for a hook around an unknown tool. */
  load(): Promise<LoadedTools> {
    this.#loading ??= this.#import();
    return this.#loading;
  }

  /** Imports the handler that a declaration refers to, such as `specs/acme.handlers.ts#createIssue`. */
  handler(reference: string): Promise<Code> {
    let code = this.#handlers.get(reference);
    if (!code) {
      code = this.#importHandler(reference);
      this.#handlers.set(reference, code);
      // A failed import is tried again by the next call.
      code.catch(() => this.#handlers.delete(reference));
    }
    return code;
  }

  async #import(): Promise<LoadedTools> {
    const { groups, hooks } = this.#definition;
    const [modules, hooked] = await Promise.all([
      Promise.all(Object.values(groups).map((group) => group())),
      hooks?.(),
    ]);
    const tools = new Map(
      modules.flatMap((module) => Object.values(module).map((tool) => [tool.name, tool])),
    );
    this.#loaded = { tools, hooks: readHooks(hooked ? hooked.default : [], tools) };
    return this.#loaded;
  }

  async #importHandler(reference: string): Promise<Code> {
    const { handlers = {} } = this.#definition;
    const load = Object.hasOwn(handlers, reference) ? handlers[reference] : undefined;
    const code: unknown = await load?.();
    if (typeof code === "function") return code as Code;
    throw new Error(`${reference} is not a function that the server's declaration imports`);
  }
}
