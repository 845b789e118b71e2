import type { ChangeBus } from "../changes.ts";
import { type ReportError, ToolError } from "../errors.ts";
import type { ListedResource, ListHandler, ResourceContent } from "../handler.ts";
import type { Logger } from "../log.ts";
import type { ResourceDefinition } from "../resource.ts";
import type { AdvertisedResource, Surface } from "../server.ts";
import { type ClientContext, InputRequired } from "../tools/client-context.ts";
import {
  type Invocation,
  type ReadResource,
  startInvocation,
  type ToolInvoker,
} from "../tools/invocation.ts";
import { FileWatcher } from "./file-watcher.ts";
import { readContents } from "./resource-contents.ts";
import { UriTemplate, type Variables } from "./uri-template.ts";

/** A declared resource, and the values that a URI gives to the variables of its template. */
interface ResourceMatch {
  readonly definition: ResourceDefinition;
  readonly variables: Variables;
}

interface ResourceServices {
  readonly invoker: ToolInvoker;
  readonly report: ReportError;
  readonly changes: ChangeBus;
  readonly logger: Logger;
}

/** The resources of a server: finds, reads, lists and watches them. */
export class Resources {
  /** The resources of `resources/list`, without those that handlers list. */
  readonly advertised: readonly AdvertisedResource[];
  /** Reads a resource as a part of another request. */
  readonly readWithin: ReadResource;
  readonly #invoker: ToolInvoker;
  readonly #report: ReportError;
  readonly #byUri = new Map<string, ResourceDefinition>();
  readonly #templates: { readonly template: UriTemplate; readonly definition: ResourceDefinition }[] = [];
  readonly #changes: ChangeBus;
  readonly #watcher: FileWatcher;
  readonly #watched = new Map<string, { count: number; readonly stop: () => void }>();

  /** Throws a `TypeError` for a URI that is not a valid template of RFC 6570. */
  constructor(
    definitions: readonly ResourceDefinition[],
    surface: Surface,
    { invoker, report, changes, logger }: ResourceServices,
  ) {
    this.advertised = surface.resources ?? [];
    this.readWithin = async (uri, invocation) => this.#read(this.#match(uri), uri, invocation);
    this.#invoker = invoker;
    this.#report = report;
    this.#watcher = new FileWatcher(logger);
    this.#changes = changes;
    for (const definition of definitions)
      if (definition.uri.includes("{"))
        this.#templates.push({ template: new UriTemplate(definition.uri), definition });
      else this.#byUri.set(definition.uri, definition);
    // The most specific template comes first; the order of equal ones is fixed.
    this.#templates.sort(
      (one, other) =>
        other.template.literalLength - one.template.literalLength ||
        (one.definition.uri < other.definition.uri ? -1 : 1),
    );
  }

  /** True if a handler lists resources. */
  get isListedByCode(): boolean {
    return this.#templates.some(({ definition }) => definition.list);
  }

  /** True if clients may subscribe to a resource. */
  get hasSubscribable(): boolean {
    return this.#all().some(({ subscribe }) => subscribe);
  }

  /** The URIs that clients may subscribe to; those of templates are not included. */
  get subscribable(): readonly string[] {
    return [...this.#byUri.values()].filter(({ subscribe }) => subscribe).map(({ uri }) => uri);
  }

  /** True if every read of a resource returns the same contents. */
  get isUnchanging(): boolean {
    return this.#all().every((definition) => "text" in definition || "blob" in definition);
  }

  /** True if a template variable has completions. */
  get hasCompletion(): boolean {
    return this.#all().some(({ complete }) => complete);
  }

  find(uri: string): ResourceMatch | undefined {
    const definition = this.#byUri.get(uri);
    if (definition) return { definition, variables: {} };
    for (const { template, definition } of this.#templates) {
      const variables = template.match(uri);
      if (variables) return { definition, variables };
    }
    return undefined;
  }

  /** Returns the resource that is declared with this URI or template. */
  declared(uri: string): ResourceDefinition | undefined {
    return (
      this.#byUri.get(uri) ?? this.#templates.find(({ template }) => template.template === uri)?.definition
    );
  }

  /** Throws a `ToolError`, of kind `not_found` for an unknown URI, or `InputRequired`. */
  async read(uri: string, client: ClientContext): Promise<readonly ResourceContent[]> {
    const match = this.#match(uri);
    const { name } = match.definition;
    return this.#read(
      match,
      uri,
      startInvocation(client, ["resources/read", name, { uri }], this.readWithin),
    );
  }

  /** Lists all resources. A handler that fails is logged, and contributes none. */
  async list(client: ClientContext): Promise<readonly AdvertisedResource[]> {
    const listed = await Promise.all(
      this.#templates.map(async ({ definition }) => {
        const { name, list, mimeType } = definition;
        if (!list) return [];
        try {
          const invocation = startInvocation(client, ["resources/list", name, {}], this.readWithin);
          const resources = await this.#invoker.runHandler(list.handler, name, invocation, (code, context) =>
            (code as ListHandler)(context),
          );
          return resources.map((resource) => withType(resource, mimeType));
        } catch (error) {
          if (client.signal.aborted) throw error;
          this.#report(error, { resource: name });
          return [];
        }
      }),
    );
    return [...this.advertised, ...listed.flat()];
  }

  /**
   * Publishes the changes of a subscribable file until the returned function is called; does nothing for other
   * resources. Each change is published once, whatever the number of watchers.
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
    return callOnce(() => {
      watched.count -= 1;
      if (watched.count > 0) return;
      watched.stop();
      this.#watched.delete(uri);
    });
  }

  /** Stops watching all files. */
  close(): void {
    this.#watcher.close();
  }

  #match(uri: string): ResourceMatch {
    const match = this.find(uri);
    if (!match) throw new ToolError("not_found", `There is no resource ${uri.slice(0, 200)}.`);
    return match;
  }

  async #read(
    { definition, variables }: ResourceMatch,
    uri: string,
    invocation: Invocation,
  ): Promise<readonly ResourceContent[]> {
    try {
      return await readContents(definition, variables, uri, invocation, this.#invoker);
    } catch (error) {
      if (error instanceof InputRequired) throw error;
      throw this.#report(error, { resource: definition.name });
    }
  }

  #all(): ResourceDefinition[] {
    return [...this.#byUri.values(), ...this.#templates.map(({ definition }) => definition)];
  }
}

function callOnce(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

function withType(resource: ListedResource, mimeType: string | undefined): AdvertisedResource {
  return mimeType === undefined ? resource : { mimeType, ...resource };
}
