/** Reads a text file, or some of its lines. */
import type { FileHandle } from "node:fs/promises";
import { failure } from "../failure.ts";
import { shown } from "./faults.ts";
import { LIMITS } from "./limits.ts";
import { bad } from "./names.ts";
import { withFile } from "./open.ts";
import { at, type Root } from "./root.ts";
import { isBinary, notText } from "./text.ts";

export interface ReadArgs {
  readonly path: string;
  readonly head?: number | undefined;
  readonly tail?: number | undefined;
  readonly first_line?: number | undefined;
  readonly last_line?: number | undefined;
}

export interface ReadText {
  readonly text: string;
  /** The number of the first line in `text`, from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly totalLines: number;
  /** True if lines were left out or cut because of the size limit. */
  readonly cut: boolean;
}

/** Reads a text file, or the requested lines of it. Line ends are kept. */
export function readText(root: Root, args: ReadArgs, signal?: AbortSignal): Promise<ReadText> {
  const range = rangeOf(args);
  return at(root, args.path, {}, (target) =>
    withFile(target, args.path, async (file, { size }) => {
      if (size > LIMITS.readFile)
        throw failure(
          "rejected",
          `Expected a file of at most ${LIMITS.readFile} bytes, found ${size} bytes in ${shown(args.path)}.`,
        );
      const lines = new Lines(range);
      try {
        for await (const chunk of chunks(file)) {
          signal?.throwIfAborted();
          lines.add(chunk);
        }
        return lines.end();
      } catch (error) {
        if (error instanceof NotText) throw notText(args.path);
        throw error;
      }
    }),
  );
}

interface Range {
  readonly first: number;
  readonly last: number;
  /** The number of last lines; replaces the range. */
  readonly tail?: number;
}

function rangeOf({ head, tail, first_line, last_line }: ReadArgs): Range {
  const given = [head, tail, first_line ?? last_line].filter((each) => each !== undefined);
  if (given.length > 1) throw bad("Expected only one of head, tail and a range of lines, found several.");
  if (tail !== undefined) return { first: 1, last: Number.POSITIVE_INFINITY, tail };
  const first = first_line ?? 1;
  const last = head ?? last_line ?? Number.POSITIVE_INFINITY;
  if (last < first) throw bad(`Expected last_line to be at least ${first}, found ${last}.`);
  return { first, last };
}

async function* chunks(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(64 * 1024);
  // A file that grows while it is read must not be read without end.
  for (let total = 0; total <= LIMITS.readFile; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    total += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

class NotText extends Error {}

/** Collects the requested lines from chunks of a text, up to the size limit. */
class Lines {
  readonly #range: Range;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #kept: string[] = [];
  #size = 0;
  #dropped = 0;
  #line = "";
  #number = 1;
  #cut = false;
  #full = false;

  constructor(range: Range) {
    this.#range = range;
  }

  add(bytes: Uint8Array): void {
    if (isBinary(bytes)) throw new NotText();
    this.#take(this.#decode(bytes, true));
  }

  end(): ReadText {
    this.#take(this.#decode(new Uint8Array(), false));
    if (this.#line !== "") this.#finish();
    const first = this.#range.tail === undefined ? this.#range.first : 1 + this.#dropped;
    return {
      text: this.#kept.join(""),
      firstLine: first,
      lastLine: first + this.#kept.length - 1,
      totalLines: this.#number - 1,
      cut: this.#cut,
    };
  }

  #decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch {
      throw new NotText();
    }
  }

  #take(text: string): void {
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf("\n", from) + 1;
      const piece = end === 0 ? text.slice(from) : text.slice(from, end);
      // The rest of a line that exceeds the limit by itself is dropped.
      if (this.#line.length < LIMITS.text) this.#line += piece;
      else this.#cut = true;
      if (end === 0) return;
      this.#finish();
      from = end;
    }
  }

  #finish(): void {
    const number = this.#number++;
    const line = this.#line;
    this.#line = "";
    if (number < this.#range.first || number > this.#range.last) return;
    if (this.#range.tail !== undefined) this.#keepLast(line, this.#range.tail);
    else this.#keepFirst(line);
  }

  #keepFirst(line: string): void {
    if (this.#full || this.#size + line.length > LIMITS.text) {
      if (this.#kept.length === 0) this.#kept.push(line.slice(0, LIMITS.text));
      this.#full = true;
      this.#cut = true;
      return;
    }
    this.#kept.push(line);
    this.#size += line.length;
  }

  #keepLast(line: string, tail: number): void {
    this.#kept.push(line);
    this.#size += line.length;
    while (this.#kept.length > tail || (this.#size > LIMITS.text && this.#kept.length > 1)) {
      if (this.#kept.length <= tail) this.#cut = true;
      this.#size -= this.#kept.shift()?.length ?? 0;
      this.#dropped++;
    }
  }
}
