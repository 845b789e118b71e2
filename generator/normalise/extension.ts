import { isObject, type Json, own, type Pointer } from "../json.ts";
import type { ToolAnnotations } from "../model/server-model.ts";
import type { OperationOverride } from "../toolspec/tool-spec.ts";
import type { PathItem } from "./path-item.ts";
import type { Node, Place, Reader } from "./reader.ts";
import { MAX_DESCRIPTION, MAX_TEXT } from "./text.ts";

/** What extensions say of one operation. */
interface Said {
  offered?: boolean;
  name?: string;
  title?: string;
  description?: string;
  annotations?: Partial<ToolAnnotations>;
}

/** What people mean as a boolean and YAML does not read as one; other generators take it too. */
const WORDS = new Map<Json, boolean>([
  [true, true],
  [false, false],
  ...["true", "yes", "on"].map((word) => [word, true] as const),
  ...["false", "no", "off"].map((word) => [word, false] as const),
]);

const HINTS: readonly string[] = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * What a document says of the tools that are made of it, in extensions that several generators read: `x-mcp` at an
 * operation, or at its path or the document for all operations of these, and Speakeasy's `x-speakeasy-mcp` at an
 * operation. What they say and we have no use for is a warning, and costs nothing else.
 */
export class ToolExtensions {
  readonly #reader: Reader;
  readonly #ofDocument: boolean | undefined;
  readonly #ofPaths = new Map<PathItem, boolean | undefined>();
  /** What a document has at one operation it has at all of them: it is told once. */
  readonly #told = new Set<string>();

  constructor(reader: Reader) {
    this.#reader = reader;
    const value = own(reader.root, "x-mcp");
    // With a version of the protocol it describes a server that is there, which Redocly and Zuplo show.
    this.#ofDocument =
      own(value, "protocolVersion") === undefined ? this.#default({ value, pointer: ["x-mcp"] }) : undefined;
  }

  /** False where there is to be no tool of an operation; undefined where nothing is said of it. */
  override(item: PathItem, { value, pointer }: Node): OperationOverride | false | undefined {
    const said: Said = {};
    let at = pointer;
    // Where both say something, it is `x-mcp` that counts.
    for (const key of ["x-speakeasy-mcp", "x-mcp"]) {
      const given = own(value, key);
      if (given === undefined) continue;
      at = [...pointer, key];
      this.#read({ value: given, pointer: at }, said, "all");
    }
    const { offered = this.#ofPath(item) ?? this.#ofDocument ?? true, ...word } = said;
    if (!offered) return false;
    return Object.keys(word).length > 0 ? { ...word, pointer: at } : undefined;
  }

  #ofPath(item: PathItem): boolean | undefined {
    if (!this.#ofPaths.has(item)) this.#ofPaths.set(item, this.#default(item.field("x-mcp")));
    return this.#ofPaths.get(item);
  }

  /** Whether operations are offered that do not say it themselves; of all of them nothing else can be said. */
  #default(
    place: { readonly value: Json | undefined; readonly pointer: Pointer } | undefined,
  ): boolean | undefined {
    const said: Said = {};
    if (place?.value !== undefined) this.#read({ ...place, value: place.value }, said, "default");
    return said.offered;
  }

  #read({ value, pointer }: Place, said: Said, what: "all" | "default"): void {
    const offered = WORDS.get(value);
    if (offered !== undefined) said.offered = offered;
    else if (isObject(value))
      for (const [key, member] of Object.entries(value)) {
        const place = { value: member, pointer: [...pointer, key] };
        if (
          !this.#readSwitch(key, place, said) &&
          (what === "default" || !this.#readMember(key, place, said))
        )
          this.#ignored(key, place.pointer);
      }
    else this.#malformed(pointer, "true, false or an object");
  }

  #readSwitch(key: string, { value, pointer }: Place, said: Said): boolean {
    if (key !== "enabled" && key !== "disabled") return false;
    const word = WORDS.get(value);
    if (word === undefined) this.#malformed(pointer, "true or false");
    else said.offered = word === (key === "enabled");
    return true;
  }

  /** Whether a member is one that we know. */
  #readMember(key: string, place: Place, said: Said): boolean {
    const { value, pointer } = place;
    if (key === "name") {
      if (typeof value === "string" && NAME.test(value)) said.name = value;
      else this.#malformed(pointer, "1 to 64 letters, digits, hyphens and underscores");
    } else if (key === "title" || key === "description") {
      const text = this.#reader.readable(value, pointer, key === "title" ? MAX_TEXT : MAX_DESCRIPTION);
      if (text === undefined) this.#malformed(pointer, "a text");
      else said[key] = text;
    } else if (HINTS.includes(key)) {
      const hint = WORDS.get(value);
      if (hint === undefined) this.#malformed(pointer, "true or false");
      else said.annotations = { ...said.annotations, [key]: hint };
    } else if (key === "annotations") this.#readAnnotations(place, said);
    else return false;
    return true;
  }

  #readAnnotations({ value, pointer }: Place, said: Said): void {
    if (!isObject(value)) {
      this.#malformed(pointer, "an object");
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      const place = { value: member, pointer: [...pointer, key] };
      const isTitle = key === "title" && said.title !== undefined;
      if (key !== "title" && !HINTS.includes(key)) this.#ignored(`annotations.${key}`, place.pointer);
      // The title of a tool itself counts.
      else if (!isTitle) this.#readMember(key, place, said);
    }
  }

  #ignored(member: string, pointer: Pointer): void {
    if (this.#told.has(member)) return;
    this.#told.add(member);
    this.#reader.diagnostics.report(
      "ignored-extension",
      pointer,
      `${JSON.stringify(member)} has no meaning here`,
      "It was left out, and so it was where else it stands. Say what you need in the tool spec.",
    );
  }

  #malformed(pointer: Pointer, wanted: string): void {
    this.#reader.diagnostics.report(
      "ignored-extension",
      pointer,
      `this must be ${wanted}`,
      "Correct it; the tool was generated as if it was not there.",
    );
  }
}
