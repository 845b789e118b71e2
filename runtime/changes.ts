/** What clients are told has changed. */
export type Change =
  | { readonly kind: "tools_list_changed" }
  | { readonly kind: "prompts_list_changed" }
  | { readonly kind: "resources_list_changed" }
  | { readonly kind: "resource_updated"; readonly uri: string };

/**
 * Where changes come from: published once, heard by whoever serves a client that wants to know. This one stays in
 * the process; several nodes that serve the same clients need one that reaches them all.
 */
export interface ChangeBus {
  publish(change: Change): void;
  /** The listener is called until what this returns is. */
  subscribe(listener: (change: Change) => void): () => void;
}

export class Changes implements ChangeBus {
  readonly #listeners = new Set<(change: Change) => void>();

  publish(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  subscribe(listener: (change: Change) => void): () => void {
    // Of its own, so that one that listens twice is told twice and can stop once.
    const own = (change: Change): void => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }
}
