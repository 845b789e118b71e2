import type { z } from "zod";
import type { Logger } from "../log.ts";
import type { Tool } from "../tool.ts";

/** Larger values are not checked, because the check would delay other calls. */
const MAX_BYTES = 256 * 1024;
/** Number of paths in a log entry, and characters of each. */
const MAX_PATHS = 5;
const MAX_PATH_LENGTH = 120;

/** Counts and logs successful results that do not match the documented schema. They are not refused. */
export class SchemaDrift {
  readonly #server: string;
  readonly #logger: Logger;
  readonly #counts = new Map<string, number>();
  readonly #schemas = new WeakMap<Tool, z.ZodType>();

  constructor(server: string, logger: Logger) {
    this.#server = server;
    this.#logger = logger;
  }

  /** Number of results that did not match, by the name of the tool. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Validates a value after the response has been sent. `bytes`: the length of its JSON. */
  check(tool: Tool, value: unknown, bytes: number): void {
    if (!tool.output || bytes > MAX_BYTES) return;
    setImmediate(() => this.#validate(tool, value));
  }

  #validate(tool: Tool, value: unknown): void {
    try {
      const result = this.#schemaOf(tool)?.safeParse(value);
      if (result?.success === false) this.#count(tool.name, result.error.issues);
    } catch (err) {
      this.#logger.debug({ server: this.#server, tool: tool.name, err }, "a result could not be validated");
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

  #count(tool: string, issues: readonly z.core.$ZodIssue[]): void {
    const count = (this.#counts.get(tool) ?? 0) + 1;
    this.#counts.set(tool, count);
    // An API that drifts does so in every response: the first is logged, then the second, fourth, eighth…
    if ((count & (count - 1)) !== 0) return;
    // The values may be secrets: only their paths and the kinds of fault are logged.
    const paths = issues
      .slice(0, MAX_PATHS)
      .map(({ path, code }) => `${path.map(String).join(".") || "(root)"}: ${code}`)
      .map((text) => text.slice(0, MAX_PATH_LENGTH));
    this.#logger.warn(
      { server: this.#server, tool, count, paths },
      "the result does not match the documented schema; it was passed on",
    );
  }
}
