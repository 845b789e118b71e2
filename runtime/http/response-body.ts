/** Reads the bodies of responses, with limits before and after decompression. */
import { pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
} from "node:zlib";
import { ToolError } from "../errors.ts";

/** Reads a whole body. `announced` is its Content-Length, or NaN. Throws a `ToolError` beyond `limit` bytes. */
export async function collect(
  stream: AsyncIterable<Uint8Array>,
  announced: number,
  limit: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection of an endless response.
  if (announced > limit) for await (const _ of stream) throw tooLarge(limit);
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? Buffer.from(chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

function tooLarge(limit: number): ToolError {
  return new ToolError("bad_response", `The API's answer is larger than ${limit} bytes.`);
}

const GZIP = { whole: promisify(gunzip), partial: createGunzip } as const;
const ENCODINGS = {
  gzip: GZIP,
  "x-gzip": GZIP,
  deflate: { whole: promisify(inflate), partial: createInflate },
  br: { whole: promisify(brotliDecompress), partial: createBrotliDecompress },
} as const;

function decoderOf(encoding: string | undefined): (typeof ENCODINGS)[keyof typeof ENCODINGS] | undefined {
  if (encoding === undefined || encoding === "" || encoding === "identity") return undefined;
  if (Object.hasOwn(ENCODINGS, encoding)) return ENCODINGS[encoding as keyof typeof ENCODINGS];
  throw new ToolError("bad_response", "The API's answer has an unknown content encoding.");
}

export async function decompress(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const decoder = body.length === 0 ? undefined : decoderOf(encoding);
  if (!decoder) return body;
  try {
    return await decoder.whole(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw cannotDecompress(error);
  }
}

function cannotDecompress(cause: unknown): ToolError {
  return new ToolError("bad_response", "The API's answer cannot be decompressed.", { cause });
}

interface SequenceLimits {
  readonly bytes: number;
  /** Milliseconds from now. */
  readonly ms: number;
  /** Seconds from the start of the call, for the message. */
  readonly seconds: number;
}

/**
 * Reads a sequence, which may be endless, up to a limit of time and size, then closes the connection. `cut` is the
 * reason if the sequence had not ended. Rejects if nothing arrived and if the call is cancelled.
 */
export function collectSequence(
  stream: Readable,
  encoding: string | undefined,
  limits: SequenceLimits,
  signal: AbortSignal,
): Promise<{ body: Buffer; cut?: string }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const source = decompressing(stream, encoding);
    const finish = (cut?: string): void => {
      clearTimeout(timer);
      resolve({ body: Buffer.concat(chunks).subarray(0, limits.bytes), ...(cut !== undefined && { cut }) });
      source.destroy();
    };
    const timer = setTimeout(() => finish(`it still went on after ${limits.seconds} s`), limits.ms);
    source.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.bytes) finish(`it is longer than ${limits.bytes} bytes`);
    });
    source.once("end", () => finish());
    source.on("error", (error) => {
      if (size > 0 && !signal.aborted) return finish("the connection broke");
      clearTimeout(timer);
      reject(source === stream || stream.errored ? error : cannotDecompress(error));
    });
  });
}

/** Decompresses as far as possible at any time, also a stream that ends too early. */
function decompressing(stream: Readable, encoding: string | undefined): Readable {
  let decoder: ReturnType<typeof decoderOf>;
  try {
    decoder = decoderOf(encoding);
  } catch (error) {
    stream.on("error", () => {}).destroy();
    throw error;
  }
  if (!decoder) return stream;
  const flush = decoder === ENCODINGS.br ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
  return pipeline(stream, decoder.partial({ flush, finishFlush: flush }), () => {});
}
