/**
 * Questions to the client's side, and what they carry over. A question that has not been answered is thrown as
 * `InputNeeded`; when the answer is there the whole request runs again from its start, and finds it here.
 */
import { createHash } from "node:crypto";
import { MissingClientCapability } from "../errors.ts";
import type { Answer, Question } from "../handler.ts";
import { missingFor, readAnswer } from "./answers.ts";
import { type ClientContext, InputRequired, type RoundState } from "./client-context.ts";
import type { Clock } from "./deadline.ts";

export class InputRequests {
  readonly #caller: ClientContext;
  readonly #of: () => string;
  readonly #answers: Map<string, unknown>;
  readonly #once: Map<string, unknown>;
  /** Digests of the questions of the round before. */
  readonly #asked: Readonly<Record<string, string>>;
  readonly #making = new Map<string, Promise<unknown>>();

  /** `request`: what the answers are good for, such as method, name and arguments. */
  constructor(caller: ClientContext, request: readonly unknown[]) {
    let of: string | undefined;
    this.#caller = caller;
    this.#of = () => (of ??= digest(request));
    // What was carried over for another request is nothing here: everything is asked anew.
    const state = caller.state && caller.state.of === this.#of() ? caller.state : undefined;
    this.#answers = new Map(Object.entries(state?.answers ?? {}));
    this.#once = new Map(Object.entries(state?.once ?? {}));
    this.#asked = state?.asked ?? {};
  }

  /**
   * The answers to questions, by key. Throws `InputNeeded` for those that are not answered yet, where there is nobody
   * to wait for, and a `ToolError` where the client cannot be asked.
   *
   * A client that brings no state along can answer before it is asked: answers are its own to give, and it can know
   * the questions. Not so where the question is `about` something beside its words: that has to have been asked.
   */
  async ask(
    questions: Readonly<Record<string, Question>>,
    { hold }: Pick<Clock, "hold">,
    about?: unknown,
  ): Promise<Record<string, Answer<Question>>> {
    const prints = Object.fromEntries(
      Object.entries(questions).map(([key, question]) => [key, digest([question, about ?? null])]),
    );
    let given = this.#caller.responses;
    let asked = about === undefined && this.#caller.state === undefined ? prints : this.#asked;
    for (;;) {
      const open = Object.entries(questions).filter(
        ([key, question]) => !this.#isAnswered(key, question, prints[key] as string, asked, given),
      );
      if (open.length === 0) break;
      for (const [, question] of open) this.assertCapable(question);
      asked = Object.fromEntries(open.map(([key]) => [key, prints[key] as string]));
      const { ask } = this.#caller;
      if (!ask) throw this.#needed(Object.fromEntries(open), asked);
      given = await hold(() => ask(Object.fromEntries(open)));
    }
    return Object.fromEntries(
      Object.entries(prints).map(([key, print]) => [
        key,
        this.#answers.get(nameOf(key, print)) as Answer<Question>,
      ]),
    );
  }

  /** Throws an `IncapableClient` where the client has not said that it can be asked such a thing. */
  assertCapable(question: Question): void {
    const missing = missingFor(question, this.#caller.capabilities);
    if (missing) throw new MissingClientCapability(missing.words, missing.capabilities);
  }

  /** A value that is made in the first round alone. */
  async once<T>(key: string, make: () => T | Promise<T>): Promise<T> {
    if (this.#once.has(key)) return this.#once.get(key) as T;
    let making = this.#making.get(key);
    if (!making) {
      making = Promise.resolve().then(make);
      this.#making.set(key, making);
      making.then(
        (value) => this.#once.set(key, value === undefined ? null : value),
        () => this.#making.delete(key),
      );
    }
    return (await making) as T;
  }

  /** Several that were thrown at once, as one. */
  merge(thrown: readonly InputRequired[]): InputRequired {
    return this.#needed(
      Object.fromEntries(thrown.flatMap(({ questions }) => Object.entries(questions))),
      Object.fromEntries(thrown.flatMap(({ state }) => Object.entries(state.asked))),
    );
  }

  /** Whether there is an answer, now that there may be one among those that were given. */
  #isAnswered(
    key: string,
    question: Question,
    print: string,
    asked: Readonly<Record<string, string>>,
    given: Readonly<Record<string, unknown>>,
  ): boolean {
    const name = nameOf(key, print);
    if (this.#answers.has(name)) return true;
    if (own(asked, key) !== print) return false;
    const answer = readAnswer(question, own(given, key));
    if (answer === undefined) return false;
    this.#answers.set(name, answer);
    return true;
  }

  #needed(
    questions: Readonly<Record<string, Question>>,
    asked: Readonly<Record<string, string>>,
  ): InputRequired {
    const state: RoundState = {
      of: this.#of(),
      answers: Object.fromEntries(this.#answers),
      // What JSON cannot hold is found out here, where whoever made it hears of it.
      once: JSON.parse(JSON.stringify(Object.fromEntries(this.#once))) as RoundState["once"],
      asked,
    };
    return new InputRequired(questions, state);
  }
}

/** Under a name of both an answer is one to this very question. */
function nameOf(key: string, print: string): string {
  return `${key} ${print}`;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Of a JSON value, in whatever order its members are. */
export function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
  return createHash("sha256").update(text).digest("base64url");
}
