/**
 * fast-check, with the same values in each run of the tests. Two variables of the environment change that:
 * `FC_SEED` is the seed, or `random` for a fresh one per property, which a failure prints. `FC_RUNS` multiplies the
 * number of runs of each property; without it there is a quarter of them, which keeps `npm test` short.
 */
import fc, { type Parameters } from "fast-check";

export * from "fast-check";

const { FC_SEED = "1", FC_RUNS = "0.25" } = process.env;
const seed = FC_SEED === "random" ? {} : { seed: Number(FC_SEED) };

/** `fc.assert`, whose number of runs is multiplied by `FC_RUNS`. All examples are among them. */
export const assert = ((
  property: never,
  { numRuns = 100, examples = [], ...parameters }: Parameters<never> = {},
) =>
  fc.assert(property, {
    ...seed,
    ...parameters,
    examples,
    numRuns: Math.max(Math.ceil(numRuns * Number(FC_RUNS)), examples.length),
  })) as typeof fc.assert;
