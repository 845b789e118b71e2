import { MAX_DESCRIPTION, MCP_NAME } from "../../runtime/contract/limits.ts";
import type { ToolAnnotations } from "../../runtime/contract/tool-definition.ts";
import { formatPointer, isObject, type Json, own, type Pointer } from "../json.ts";
import type { OperationOverride } from "../toolspec/tool-spec.ts";
import { type Field, type Node, quoted, type Reader } from "./reader.ts";
import { MAX_TEXT } from "./text.ts";

interface Extension {
  offered?: boolean;
  name?: string;
  title?: string;
  description?: string;
  annotations?: Partial<ToolAnnotations>;
}

const HINTS: readonly string[] = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

/**
 * Reads `x-mcp`: at an operation it describes the tool; at a path or the root of the document it selects the operations
 * that become tools. Unknown and malformed members are reported and ignored.
 */
export class ToolExtensions {
  readonly #reader: Reader;
  readonly #ofDocument: boolean | undefined;
  readonly #ofPaths = new Map<string, boolean | undefined>();
  /** Unknown members: one is often at every operation, and is reported once. */
  readonly #reported = new Set<string>();

  constructor(reader: Reader) {
    this.#reader = reader;
    const value = own(reader.root, "x-mcp");
    // With a protocol version it describes an existing MCP server, as in the extensions of Redocly and Zuplo.
    if (own(value, "protocolVersion") === undefined)
      this.#ofDocument = this.#read(value, ["x-mcp"], "default").offered;
  }

  /** False if the operation is not to become a tool; undefined if its tool has no overrides. */
  override(ofPath: Field | undefined, { value, pointer }: Node): OperationOverride | false | undefined {
    const at = [...pointer, "x-mcp"];
    const { offered, ...override } = this.#read(own(value, "x-mcp"), at, "operation");
    if (!(offered ?? this.#default(ofPath) ?? this.#ofDocument ?? true)) return false;
    return Object.keys(override).length > 0 ? { ...override, pointer: at } : undefined;
  }

  #default(ofPath: Field | undefined): boolean | undefined {
    if (!ofPath) return undefined;
    const key = formatPointer(ofPath.pointer);
    if (!this.#ofPaths.has(key))
      this.#ofPaths.set(key, this.#read(ofPath.value, ofPath.pointer, "default").offered);
    return this.#ofPaths.get(key);
  }

  #read(value: Json | undefined, pointer: Pointer, kind: "operation" | "default"): Extension {
    if (value === undefined) return {};
    if (typeof value === "boolean") return { offered: value };
    const read: Extension = {};
    if (!isObject(value)) this.#malformed(value, pointer, "true, false or an object");
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
      if (typeof value === "string" && MCP_NAME.test(value)) read.name = value;
      else this.#malformed(value, pointer, "1 to 64 letters, digits, hyphens and underscores");
    } else if (key === "title" || key === "description") {
      const text = this.#reader.readable(value, pointer, key === "title" ? MAX_TEXT : MAX_DESCRIPTION);
      if (text === undefined) this.#malformed(value, pointer, "a text with visible characters");
      else read[key] = text;
    } else if (HINTS.includes(key)) {
      const flag = this.#flag(value, pointer);
      if (flag !== undefined) read.annotations = { ...read.annotations, [key]: flag };
    } else if (key !== "annotations") this.#ignored(key, pointer);
    else if (!isObject(value)) this.#malformed(value, pointer, "an object");
    else
      for (const [annotation, member] of Object.entries(value)) {
        const at = [...pointer, annotation];
        if (annotation !== "title" && !HINTS.includes(annotation))
          this.#ignored(`annotations.${annotation}`, at);
        // The title of the tool takes precedence over that of its annotations.
        else if (annotation !== "title" || read.title === undefined)
          this.#readMember(read, annotation, member, at);
      }
  }

  #flag(value: Json, pointer: Pointer): boolean | undefined {
    if (typeof value === "boolean") return value;
    this.#malformed(value, pointer, "true or false");
    return undefined;
  }

  #ignored(member: string, pointer: Pointer): void {
    if (this.#reported.has(member)) return;
    this.#reported.add(member);
    this.#reader.diagnostics.report(
      "ignored-extension",
      pointer,
      `expected a known member, found ${JSON.stringify(member)}`,
      "It was ignored, here and elsewhere. Use a tool spec for what `x-mcp` does not cover.",
    );
  }

  #malformed(value: Json, pointer: Pointer, expected: string): void {
    this.#reader.diagnostics.report(
      "ignored-extension",
      pointer,
      `expected ${expected}, found ${quoted(value)}`,
      "Correct it. It was ignored.",
    );
  }
}
