import type { Code, ServerDefinition } from "../server.ts";
import type { Tool } from "../tool.ts";
import { type Hooks, readHooks } from "./hooks.ts";

type HandlerModule = { readonly [exported: string]: unknown };

export interface LoadedTools {
  /** By name. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly hooks: Hooks;
}

/** Imports the tools, hooks and handlers of a server when they are first needed, each module once. */
export class ToolModules {
  readonly #definition: ServerDefinition;
  /** By file. */
  readonly #handlerModules = new Map<string, Promise<HandlerModule>>();
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
  async handler(reference: string): Promise<Code> {
    const hash = reference.lastIndexOf("#");
    const [file, name] = [reference.slice(0, hash), reference.slice(hash + 1)];
    const module = await this.#handlerModule(file);
    const code = module && Object.hasOwn(module, name) ? module[name] : undefined;
    if (typeof code === "function") return code as Code;
    throw new Error(`${reference} is not a function that the server's declaration imports`);
  }

  async #handlerModule(file: string): Promise<HandlerModule | undefined> {
    const { handlers = {} } = this.#definition;
    let module = this.#handlerModules.get(file);
    if (!module && Object.hasOwn(handlers, file)) {
      module = handlers[file]?.();
      if (module) this.#handlerModules.set(file, module);
      // A failed import is tried again by the next call.
      module?.catch(() => this.#handlerModules.delete(file));
    }
    return module;
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
}
