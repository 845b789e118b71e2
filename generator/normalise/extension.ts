import { MAX_DESCRIPTION } from "../../runtime/contract/limits.ts";
import type { ToolAnnotations } from "../../runtime/contract/tool-definition.ts";
import { isObject, type Json, own, type Pointer } from "../json.ts";
import type { OperationOverride } from "../toolspec/tool-spec.ts";
import type { PathItem } from "./operation.ts";
import type { Node, Reader } from "./reader.ts";
import { MAX_TEXT } from "./text.ts";

interface Extension {
  offered?: boolean;
  name?: string;
  title?: string;
  description?: string;
  annotations?: Partial<ToolAnnotations>;
}

const HINTS: readonly string[] = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads `x-mcp`: at an operation it says what the tool is like; at a path or at the root of the document it says
 * which operations become tools. A part that has no meaning or is malformed is a warning, and ignored.
 */
export class ToolExtensions {
  readonly #reader: Reader;
  readonly #ofDocument: boolean | undefined;
  readonly #ofPaths = new Map<PathItem, boolean | undefined>();
  /** A member without a meaning is often at every operation; it is reported once. */
  readonly #reported = new Set<string>();

  constructor(reader: Reader) {
    this.#reader = reader;
    const value = own(reader.root, "x-mcp");
    // With a protocol version it describes an existing MCP server, as the extensions of Redocly and Zuplo do.
    if (own(value, "protocolVersion") === undefined)
      this.#ofDocument = this.#read(value, ["x-mcp"], "default").offered;
  }

  /** False where the operation is not to be a tool; undefined where nothing is said of it. */
  override(item: PathItem, { value, pointer }: Node): OperationOverride | false | undefined {
    const at = [...pointer, "x-mcp"];
    const { offered, ...override } = this.#read(own(value, "x-mcp"), at, "operation");
    if (!(offered ?? this.#ofPath(item) ?? this.#ofDocument ?? true)) return false;
    return Object.keys(override).length > 0 ? { ...override, pointer: at } : undefined;
  }

  #ofPath(item: PathItem): boolean | undefined {
    if (!this.#ofPaths.has(item)) {
      const field = item.field("x-mcp");
      this.#ofPaths.set(item, field && this.#read(field.value, field.pointer, "default").offered);
    }
    return this.#ofPaths.get(item);
  }

  #read(value: Json | undefined, pointer: Pointer, kind: "operation" | "default"): Extension {
    if (value === undefined) return {};
    if (typeof value === "boolean") return { offered: value };
    const read: Extension = {};
    if (!isObject(value)) this.#malformed(pointer, "true, false or an object");
    else
      for (const [key, member] of Object.entries(value)) {
        const at = [...pointer, key];
        if (key === "enabled" || key === "disabled") {
          const flag = this.#flag(member, at);
          if (flag !== undefined) read.offered = flag === (key === "enabled");
        } else if (kind === "default") this.#ignored(key, at);
        else this.#readMember(read, key, member, at);
      }
    return read;
  }

  #readMember(read: Extension, key: string, value: Json, pointer: Pointer): void {
    if (key === "name") {
      if (typeof value === "string" && NAME.test(value)) read.name = value;
      else this.#malformed(pointer, "1 to 64 letters, digits, hyphens and underscores");
    } else if (key === "title" || key === "description") {
      const text = this.#reader.readable(value, pointer, key === "title" ? MAX_TEXT : MAX_DESCRIPTION);
      if (text === undefined) this.#malformed(pointer, "a text");
      else read[key] = text;
    } else if (HINTS.includes(key)) {
      const flag = this.#flag(value, pointer);
      if (flag !== undefined) read.annotations = { ...read.annotations, [key]: flag };
    } else if (key !== "annotations") this.#ignored(key, pointer);
    else if (!isObject(value)) this.#malformed(pointer, "an object");
    else
      for (const [annotation, member] of Object.entries(value)) {
        const at = [...pointer, annotation];
        if (annotation !== "title" && !HINTS.includes(annotation))
          this.#ignored(`annotations.${annotation}`, at);
        // The tool's own title takes precedence over that of its annotations.
        else if (annotation !== "title" || read.title === undefined)
          this.#readMember(read, annotation, member, at);
      }
  }

  #flag(value: Json, pointer: Pointer): boolean | undefined {
    if (typeof value === "boolean") return value;
    this.#malformed(pointer, "true or false");
    return undefined;
  }

  #ignored(member: string, pointer: Pointer): void {
    if (this.#reported.has(member)) return;
    this.#reported.add(member);
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
