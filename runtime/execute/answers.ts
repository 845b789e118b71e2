/** Answers of clients to questions, which nobody has checked before: pure. */
import { z } from "zod";
import type { Answer, Form, Question } from "../handler.ts";

/** What a client would have to be able to do, in words; undefined where it said that it can. */
export function isCapable(
  question: Question,
  capabilities: Readonly<Record<string, unknown>>,
): string | undefined {
  if ("elicit" in question) {
    const { elicitation } = capabilities as { elicitation?: { form?: unknown; url?: unknown } };
    // Before there were two kinds there was only the form, and it was said without a name.
    const isForm = elicitation && (elicitation.form !== undefined || elicitation.url === undefined);
    return isForm ? undefined : "ask the person (elicitation)";
  }
  if ("visit" in question) {
    const { elicitation } = capabilities as { elicitation?: { url?: unknown } };
    return elicitation?.url === undefined ? "send the person to a page (elicitation by URL)" : undefined;
  }
  if ("sample" in question) return capabilities.sampling ? undefined : "ask its model (sampling)";
  return capabilities.roots ? undefined : "tell its folders (roots)";
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
