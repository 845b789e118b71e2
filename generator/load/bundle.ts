import type { Diagnostics, Position } from "../diagnostics.ts";
import { sectionOf } from "../grammar.ts";
import { isObject, type Json, type JsonObject, own, type Pointer, parseLocalRef, put } from "../json.ts";
import { type Reference as AnyReference, type Spot, type Visitor, Walker } from "../references.ts";

import { locationOf, Refusal } from "./location.ts";
import { nameAll } from "./names.ts";
import { MAX_DEPTH } from "./parse.ts";
import {
  identityOf,
  localReference,
  Origins,
  positionsOf,
  type ResolvedRef,
  type SourceLocation,
  splitReference,
  tokensOf,
} from "./places.ts";
import { localOf } from "./self.ts";
import type { Source, Sources } from "./sources.ts";

/** How many values may be copied into a document: a few lines can refer to each other without end. */
const MAX_COPIED = 250_000;

/** The file that is walked, and the copies inside of which it is. */
interface Context {
  readonly source: Source;
  readonly copies: readonly string[];
}

type Reference = AnyReference<Context>;

/** Something of another file that becomes a component of the document. */
interface Target extends ResolvedRef {
  /** Where such components are. */
  readonly section: readonly string[];
  /** The references to it. */
  readonly points: ((reference: string) => void)[];
}

/** A reference that is not followed: why, and where it stands. */
interface Fault {
  readonly refusal: Refusal;
  readonly place: SourceLocation;
}

export interface Bundle {
  /** Objects whose `$ref` was reported, and leads nowhere. */
  readonly broken: ReadonlySet<JsonObject>;
  /** Where values of the bundled document come from. */
  locate(pointers: readonly Pointer[]): Position[];
}

/**
 * Makes one document of several files. What can be referred to by name becomes a component, once; anything
 * else is copied into its place. The values of the files are changed by that, the main one's into the result.
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
  readonly #targets = new Map<string, Target>();
  readonly #faults = new Map<string, Fault>();
  /** What schemas of the main file call themselves: that, too, can be referred to. */
  readonly #ids = new Set<string>();
  #copied = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#main = sources.main;
  }

  async run(): Promise<void> {
    this.#walker.walkDocument(this.#main.value, { source: this.#main, copies: [] });
    // The list grows while what is referred to is walked.
    for (const reference of this.#references)
      if (reference.at.context.source !== this.#main) await this.#resolve(reference);
      else if (reference.text.startsWith("#") && reference.shape.form === "one") this.#reach(reference);
      else if (localOf(reference.text, this.#main.value) !== undefined) this.#home(reference);
      else if (!this.#isIdentified(reference.text)) await this.#resolve(reference);
    this.#nameTargets();
  }

  report(diagnostics: Diagnostics): void {
    const faults = [...this.#faults.values()];
    const positions = positionsOf(
      faults.map(({ place }) => place),
      this.#main,
    );
    faults.forEach(({ refusal: { code, message, hint }, place }, i) => {
      diagnostics.report(code, place.pointer, message, hint, positions[i]);
    });
  }

  locate(pointers: readonly Pointer[]): Position[] {
    return this.#origins.locate(this.#main, pointers);
  }

  reference(reference: Reference): void {
    this.#references.push(reference);
  }

  /** A schema of another file becomes part of this one: it has no base of its own any more. */
  identified(schema: JsonObject, id: string, { context }: Spot<Context>): void {
    if (context.source === this.#main) this.#ids.add(id.replace(/#$/, ""));
    else delete schema.$id;
  }

  #isIdentified(text: string): boolean {
    const [uri] = splitReference(text);
    for (const id of this.#ids) if (id === uri || id.endsWith(`/${uri}`)) return true;
    return false;
  }

  /** A local reference stays as it is; what it leads to need not be where such things usually are. */
  #reach({ text, shape }: Reference): void {
    const tokens = parseLocalRef(text);
    if (tokens === undefined || shape.kind === "other") return;
    const { value, source, pointer } = this.#origins.trace(this.#main, tokens);
    const at = { pointer, depth: tokens.length, context: { source, copies: [] } };
    if (value !== undefined) this.#walker.walk(value, shape, at);
  }

  /** The document itself, by the URI it gives itself. */
  #home(reference: Reference): void {
    const text = localOf(reference.text, this.#main.value) ?? "#";
    reference.point(text);
    this.#reach({ ...reference, text });
  }

  async #resolve(reference: Reference): Promise<void> {
    const { text, shape, at } = reference;
    const found = await this.#follow(text, { source: at.context.source, pointer: at.pointer });
    if ("refusal" in found) this.#fail(reference, found);
    else {
      const isSwagger2 = own(this.#main.value, "swagger") !== undefined;
      const section = shape.form === "one" ? sectionOf(shape.kind, isSwagger2) : undefined;
      if (section === undefined) this.#copy(reference, found);
      else if (found.source === this.#main) this.#back(reference, found);
      else this.#target(reference, found, section);
    }
  }

  /** What a reference leads to in the end, past whatever is a reference to something else and no more. */
  async #follow(text: string, from: SourceLocation): Promise<ResolvedRef | Fault> {
    const seen = new Set<string>();
    let place = from;
    for (let reference = text; ; ) {
      try {
        const [path, fragment] = splitReference(reference);
        const source =
          path === "" ? place.source : await this.#sources.open(locationOf(path, place.source.url), path);
        const tokens = tokensOf(source.value, fragment);
        const { value, ...found } = this.#origins.trace(source, tokens ?? []);
        if (tokens === undefined || value === undefined || seen.has(identityOf(found)))
          throw unresolved(`"${reference}" leads nowhere in ${source.label}`);
        const next = isObject(value) && Object.keys(value).length === 1 ? own(value, "$ref") : undefined;
        if (typeof next !== "string" || found.source === this.#main) return { ...found, value };
        seen.add(identityOf(found));
        place = found;
        reference = next;
      } catch (refusal) {
        if (refusal instanceof Refusal) return { refusal, place };
        throw refusal;
      }
    }
  }

  /** From another file to something of the document itself. */
  #back(reference: Reference, { source, pointer, value }: ResolvedRef): void {
    reference.point(localReference(pointer));
    const at = { pointer, depth: pointer.length, context: { source, copies: [] } };
    this.#walker.walk(value, reference.shape, at);
  }

  #target(reference: Reference, found: ResolvedRef, section: readonly string[]): void {
    const key = `${section.join("/")} ${identityOf(found)}`;
    const known = this.#targets.get(key);
    if (known) {
      known.points.push((to) => reference.point(to));
      return;
    }
    this.#targets.set(key, {
      ...found,
      section,
      points: [(to) => reference.point(to)],
    });
    this.#origins.set(found.value, found);
    const { source, pointer, value } = found;
    const at = { pointer, depth: section.length + 1, context: { source, copies: [] } };
    this.#walker.walk(value, reference.shape, at);
  }

  /** Puts a copy of what is referred to in the place of the reference. */
  #copy(reference: Reference, found: ResolvedRef): void {
    const { at, text, shape, replace } = reference;
    const { source, pointer } = found;
    const copies = [...at.context.copies, identityOf(found)];
    try {
      if (new Set(copies).size < copies.length) throw unresolved(`"${text}" contains itself`);
      const value = this.#clone(found.value, at.depth, text);
      this.#origins.set(value, found);
      replace(value);
      this.#walker.walk(value, shape, { pointer, depth: at.depth, context: { source, copies } }, replace);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.#fail(reference, { refusal, place: { source: at.context.source, pointer: at.pointer } });
    }
  }

  #clone(value: Json, depth: number, text: string): Json {
    if (++this.#copied > MAX_COPIED) throw unresolved(`"${text}" makes the document too large`);
    if (depth > MAX_DEPTH) throw unresolved(`"${text}" makes the document too deep`);
    if (Array.isArray(value)) return value.map((item) => this.#clone(item, depth + 1, text));
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const key of Object.keys(value)) put(copy, key, this.#clone(value[key] as Json, depth + 1, text));
    return copy;
  }

  #fail(reference: Reference, { refusal, place: { source, pointer } }: Fault): void {
    const { text, at, holder, shape } = reference;
    if (holder === undefined) return;
    const place = { source, pointer: [...pointer, "$ref"] };
    this.#faults.set(`${identityOf(place)} ${refusal.message}`, { refusal, place });
    this.broken.add(holder);
    // In the main file the same text could lead somewhere.
    if (at.context.source !== this.#main) reference.point(`${at.context.source.label} ${text}`);
    // Whoever reads a list or a map must come across it, and not find it empty.
    if (shape.form === "list") reference.replace([holder]);
    else if (shape.form !== "one" && shape.kind !== "pathItem") reference.replace({ default: holder });
  }

  #nameTargets(): void {
    const sections = new Map<string, Target[]>();
    for (const target of this.#targets.values()) {
      const members = sections.get(target.section.join("/")) ?? [];
      sections.set(target.section.join("/"), members);
      members.push(target);
    }
    for (const targets of sections.values()) {
      const { section } = targets[0] as Target;
      const components = section.reduce(childObject, this.#main.value as JsonObject);
      for (const [target, name] of nameAll(targets, Object.keys(components))) {
        put(components, name, target.value);
        for (const point of target.points) point(localReference([...section, name]));
      }
    }
  }
}

/** The object under a key, made where there is none. */
function childObject(parent: JsonObject, key: string): JsonObject {
  const child = own(parent, key);
  const next = isObject(child) ? child : {};
  put(parent, key, next);
  return next;
}

function unresolved(message: string): Refusal {
  return new Refusal(
    "unresolved-reference",
    message,
    "Correct the reference, or add what it refers to. Operations that need it have no tool.",
  );
}
