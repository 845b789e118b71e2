import { isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Json } from "../json.ts";
import type { Position } from "../types.ts";
import { type Parsed, ParseFailure, START } from "./parse.ts";

/** Deeper than any real document; a parser that recurses must not be led further. */
const MAX_DEPTH = 500;

export function parseYaml(text: string): Parsed {
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

/** Where a JSON text is broken, as far as YAML, which allows more, can tell. */
export function findJsonFault(text: string): ParseFailure | undefined {
  const [first] = parseDocument(text, { prettyErrors: true }).errors;
  return first?.linePos && new ParseFailure(firstLine(first.message), position(first.linePos[0]));
}
