import {
  type Implementation,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerOptions,
  type Transport,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../../catalogue.ts";
import type { Change } from "../../changes.ts";
import { MODERN_REVISION } from "../revision.ts";

/** Resources that one client can subscribe to. */
export const MAX_SUBSCRIPTIONS = 1000;

/**
 * A server for one lasting connection, which notifies its client of changes until the connection closes.
 *
 * Relies on this behaviour of `@modelcontextprotocol/server` 2.4:
 * - `Protocol._onclose` is called once for each connection, whichever side closes it.
 * - `getNegotiatedProtocolVersion()` is undefined until the client has initialized, and is the revision of
 *   2026-07-28 by the time `connect` returns if `serveStdio` pins the connection to it.
 * - On a connection of 2026-07-28 `serveStdio` answers `subscriptions/listen` and filters notifications by it. The
 *   server does not see these requests, so it sends the changes of every resource.
 */
export class NotifyingServer extends Server {
  readonly #catalogue: Catalogue;
  /** Functions that stop watching a resource, by URI. */
  readonly #subscriptions = new Map<string, () => void>();
  #unsubscribeFromChanges: (() => void) | undefined;

  constructor(info: Implementation, options: ServerOptions, catalogue: Catalogue) {
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
    this.#unsubscribeFromChanges = this.#catalogue.changes.subscribe((change) => this.#notify(change));
    if (this.#isModern)
      for (const uri of this.#catalogue.resources.subscribable)
        this.#subscriptions.set(uri, this.#catalogue.resources.watch(uri));
  }

  protected override _onclose(): void {
    this.#unsubscribeFromChanges?.();
    for (const uri of [...this.#subscriptions.keys()]) this.#unsubscribe(uri);
    super._onclose();
  }

  get #isModern(): boolean {
    return this.getNegotiatedProtocolVersion() === MODERN_REVISION;
  }

  #subscribe(uri: string): object {
    const { resources } = this.#catalogue;
    const named = resources.find(uri);
    if (!named) throw new ResourceNotFoundError(uri, `There is no resource ${uri}.`);
    if (!named.definition.subscribe)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `The resource ${uri} does not support subscriptions.`,
      );
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `A client can subscribe to at most ${MAX_SUBSCRIPTIONS} resources.`,
      );
    if (!this.#subscriptions.has(uri)) this.#subscriptions.set(uri, resources.watch(uri));
    return {};
  }

  #unsubscribe(uri: string): void {
    this.#subscriptions.get(uri)?.();
    this.#subscriptions.delete(uri);
  }

  #notify(change: Change): void {
    // Sending fails only when the connection is closing, and then the client needs no notification.
    this.#send(change)?.catch(() => {});
  }

  #send(change: Change): Promise<void> | undefined {
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
        return this.#isModern || this.#subscriptions.has(change.uri)
          ? this.sendResourceUpdated({ uri: change.uri })
          : undefined;
    }
  }
}
