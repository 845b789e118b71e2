/** Questions to the client as the protocol carries them, and the signed state between the rounds. */
import { randomBytes } from "node:crypto";
import {
  createRequestStateCodec,
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import type { Question } from "../handler.ts";
import type { InputRequired, RoundState } from "../tools/client-context.ts";

/** Seconds that a person has to answer. */
const TTL = 3600;

const codecs = new WeakMap<Catalogue, RequestStateCodec<RoundState>>();

/** Throws a `TypeError` for a key of less than 32 bytes. */
export function checkStateKey(key: string): void {
  const length = Buffer.byteLength(key);
  if (length < 32)
    throw new TypeError(
      `The state key is too short: expected at least 32 bytes, found ${length}. Use the output of \`openssl rand -base64 32\`.`,
    );
}

/**
 * Signs the state that the client carries from one round to the next. A signature is valid only for the same server,
 * method and client. Nodes that serve the same clients need the same key.
 */
export function stateCodec(catalogue: Catalogue): RequestStateCodec<RoundState> {
  let codec = codecs.get(catalogue);
  if (!codec) {
    codec = createRequestStateCodec<RoundState>({
      key: catalogue.stateKey ?? randomBytes(32),
      ttlSeconds: TTL,
      bind: ({ mcpReq, http }) =>
        JSON.stringify([catalogue.name, mcpReq.method, http?.authInfo?.clientId ?? null]),
    });
    codecs.set(catalogue, codec);
  }
  return codec;
}

/**
 * Asks questions by a result of 2026-07-28. On a connection of the 2025 era the SDK sends the questions as requests
 * instead, and calls the handler again with the answers.
 */
export async function askFor(
  { questions, state }: InputRequired,
  catalogue: Catalogue,
  context: ServerContext,
): Promise<InputRequiredResult> {
  return inputRequired({
    inputRequests: Object.fromEntries(
      Object.entries(questions).map(([key, question]) => [key, requestOf(question)]),
    ),
    requestState: await stateCodec(catalogue).mint(state, context),
  });
}

/** A question as a request to the client, to stand in a result. */
export function requestOf(question: Question): InputRequest {
  if ("elicit" in question) {
    const { message, schema } = question.elicit;
    // The SDK's type lists every form of a schema; a handler may declare any of them.
    return inputRequired.elicit({ message, requestedSchema: schema as never });
  }
  if ("visit" in question) return inputRequired.elicitUrl(question.visit);
  if ("sample" in question) return inputRequired.createMessage(question.sample as never);
  return inputRequired.listRoots();
}
