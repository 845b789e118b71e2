/** Questions of code to the client's side, as both eras ask them. */
import { randomBytes } from "node:crypto";
import {
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import type { InputRequired, RoundState } from "../tools/client-context.ts";
import { requestOf } from "./questions.ts";

/** Seconds that a person has to answer. */
const PATIENCE = 3600;

const codecs = new WeakMap<Catalogue, RequestStateCodec<RoundState>>();

/** Throws a `TypeError` for a key that is too short to be one. */
export function checkStateKey(key: string): void {
  if (Buffer.byteLength(key) < 32)
    throw new TypeError("The state key is too short: at least 32 bytes, as of `openssl rand -base64 32`.");
}

/**
 * Signs what is carried over from round to round. It holds for the same server, method and caller alone; several
 * nodes that serve the same clients need the same key.
 */
export function stateCodec(catalogue: Catalogue): RequestStateCodec<RoundState> {
  let codec = codecs.get(catalogue);
  if (!codec) {
    codec = createRequestStateCodec<RoundState>({
      key: catalogue.stateKey ?? randomBytes(32),
      ttlSeconds: PATIENCE,
      bind: ({ mcpReq, http }) =>
        JSON.stringify([catalogue.name, mcpReq.method, http?.authInfo?.clientId ?? null]),
    });
    codecs.set(catalogue, codec);
  }
  return codec;
}

/** What clients of 2026-07-28 get as a result; the SDK asks those of the 2025 era itself, and calls again. */
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
