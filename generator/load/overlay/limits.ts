/** More work, or more of a document, than any honest overlay needs. */
export class LimitExceeded extends Error {}

/** Some seconds. To look at every value of a document of 13 MB takes less than a million. */
const MAX_STEPS = 20_000_000;
/** Four times the values of a document of 13 MB; what actions copy can double with each of them. */
const MAX_ADDED = 1_000_000;

/**
 * What the overlays of one document may cost. Counted and not measured in seconds, so that it is the same on
 * every machine.
 */
export class Limits {
  readonly #maxSteps: number;
  readonly #maxAdded: number;
  #steps = 0;
  #added = 0;

  constructor(maxSteps = MAX_STEPS, maxAdded = MAX_ADDED) {
    this.#maxSteps = maxSteps;
    this.#maxAdded = maxAdded;
  }

  /** Values that were looked at or moved. Throws `LimitExceeded`. */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > this.#maxSteps)
      throw new LimitExceeded(
        `it takes more than ${this.#maxSteps} steps to find and change what it asks for`,
      );
  }

  /** Values that the document now has more. Throws `LimitExceeded`. */
  grow(count: number): void {
    this.#added += count;
    if (this.#added > this.#maxAdded)
      throw new LimitExceeded(`it adds more than ${this.#maxAdded} values to the document`);
  }
}
