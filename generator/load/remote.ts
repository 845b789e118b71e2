import { AllowedHosts, publicLookup } from "./hosts.ts";
import { Refusal } from "./location.ts";
import { decode, ReadFailure } from "./text.ts";

const MAX_BYTES = 20_000_000;
const MAX_MILLISECONDS = 30_000;
const MAX_REDIRECTS = 5;
/** A host can invent documents that refer to more documents without end. */
const MAX_DOCUMENTS = 1_000;

export interface Fetched {
  readonly text: string;
  readonly isJson: boolean;
  /** Where it was in the end, against which its own references resolve. */
  readonly url: URL;
}

/** Fetches documents from the hosts that were allowed. */
export class Remote {
  readonly #hosts: AllowedHosts;
  #fetched = 0;

  constructor(hosts: readonly string[]) {
    this.#hosts = new AllowedHosts(hosts);
  }

  /** Throws a `Refusal`. */
  async fetch(url: URL): Promise<Fetched> {
    const host = `${url.protocol === "http:" ? "http://" : ""}${url.host}`;
    if (!this.#hosts.allows(url))
      throw new Refusal(
        "refused-reference",
        `"${url.href}" is on a host that is not allowed`,
        `Save what it refers to next to the document, or allow the host with --allow-ref-host ${host}.`,
      );
    if (++this.#fetched > MAX_DOCUMENTS)
      throw failure(url, `more than ${MAX_DOCUMENTS} documents were fetched`);
    try {
      return await this.#get(url);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw failure(url, reason(error));
    }
  }

  async #get(first: URL): Promise<Fetched> {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent({ connect: { lookup: publicLookup() } });
    const signal = AbortSignal.timeout(MAX_MILLISECONDS);
    try {
      let url = first;
      for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
        const { statusCode, headers, body } = await request(url, {
          dispatcher,
          signal,
          headers: { "accept-encoding": "identity", "user-agent": "speclathe" },
        });
        const { location } = headers;
        if (statusCode >= 300 && statusCode < 400 && typeof location === "string") {
          await body.dump();
          url = redirected(location, url);
          continue;
        }
        if (statusCode !== 200) throw failure(first, `the host answered ${statusCode}`);
        if (headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity")
          throw failure(first, "the answer is compressed, which was not asked for");
        const isJson = url.pathname.endsWith(".json") || /[/+]json\b/i.test(String(headers["content-type"]));
        return { text: decode(await bounded(body)), isJson, url };
      }
      throw failure(first, `more than ${MAX_REDIRECTS} redirects`);
    } finally {
      await dispatcher.destroy();
    }
  }
}

/** A redirect within the same origin is followed; another origin was not named. */
function redirected(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.origin !== from.origin || to.username !== "" || to.password !== "")
    throw failure(from, "the host redirects to another");
  return to;
}

async function bounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1e6} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reason(error: unknown): string {
  if (error instanceof ReadFailure) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `it took longer than ${MAX_MILLISECONDS / 1000} seconds`;
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}

function failure(url: URL, why: string): Refusal {
  return new Refusal(
    "unresolved-reference",
    `"${url.href}" cannot be fetched: ${why}`,
    "Correct the reference, or save what it refers to next to the document.",
  );
}
