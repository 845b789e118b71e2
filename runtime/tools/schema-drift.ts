/** Answers that are not what the document says: passed on as they are, counted, and told in the log. */
import type { z } from "zod";
import type { Logger } from "../log.ts";
import type { Tool } from "../tool.ts";

/** Larger answers are not checked: it would take the time of other calls. */
const MAX_BYTES = 256 * 1024;
/** Places to name in the log, and characters of each. */
const MAX_PATHS = 5;
const MAX_PATH_LENGTH = 120;

export class SchemaDrift {
  readonly #server: string;
  readonly #logger: Logger;
  readonly #counts = new Map<string, number>();
  readonly #schemas = new WeakMap<Tool, z.ZodType>();

  constructor(server: string, logger: Logger) {
    this.#server = server;
    this.#logger = logger;
  }

  /** Answers that departed, by the tool's name. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Checks the JSON of an answer against the document, when the answer has gone. */
  watch(tool: Tool, value: unknown, bytes: number): void {
    if (!tool.output || bytes > MAX_BYTES) return;
    setImmediate(() => this.#check(tool, value));
  }

  #check(tool: Tool, value: unknown): void {
    try {
      const result = this.#schemaOf(tool)?.safeParse(value);
      if (result?.success === false) this.#count(tool.name, result.error.issues);
    } catch (error) {
      this.#logger.debug({ server: this.#server, tool: tool.name, err: error }, "an answer was not checked");
    }
  }

  #schemaOf(tool: Tool): z.ZodType | undefined {
    let schema = this.#schemas.get(tool);
    if (!schema && tool.output) {
      schema = tool.output();
      this.#schemas.set(tool, schema);
    }
    return schema;
  }

  #count(name: string, issues: readonly z.core.$ZodIssue[]): void {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    // An API that drifts does so in every answer: the first is told, then the second, fourth, eighth…
    if ((count & (count - 1)) !== 0) return;
    // Where, and what kind of fault; never the values, which may be secrets.
    const paths = issues
      .slice(0, MAX_PATHS)
      .map(({ path, code }) => `${path.map(String).join(".") || "(all of it)"}: ${code}`)
      .map((text) => text.slice(0, MAX_PATH_LENGTH));
    this.#logger.warn(
      { server: this.#server, tool: name, departures: count, paths },
      "the answer departs from the document; it was passed on as it is",
    );
  }
}
