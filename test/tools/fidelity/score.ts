/** Counts right results. */
export class Score {
  right = 0;
  total = 0;

  add(isRight: boolean): void {
    this.total++;
    if (isRight) this.right++;
  }

  /** Rounded down, so that only a complete score is 100 %. */
  toString(): string {
    const percent = this.total === 0 ? 0 : Math.floor((this.right / this.total) * 10_000) / 100;
    return `${percent.toFixed(2)} % (${this.right}/${this.total})`;
  }
}

/** Scores by name. */
export class Scores {
  readonly #scores = new Map<string, Score>();

  get(name: string): Score {
    let score = this.#scores.get(name);
    if (!score) {
      score = new Score();
      this.#scores.set(name, score);
    }
    return score;
  }
}

/** Returns a judge's verdict, or the message of its exception, which never counts as a refusal. */
export function verdictOf(judge: (value: never) => boolean, value: unknown): boolean | string {
  try {
    return judge(value as never);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
