import { isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Json, Pointer } from "../json.ts";
import type { Position } from "../types.ts";
import { locateInJson } from "./positions.ts";

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

const START: Position = { line: 1, column: 1 };
/** Deeper than any real document; a parser that recurses must not be led further. */
const MAX_DEPTH = 500;

export function parse(text: string, file: string): Parsed {
  return file.endsWith(".json") ? parseJson(text) : parseYaml(text);
}

function parseJson(text: string): Parsed {
  let value: Json;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text) as Json;
  } catch (error) {
    // V8 does not always say where; the YAML parser, which reads JSON too, does.
    const { errors } = parseDocument(text, { prettyErrors: true });
    const [first] = errors;
    if (first?.linePos) throw new ParseFailure(firstLine(first.message), position(first.linePos[0]));
    throw new ParseFailure(error instanceof Error ? error.message : String(error), START);
  }
  return { value, locate: (pointers) => locateInJson(text, pointers) };
}

function parseYaml(text: string): Parsed {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    strict: true,
    stringKeys: true,
    merge: true,
  });
  // A tag that is not resolved is only a warning to the parser, and a value of unknown meaning to us.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault)
    throw new ParseFailure(firstLine(fault.message), fault.linePos ? position(fault.linePos[0]) : START);

  visit(document, {
    Node(_key, node, path) {
      if (path.length > MAX_DEPTH * 2 && node.range)
        throw new ParseFailure(
          `nested more than ${MAX_DEPTH} levels deep`,
          position(counter.linePos(node.range[0])),
        );
      // OpenAPI is a JSON format: a YAML timestamp or binary would become something that JSON cannot say.
      if (isScalar(node) && (node.value instanceof Date || node.value instanceof Uint8Array))
        node.value = node.source ?? String(node.value);
    },
  });

  let value: Json;
  try {
    value = document.toJS({ maxAliasCount: 100 }) as Json;
  } catch (error) {
    throw new ParseFailure(error instanceof Error ? error.message : String(error), START);
  }

  return {
    value,
    locate: (pointers) =>
      pointers.map((pointer) => {
        for (let length = pointer.length; length > 0; length--) {
          const node = document.getIn(pointer.slice(0, length), true);
          const range = (node as { range?: [number, number, number] } | undefined)?.range;
          if (range) return position(counter.linePos(range[0]));
        }
        return START;
      }),
  };
}

function position(at: { line: number; col: number }): Position {
  return { line: at.line, column: at.col };
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}
