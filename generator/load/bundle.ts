import type { Diagnostics, Position } from "../diagnostics.ts";
import {
  copyOf,
  isObject,
  type Json,
  type JsonObject,
  own,
  type Pointer,
  parseLocalRef,
  put,
} from "../json.ts";
import {
  type Reference as AnyReference,
  sectionOf,
  type Visitor,
  Walker,
  type WalkLocation,
} from "../openapi-grammar.ts";
import {
  assignNames,
  identityOf,
  type Location,
  localRef,
  localRefBySelf,
  Origins,
  pointerOfFragment,
  type ResolvedRef,
  splitReference,
} from "./bundle-names.ts";
import type { Source, Sources } from "./document-files.ts";
import { Failure, locationOf } from "./local-files.ts";
import { MAX_DEPTH, positionsOf } from "./parse.ts";

/** The number of values that may be copied into a document: a few lines that refer to each other can stand for any number. */
const MAX_COPIED = 250_000;

/** The file that is walked, and the identities of the copies that surround the value. */
interface Context {
  readonly source: Source;
  readonly copies: readonly string[];
}

type Reference = AnyReference<Context>;

/** A value of another file that becomes a component of the document. */
interface Component extends ResolvedRef {
  /** The object that contains such components, for example `components/schemas`. */
  readonly section: readonly string[];
  /** Points each reference to the component at its new place. */
  readonly points: ((reference: string) => void)[];
}

/** A reference that is not followed, with the reason and its place. */
interface BrokenRef {
  readonly failure: Failure;
  readonly location: Location;
}

export interface Bundle {
  /** Objects whose `$ref` does not resolve, which was reported. */
  readonly broken: ReadonlySet<JsonObject>;
  /** The positions of values of the bundled document, in the files that they come from. */
  locate(pointers: readonly Pointer[]): Position[];
}

/**
 * Makes one document of several files. A value that can be a component becomes one, once; every other value is copied
 * into the place of its reference. This changes the parsed values of the files: that of the main file is the result.
 */
export async function bundle(sources: Sources, diagnostics: Diagnostics): Promise<Bundle> {
  const bundler = new Bundler(sources);
  await bundler.run();
  bundler.report(diagnostics);
  return bundler;
}

class Bundler implements Bundle, Visitor<Context> {
  readonly broken = new Set<JsonObject>();
  readonly #sources: Sources;
  readonly #main: Source;
  readonly #origins = new Origins();
  readonly #walker = new Walker<Context>(this);
  readonly #references: Reference[] = [];
  readonly #components = new Map<string, Component>();
  readonly #brokenRefs = new Map<string, BrokenRef>();
  /** The `$id`s of the schemas of the main file, which references may use as well. */
  readonly #ids = new Set<string>();
  #copied = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#main = sources.main;
  }

  async run(): Promise<void> {
    this.#walker.walkDocument(this.#main.value, { source: this.#main, copies: [] });
    // The list grows while the targets of references are walked.
    for (const reference of this.#references)
      if (reference.at.context.source !== this.#main) await this.#resolve(reference);
      else if (reference.text.startsWith("#") && reference.shape.form === "one") this.#walkTarget(reference);
      else if (localRefBySelf(reference.text, this.#main.value) !== undefined) this.#makeLocal(reference);
      else if (!this.#isIdentified(reference.text)) await this.#resolve(reference);
    this.#nameComponents();
  }

  report(diagnostics: Diagnostics): void {
    const brokenRefs = [...this.#brokenRefs.values()];
    const positions = positionsOf(
      brokenRefs.map(({ location }) => location),
      this.#main,
    );
    for (const [i, { failure, location }] of brokenRefs.entries()) {
      const code = failure.kind === "refused" ? "refused-reference" : "unresolved-reference";
      diagnostics.report(code, location.pointer, failure.message, failure.hint, positions[i]);
    }
  }

  locate(pointers: readonly Pointer[]): Position[] {
    return this.#origins.locate(this.#main, pointers);
  }

  reference(reference: Reference): void {
    this.#references.push(reference);
  }

  /** A schema of another file becomes part of the document, and is no base of references any more. */
  identified(schema: JsonObject, id: string, { context }: WalkLocation<Context>): void {
    if (context.source === this.#main) this.#ids.add(id.replace(/#$/, ""));
    else delete schema.$id;
  }

  #isIdentified(text: string): boolean {
    const [uri] = splitReference(text);
    for (const id of this.#ids) if (id === uri || id.endsWith(`/${uri}`)) return true;
    return false;
  }

  /** Walks the target of a local reference, which may be in a place that has no grammar. */
  #walkTarget({ text, shape }: Reference): void {
    const tokens = parseLocalRef(text);
    if (tokens === undefined || shape.kind === "other") return;
    const { value, source, pointer } = this.#origins.trace(this.#main, tokens);
    const at = { pointer, depth: tokens.length, context: { source, copies: [] } };
    if (value !== undefined) this.#walker.walk(value, shape, at);
  }

  /** Replaces the URI of the document itself. */
  #makeLocal(reference: Reference): void {
    const text = localRefBySelf(reference.text, this.#main.value) ?? "#";
    reference.point(text);
    this.#walkTarget({ ...reference, text });
  }

  async #resolve(reference: Reference): Promise<void> {
    const { text, shape, at } = reference;
    const found = await this.#follow(text, { source: at.context.source, pointer: at.pointer });
    if ("failure" in found) this.#fail(reference, found);
    else {
      const isSwagger2 = own(this.#main.value, "swagger") !== undefined;
      const section = shape.form === "one" ? sectionOf(shape.kind, isSwagger2) : undefined;
      if (section === undefined) this.#copy(reference, found);
      else if (found.source === this.#main) this.#pointBack(reference, found);
      else this.#addComponent(reference, found, section);
    }
  }

  /** The target of a reference, after following every target that is only a reference itself. */
  async #follow(text: string, from: Location): Promise<ResolvedRef | BrokenRef> {
    const seen = new Set<string>();
    let location = from;
    for (let reference = text; ; ) {
      const source = await this.#open(reference, location.source);
      if (source instanceof Failure) return { failure: source, location };
      const tokens = pointerOfFragment(source.value, splitReference(reference)[1]);
      const { value, ...found } = this.#origins.trace(source, tokens ?? []);
      if (tokens === undefined || value === undefined || seen.has(identityOf(found)))
        return {
          failure: unresolved(`expected a target of "${reference}" in ${source.label}, found none`),
          location,
        };
      const next = isObject(value) && Object.keys(value).length === 1 ? own(value, "$ref") : undefined;
      if (typeof next !== "string" || found.source === this.#main) return { ...found, value };
      seen.add(identityOf(found));
      location = found;
      reference = next;
    }
  }

  async #open(reference: string, from: Source): Promise<Source | Failure> {
    const [path] = splitReference(reference);
    if (path === "") return from;
    const url = locationOf(path, from.url);
    return url instanceof Failure ? url : this.#sources.open(url, path);
  }

  /** Points a reference of another file at a value of the document itself. */
  #pointBack(reference: Reference, { source, pointer, value }: ResolvedRef): void {
    reference.point(localRef(pointer));
    const at = { pointer, depth: pointer.length, context: { source, copies: [] } };
    this.#walker.walk(value, reference.shape, at);
  }

  #addComponent(reference: Reference, found: ResolvedRef, section: readonly string[]): void {
    const point = (to: string): void => reference.point(to);
    const key = `${section.join("/")} ${identityOf(found)}`;
    const known = this.#components.get(key);
    if (known) {
      known.points.push(point);
      return;
    }
    this.#components.set(key, { ...found, section, points: [point] });
    this.#origins.set(found.value, found);
    const { source, pointer, value } = found;
    const at = { pointer, depth: section.length + 1, context: { source, copies: [] } };
    this.#walker.walk(value, reference.shape, at);
  }

  /** Replaces a reference by a copy of its target. */
  #copy(reference: Reference, found: ResolvedRef): void {
    const { at, text, shape, replace } = reference;
    const { source, pointer } = found;
    const copies = [...at.context.copies, identityOf(found)];
    const fault =
      new Set(copies).size < copies.length ? "contains itself" : this.#faultOfCopy(found.value, at.depth);
    if (fault !== undefined) {
      const location = { source: at.context.source, pointer: at.pointer };
      this.#fail(reference, { failure: unresolved(`the target of "${text}" ${fault}`), location });
      return;
    }
    const value = copyOf(found.value);
    this.#origins.set(value, found);
    replace(value);
    this.#walker.walk(value, shape, { pointer, depth: at.depth, context: { source, copies } }, replace);
  }

  /** The reason why a value cannot be copied to a depth. Its values count towards the limit. */
  #faultOfCopy(value: Json, depth: number): string | undefined {
    if (++this.#copied > MAX_COPIED) return "makes the document too large";
    if (depth > MAX_DEPTH) return "makes the document too deep";
    if (typeof value !== "object" || value === null) return undefined;
    for (const child of Object.values(value)) {
      const fault = this.#faultOfCopy(child, depth + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #fail(reference: Reference, { failure, location: { source, pointer } }: BrokenRef): void {
    const { text, at, holder, shape } = reference;
    if (holder === undefined) return;
    const location = { source, pointer: [...pointer, "$ref"] };
    this.#brokenRefs.set(`${identityOf(location)} ${failure.message}`, { failure, location });
    this.broken.add(holder);
    // In the main file the same text could have a target.
    if (at.context.source !== this.#main) reference.point(`${at.context.source.label} ${text}`);
    // The reader of a list or a map must find the broken reference, and not an empty list or map.
    if (shape.form === "list") reference.replace([holder]);
    else if (shape.form !== "one" && shape.kind !== "pathItem") reference.replace({ default: holder });
  }

  #nameComponents(): void {
    const sections = new Map<string, Component[]>();
    for (const component of this.#components.values()) {
      const members = sections.get(component.section.join("/")) ?? [];
      sections.set(component.section.join("/"), members);
      members.push(component);
    }
    for (const components of sections.values()) {
      const { section } = components[0] as Component;
      const container = section.reduce(childObject, this.#main.value as JsonObject);
      for (const [component, name] of assignNames(components, Object.keys(container))) {
        put(container, name, component.value);
        for (const point of component.points) point(localRef([...section, name]));
      }
    }
  }
}

/** The object under a key, which is created if it is missing. */
function childObject(parent: JsonObject, key: string): JsonObject {
  const child = own(parent, key);
  const next = isObject(child) ? child : {};
  put(parent, key, next);
  return next;
}

function unresolved(message: string): Failure {
  return new Failure(
    "unreadable",
    message,
    "Correct the reference, or add its target. Operations that need it have no tool.",
  );
}
