/**
 * Questions to the client, and the state carried over between rounds. A question without an answer is thrown as
 * `InputRequired`. When the client calls again with the answer, the whole request runs again from its start and finds
 * the answer here.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { MissingClientCapability } from "../errors.ts";
import type { Answer, Form, Question } from "../handler.ts";
import { type ClientContext, InputRequired, type RoundState } from "./client-context.ts";
import type { Clock } from "./deadline.ts";

export class InputRequests {
  readonly #client: ClientContext;
  readonly #request: () => string;
  readonly #answers: Map<string, unknown>;
  readonly #once: Map<string, unknown>;
  /** Digests of the questions of the previous round. */
  readonly #asked: Readonly<Record<string, string>>;
  readonly #making = new Map<string, Promise<unknown>>();

  /** `request` identifies the request that answers are valid for, such as by its method, name and arguments. */
  constructor(client: ClientContext, request: readonly unknown[]) {
    let requestDigest: string | undefined;
    this.#client = client;
    this.#request = () => (requestDigest ??= digest(request));
    // State of another request is ignored, so that every question is asked again.
    const state = client.state && client.state.request === this.#request() ? client.state : undefined;
    this.#answers = new Map(Object.entries(state?.answers ?? {}));
    this.#once = new Map(Object.entries(state?.once ?? {}));
    this.#asked = state?.asked ?? {};
  }

  /**
   * Returns the answers by key. Throws `InputRequired` for questions without an answer, unless the client can be
   * waited for, and `MissingClientCapability` if the client does not support such a question.
   *
   * A client that brings no state may send answers before it is asked, since it can know the questions. This does not
   * hold for a question `about` a value that its text may not show in full: such a question must have been asked.
   */
  async ask(
    questions: Readonly<Record<string, Question>>,
    { suspend }: Pick<Clock, "suspend">,
    about?: unknown,
  ): Promise<Record<string, Answer<Question>>> {
    const digests = Object.fromEntries(
      Object.entries(questions).map(([key, question]) => [key, digest([question, about ?? null])]),
    );
    let responses = this.#client.responses;
    let asked = about === undefined && this.#client.state === undefined ? digests : this.#asked;
    for (;;) {
      const open = Object.entries(questions).filter(
        ([key, question]) => !this.#isAnswered(key, question, digests[key] as string, asked, responses),
      );
      if (open.length === 0) break;
      for (const [, question] of open) this.assertCapable(question);
      asked = Object.fromEntries(open.map(([key]) => [key, digests[key] as string]));
      const { ask } = this.#client;
      if (!ask) throw this.#inputRequired(Object.fromEntries(open), asked);
      responses = await suspend(() => ask(Object.fromEntries(open)));
    }
    return Object.fromEntries(
      Object.entries(digests).map(([key, questionDigest]) => [
        key,
        this.#answers.get(answerName(key, questionDigest)) as Answer<Question>,
      ]),
    );
  }

  /** Throws `MissingClientCapability` if the client has not declared the capability that the question needs. */
  assertCapable(question: Question): void {
    const missing = missingCapability(question, this.#client.capabilities);
    if (missing) throw new MissingClientCapability(missing.ability, missing.capabilities);
  }

  /** Calls `make` in the first round only, and returns its value in all rounds. */
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

  /** Combines the questions of several concurrent runs. */
  merge(thrown: readonly InputRequired[]): InputRequired {
    return this.#inputRequired(
      Object.fromEntries(thrown.flatMap(({ questions }) => Object.entries(questions))),
      Object.fromEntries(thrown.flatMap(({ state }) => Object.entries(state.asked))),
    );
  }

  /** True if there is an answer already, or a valid one among the responses. */
  #isAnswered(
    key: string,
    question: Question,
    questionDigest: string,
    asked: Readonly<Record<string, string>>,
    responses: Readonly<Record<string, unknown>>,
  ): boolean {
    const name = answerName(key, questionDigest);
    if (this.#answers.has(name)) return true;
    if (own(asked, key) !== questionDigest) return false;
    const answer = parseResponse(question, own(responses, key));
    if (answer === undefined) return false;
    this.#answers.set(name, answer);
    return true;
  }

  #inputRequired(
    questions: Readonly<Record<string, Question>>,
    asked: Readonly<Record<string, string>>,
  ): InputRequired {
    const state: RoundState = {
      request: this.#request(),
      answers: Object.fromEntries(this.#answers),
      // A value that JSON cannot represent fails here, inside the code that made it.
      once: JSON.parse(JSON.stringify(Object.fromEntries(this.#once))) as RoundState["once"],
      asked,
    };
    return new InputRequired(questions, state);
  }
}

/** Contains the digest, so that an answer counts only for the very question that was asked. */
function answerName(key: string, questionDigest: string): string {
  return `${key} ${questionDigest}`;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Returns the SHA-256 digest of a JSON value; the order of members does not matter. */
export function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
  return createHash("sha256").update(text).digest("base64url");
}

// -------------------------------------------------------------------------------------- capabilities

interface MissingCapability {
  /** Completes the sentence "a client that can …". */
  readonly ability: string;
  /** In the form of MCP's `ClientCapabilities`. */
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** Returns undefined if the client has declared the capability that the question needs. */
function missingCapability(
  question: Question,
  capabilities: Readonly<Record<string, unknown>>,
): MissingCapability | undefined {
  const { elicitation } = capabilities as { elicitation?: { form?: unknown; url?: unknown } };
  if ("elicit" in question) {
    // Before URL mode existed, `elicitation: {}` declared form mode.
    if (elicitation && (elicitation.form !== undefined || elicitation.url === undefined)) return undefined;
    return { ability: "ask the user (elicitation)", capabilities: { elicitation: { form: {} } } };
  }
  if ("visit" in question) {
    if (elicitation?.url !== undefined) return undefined;
    return {
      ability: "send the user to a web page (elicitation in URL mode)",
      capabilities: { elicitation: { url: {} } },
    };
  }
  if ("sample" in question) {
    if (capabilities.sampling) return undefined;
    return { ability: "ask its model (sampling)", capabilities: { sampling: {} } };
  }
  if (capabilities.roots) return undefined;
  return { ability: "list its folders (roots)", capabilities: { roots: {} } };
}

// ----------------------------------------------------------------------------------------- responses

/** Validates a client's response. Returns undefined if it is missing or does not answer the question. */
function parseResponse(question: Question, response: unknown): unknown {
  if ("roots" in question) return ROOTS.safeParse(response).data?.roots;
  if ("sample" in question) return SAMPLE.safeParse(response).data;
  const reply = REPLY.safeParse(response).data;
  if (!reply) return undefined;
  if (reply.action !== "accept") return { action: reply.action };
  if ("visit" in question) return { action: "accept", content: {} };
  const content = parseForm(question.elicit, reply.content ?? {});
  return content && { action: "accept", content };
}

const REPLY = z.object({
  action: z.enum(["accept", "decline", "cancel"]),
  content: z.record(z.string(), z.unknown()).nullish(),
});

const SAMPLE = z.object({
  role: z.enum(["user", "assistant"]),
  content: z.union([z.looseObject({ type: z.string() }), z.array(z.looseObject({ type: z.string() }))]),
  model: z.string(),
  stopReason: z.string().optional(),
});

const ROOTS = z.object({
  roots: z.array(z.object({ uri: z.string(), name: z.string().optional() })),
});

/** Returns the fields that the form declares; undefined if they do not match its schema. */
function parseForm({ schema }: Form, content: Readonly<Record<string, unknown>>): object | undefined {
  const declared = Object.entries(content).filter(([name]) => Object.hasOwn(schema.properties, name));
  const fields = Object.fromEntries(declared);
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(fields).success
    ? fields
    : undefined;
}
