import type { Reports } from "../diagnostics.ts";
import type { ToolSpec } from "../toolspec/tool-spec.ts";
import type { Components } from "./components.ts";
import type { ModelOptions } from "./model-server.ts";
import { draftTool, type ToolDraft } from "./operation-tool.ts";
import { findOperations, keysOf, type Selected } from "./select.ts";
import type { UpstreamModel } from "./server-model.ts";

/** The operations of all upstreams as tools: those that are offered, and those that something calls. */
export class Operations {
  readonly #selected: readonly Selected[];
  readonly #names: ReadonlyMap<Selected, string>;
  readonly #context: OperationContext;
  /** Undefined where nothing could be made of an operation, which was reported. */
  readonly #drafts = new Map<Selected, ToolDraft | undefined>();

  constructor(
    selected: readonly Selected[],
    names: ReadonlyMap<Selected, string>,
    context: OperationContext,
  ) {
    this.#selected = selected;
    this.#names = names;
    this.#context = context;
    for (const item of selected) if (item.offered) this.#draft(item);
  }

  /** The tools so far: what is offered, and of all else what was called. */
  drafts(): ToolDraft[] {
    return [...this.#drafts.values()].filter((draft) => draft !== undefined);
  }

  /**
   * The tool behind `upstream.operationId` or `upstream.GET /path`. One that is not offered becomes an internal
   * tool. Undefined where there is no such operation, or more than one, or nothing can be made of it.
   */
  called(target: string): ToolDraft | undefined {
    const upstreams = new Set(this.#selected.map(({ upstream }) => upstream));
    const upstream = [...upstreams].find((name) => target.startsWith(`${name}.`));
    if (upstream === undefined) return undefined;
    const members = this.#selected.filter((item) => item.upstream === upstream);
    const operations = members.map(({ operation }) => operation);
    const found = findOperations(operations, target.slice(upstream.length + 1));
    const item = members.find(({ operation }) => operation === found[0]);
    return item && found.length === 1 ? this.#draft(item) : undefined;
  }

  /** Everything that `called` finds, for whoever has to say what was meant by something else. */
  targets(): string[] {
    return this.#selected.flatMap(({ upstream, operation }) =>
      keysOf(operation).map((key) => `${upstream}.${key}`),
    );
  }

  #draft(item: Selected): ToolDraft | undefined {
    if (!this.#drafts.has(item))
      this.#drafts.set(item, draftTool(item, this.#names.get(item) ?? "", this.#context));
    return this.#drafts.get(item);
  }
}

/** What all operations of a server have in common. */
export interface OperationContext {
  /** Name of the server, and of the upstream that is its own. */
  readonly server: string;
  readonly spec: ToolSpec | undefined;
  readonly upstreams: readonly UpstreamModel[];
  readonly components: Components;
  readonly options: ModelOptions;
  readonly reports: Reports;
}
