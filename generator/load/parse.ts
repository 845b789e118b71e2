import type { Json, Pointer } from "../json.ts";
import type { Position } from "../types.ts";
import { lineAndColumn, locateInJson } from "./positions.ts";

export interface Parsed {
  readonly value: Json;
  locate(pointers: readonly Pointer[]): Position[];
}

/** Where and why a text is no YAML or JSON that we take. */
export class ParseFailure extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

export const START: Position = { line: 1, column: 1 };

/** Parses JSON or YAML, by the file's extension. Throws a `ParseFailure`. */
export async function parse(text: string, file: string): Promise<Parsed> {
  if (file.endsWith(".json")) return parseJson(text);
  const { parseYaml } = await import("./yaml.ts");
  return parseYaml(text);
}

async function parseJson(text: string): Promise<Parsed> {
  let value: Json;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text) as Json;
  } catch (error) {
    const offset = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    if (offset !== undefined)
      throw new ParseFailure(
        (error as Error).message.replace(/(?: in JSON)? at position .*$/s, ""),
        lineAndColumn(text, Number(offset)),
      );
    // V8 does not always say where; the YAML parser, which reads JSON too, often does.
    const { findJsonFault } = await import("./yaml.ts");
    throw (
      findJsonFault(text) ?? new ParseFailure(error instanceof Error ? error.message : String(error), START)
    );
  }
  return { value, locate: (pointers) => locateInJson(text, pointers) };
}
