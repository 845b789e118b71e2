/** Answers of clients to questions, which nobody has checked before: pure. */
import { z } from "zod";
import type { Answer, Form, Question } from "../handler.ts";

/** What a client would have to be able to do, in words and as it would declare it. */
export interface Ability {
  readonly words: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** What a client is missing that is to be asked a question; undefined where it said that it can be. */
export function missingFor(
  question: Question,
  capabilities: Readonly<Record<string, unknown>>,
): Ability | undefined {
  const { elicitation } = capabilities as { elicitation?: { form?: unknown; url?: unknown } };
  if ("elicit" in question) {
    // Before there were two kinds there was only the form, and it was said without a name.
    if (elicitation && (elicitation.form !== undefined || elicitation.url === undefined)) return undefined;
    return { words: "ask the person (elicitation)", capabilities: { elicitation: { form: {} } } };
  }
  if ("visit" in question) {
    if (elicitation?.url !== undefined) return undefined;
    const words = "send the person to a page (elicitation by URL)";
    return { words, capabilities: { elicitation: { url: {} } } };
  }
  if ("sample" in question) {
    if (capabilities.sampling) return undefined;
    return { words: "ask its model (sampling)", capabilities: { sampling: {} } };
  }
  if (capabilities.roots) return undefined;
  return { words: "tell its folders (roots)", capabilities: { roots: {} } };
}

/** An answer as its question asks for it; undefined where there is none, or none that fits. */
export function readAnswer<Q extends Question>(question: Q, given: unknown): Answer<Q> | undefined {
  return read(question, given) as Answer<Q> | undefined;
}

function read(question: Question, given: unknown): unknown {
  if ("roots" in question) return ROOTS.safeParse(given).data?.roots;
  if ("sample" in question) return SAMPLE.safeParse(given).data;
  const reply = REPLY.safeParse(given).data;
  if (!reply) return undefined;
  if (reply.action !== "accept") return { action: reply.action };
  if ("visit" in question) return { action: "accept", content: {} };
  const content = readForm(question.elicit, reply.content ?? {});
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

/** What was filled in, without members that the form does not have; undefined where it does not fit. */
function readForm({ schema }: Form, content: Readonly<Record<string, unknown>>): object | undefined {
  const known = Object.entries(content).filter(([name]) => Object.hasOwn(schema.properties, name));
  const filled = Object.fromEntries(known);
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(filled).success
    ? filled
    : undefined;
}
