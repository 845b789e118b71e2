/** The resources of a server: which one a URI names, what it holds, what there is. */

import type { ChangeBus } from "../changes.ts";
import { ToolError } from "../errors.ts";
import type { ListedResource, ListHandler, ResourceContent } from "../handler.ts";
import type { ResourceDefinition } from "../resource.ts";
import type { AdvertisedResource, Surface } from "../server.ts";
import { type ClientContext, InputRequired } from "../tools/client-context.ts";
import { reported, type ToolInvoker } from "../tools/invoker.ts";
import { FileWatcher } from "./file-watcher.ts";
import { readSource } from "./resource-source.ts";
import { UriTemplate, type Variables } from "./uri-template.ts";

/** A resource, and what the variables of its template are. */
export interface Named {
  readonly definition: ResourceDefinition;
  readonly variables: Variables;
}

export class Resources {
  /** What `resources/list` shows beside what code lists. */
  readonly advertised: readonly AdvertisedResource[];
  readonly #host: ToolInvoker;
  readonly #byUri = new Map<string, ResourceDefinition>();
  readonly #templates: { readonly template: UriTemplate; readonly definition: ResourceDefinition }[] = [];
  readonly #changes: ChangeBus;
  readonly #watcher: FileWatcher;
  readonly #watched = new Map<string, { count: number; readonly stop: () => void }>();

  /** Throws a `TypeError` for a URI that is no template of RFC 6570. */
  constructor(
    definitions: readonly ResourceDefinition[],
    surface: Surface,
    host: ToolInvoker,
    changes: ChangeBus,
  ) {
    this.advertised = surface.resources ?? [];
    this.#host = host;
    this.#watcher = new FileWatcher(host.logger);
    this.#changes = changes;
    for (const definition of definitions)
      if (definition.uri.includes("{"))
        this.#templates.push({ template: new UriTemplate(definition.uri), definition });
      else this.#byUri.set(definition.uri, definition);
    // The one that says the most about a URI; among equals, always the same.
    this.#templates.sort(
      (one, other) =>
        other.template.literalLength - one.template.literalLength ||
        (one.definition.uri < other.definition.uri ? -1 : 1),
    );
  }

  /** Whether what there is depends on code. */
  get isListedByCode(): boolean {
    return this.#templates.some(({ definition }) => definition.list);
  }

  /** Whether clients may ask to be told of changes of any. */
  get hasSubscribable(): boolean {
    return this.#all().some(({ subscribe }) => subscribe);
  }

  /** The resources, other than those of templates, of whose changes clients may ask to be told. */
  get subscribable(): readonly string[] {
    return [...this.#byUri.values()].filter(({ subscribe }) => subscribe).map(({ uri }) => uri);
  }

  /** Whether reading gives the same every time. */
  get isUnchanging(): boolean {
    return this.#all().every((definition) => "text" in definition || "blob" in definition);
  }

  /** Whether any variable has suggestions. */
  get hasCompletion(): boolean {
    return this.#all().some(({ complete }) => complete);
  }

  find(uri: string): Named | undefined {
    const definition = this.#byUri.get(uri);
    if (definition) return { definition, variables: {} };
    for (const { template, definition } of this.#templates) {
      const variables = template.match(uri);
      if (variables) return { definition, variables };
    }
    return undefined;
  }

  /** The resource with this URI or template. */
  declared(uri: string): ResourceDefinition | undefined {
    return (
      this.#byUri.get(uri) ?? this.#templates.find(({ template }) => template.template === uri)?.definition
    );
  }

  /** Throws a `ToolError`; `not_found` if there is no such resource. */
  async read(uri: string, caller: ClientContext): Promise<readonly ResourceContent[]> {
    const named = this.find(uri);
    if (!named) throw new ToolError("not_found", `There is no resource ${uri.slice(0, 200)}.`);
    try {
      return await readSource(named, uri, this.#host, caller);
    } catch (error) {
      if (error instanceof InputRequired) throw error;
      throw reported(error, this.#host, { resource: named.definition.name });
    }
  }

  /** Everything there is. Code that fails costs what it would have listed, and not the others. */
  async list(caller: ClientContext): Promise<readonly AdvertisedResource[]> {
    const listed = await Promise.all(
      this.#templates.map(async ({ definition }) => {
        const { name, list, mimeType } = definition;
        if (!list) return [];
        try {
          const subject = { method: "resources/list", name, args: {} } as const;
          const resources = await this.#host.runCode(list.handler, subject, caller, (code, context) =>
            (code as ListHandler)(context),
          );
          return resources.map((resource) => shown(resource, mimeType));
        } catch (error) {
          if (caller.signal.aborted) throw error;
          reported(error, this.#host, { resource: name });
          return [];
        }
      }),
    );
    return [...this.advertised, ...listed.flat()];
  }

  /**
   * Publishes changes of a resource until what this returns is called, if it is a file that clients may watch: once,
   * however many want to know.
   */
  watch(uri: string): () => void {
    const definition = this.#byUri.get(uri);
    if (!definition?.subscribe || !("file" in definition)) return () => {};
    let watched = this.#watched.get(uri);
    if (!watched) {
      const publish = (): void => this.#changes.publish({ kind: "resource_updated", uri });
      watched = { count: 0, stop: this.#watcher.watch(definition.file, publish) };
      this.#watched.set(uri, watched);
    }
    watched.count += 1;
    return once(() => {
      watched.count -= 1;
      if (watched.count > 0) return;
      watched.stop();
      this.#watched.delete(uri);
    });
  }

  /** Stops watching. */
  close(): void {
    this.#watcher.close();
  }

  #all(): ResourceDefinition[] {
    return [...this.#byUri.values(), ...this.#templates.map(({ definition }) => definition)];
  }
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

function shown(resource: ListedResource, mimeType: string | undefined): AdvertisedResource {
  return mimeType === undefined ? resource : { mimeType, ...resource };
}
