import type { Position } from "../diagnostics.ts";
import type { Json, Pointer } from "../json.ts";

import { lineAndColumn, locateInJson, offsetAtDepth } from "./positions.ts";

export interface Parsed {
  readonly value: Json;
  locate(pointers: readonly Pointer[]): Position[];
  /** Where the names of members stand, rather than their values. */
  locateKeys(pointers: readonly Pointer[]): Position[];
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

/** Six times deeper than any real document; everything that recurses must not be led further. */
export const MAX_DEPTH = 200;

export function tooDeep(position: Position): ParseFailure {
  return new ParseFailure(`nested more than ${MAX_DEPTH} levels deep`, position);
}

/** Parses JSON or YAML. Throws a `ParseFailure`. */
export async function parse(text: string, isJson: boolean): Promise<Parsed> {
  if (isJson) return parseJson(text);
  const { parseYaml } = await import("./yaml.ts");
  return parseYaml(text);
}

async function parseJson(text: string): Promise<Parsed> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
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
  if (isDeeper(value, MAX_DEPTH)) throw tooDeep(lineAndColumn(text, offsetAtDepth(text, MAX_DEPTH)));
  return {
    value,
    locate: (pointers) => locateInJson(text, pointers),
    locateKeys: (pointers) => locateInJson(text, pointers, "keys"),
  };
}

function isDeeper(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, depth - 1));
  for (const key in value) if (isDeeper(value[key] as Json, depth - 1)) return true;
  return false;
}
