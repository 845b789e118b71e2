import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerOptions,
  type Transport,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../../catalogue.ts";
import type { Change } from "../../changes.ts";
import { MODERN } from "../fast-path/classify.ts";

/** Resources that one client may want to be told of. */
const MAX_SUBSCRIPTIONS = 1000;

/** A server that tells its client of changes, as long as they are connected. */
export class NotifyingServer extends Server {
  readonly #catalogue: Catalogue;
  /** What ends the watching, by URI. */
  readonly #subscriptions = new Map<string, () => void>();
  #stop: (() => void) | undefined;

  constructor(info: ConstructorParameters<typeof Server>[0], options: ServerOptions, catalogue: Catalogue) {
    super(info, options);
    this.#catalogue = catalogue;
    if (!options.capabilities?.resources?.subscribe) return;
    this.setRequestHandler("resources/subscribe", ({ params }) => this.#subscribe(params.uri));
    this.setRequestHandler("resources/unsubscribe", ({ params }) => {
      this.#unsubscribe(params.uri);
      return {};
    });
  }

  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport);
    this.#stop = this.#catalogue.changes.subscribe((change) => this.#tell(change));
    // The SDK keeps to itself what clients of 2026-07-28 listen for.
    if (this.#isModern)
      for (const uri of this.#catalogue.resources.subscribable)
        this.#subscriptions.set(uri, this.#catalogue.resources.watch(uri));
  }

  protected override _onclose(): void {
    this.#stop?.();
    for (const uri of [...this.#subscriptions.keys()]) this.#unsubscribe(uri);
    super._onclose();
  }

  get #isModern(): boolean {
    return this.getNegotiatedProtocolVersion() === MODERN;
  }

  #subscribe(uri: string): object {
    const { resources } = this.#catalogue;
    const named = resources.find(uri);
    if (!named) throw new ResourceNotFoundError(uri, `There is no resource ${uri}.`);
    if (!named.definition.subscribe)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Nobody is told of changes of ${uri}.`);
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `No more than ${MAX_SUBSCRIPTIONS} resources can be subscribed to.`,
      );
    if (!this.#subscriptions.has(uri)) this.#subscriptions.set(uri, resources.watch(uri));
    return {};
  }

  #unsubscribe(uri: string): void {
    this.#subscriptions.get(uri)?.();
    this.#subscriptions.delete(uri);
  }

  #tell(change: Change): void {
    // Who cannot be reached is gone, or about to be.
    this.#send(change)?.catch(() => {});
  }

  #send(change: Change): Promise<void> | undefined {
    // A connection that has not begun.
    if (this.getNegotiatedProtocolVersion() === undefined) return undefined;
    const { tools, prompts, resources } = this.getCapabilities();
    switch (change.kind) {
      case "tools_list_changed":
        return tools?.listChanged ? this.sendToolListChanged() : undefined;
      case "prompts_list_changed":
        return prompts?.listChanged ? this.sendPromptListChanged() : undefined;
      case "resources_list_changed":
        return resources?.listChanged ? this.sendResourceListChanged() : undefined;
      case "resource_updated":
        // For clients of 2026-07-28 the SDK sorts out who listens for what.
        return this.#isModern || this.#subscriptions.has(change.uri)
          ? this.sendResourceUpdated({ uri: change.uri })
          : undefined;
    }
  }
}
