/** Bytes of an answer, and what to call when they have been sent. */
export interface Bytes {
  readonly body: Buffer;
  readonly release?: () => void;
}

/** Room for the start of a message with an id of up to 64 bytes. */
const ROOM = 96;
/** Copies to keep: one for each answer that is under way at once. */
const MAX_COPIES = 16;

/**
 * The answer to a list request, whose every byte but the id is always the same. Copying a megabyte for each
 * of them costs more than all the rest, so a copy is kept until it is sent and then used again: the result
 * stands where it stands, and the start of the message is written in front of it.
 */
export class ListAnswer {
  readonly #end: Buffer;
  readonly #free: Buffer[] = [];

  /** `result`: the JSON of the result. */
  constructor(result: string) {
    this.#end = Buffer.from(`${result}}`);
  }

  /** The whole message for a request's id. The bytes are the caller's until `release` is called. */
  answer(id: string | number): Bytes {
    const start = Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`);
    if (start.length > ROOM) return { body: Buffer.concat([start, this.#end]) };
    const copy = this.#free.pop() ?? Buffer.concat([Buffer.alloc(ROOM), this.#end]);
    start.copy(copy, ROOM - start.length);
    return {
      body: copy.subarray(ROOM - start.length),
      release: () => {
        if (this.#free.length < MAX_COPIES) this.#free.push(copy);
      },
    };
  }
}
