/** A change that clients are notified of, named after the notification. */
export type Change =
  | { readonly kind: "tools_list_changed" }
  | { readonly kind: "prompts_list_changed" }
  | { readonly kind: "resources_list_changed" }
  | { readonly kind: "resource_updated"; readonly uri: string };

/**
 * Delivers changes to everything that serves a subscribed client. `Changes` stays in this process; nodes that serve
 * the same clients need a bus that reaches all of them.
 */
export interface ChangeBus {
  publish(change: Change): void;
  /** Calls the listener for each change until the returned function is called. */
  subscribe(listener: (change: Change) => void): () => void;
}

export class Changes implements ChangeBus {
  readonly #listeners = new Set<(change: Change) => void>();

  publish(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  subscribe(listener: (change: Change) => void): () => void {
    // A new function per subscription, so that one listener can subscribe twice and end each on its own.
    const subscription = (change: Change): void => listener(change);
    this.#listeners.add(subscription);
    return () => void this.#listeners.delete(subscription);
  }
}
