/** The load: a process that keeps sixteen connections busy with the given number of requests. */
import { Pool } from "undici";
import type { HttpRequest } from "./requests.ts";

const CONNECTIONS = 16;

export interface Job {
  readonly origin: string;
  readonly path: string;
  /** Sent in order, and repeated from the first. */
  readonly requests: readonly HttpRequest[];
  readonly count: number;
  /** A text that each response contains. */
  readonly expect: string;
}

export interface Done {
  /** The reason why the round does not count; undefined if it counts. */
  readonly fault?: string;
}

const pools = new Map<string, Pool>();

process.on("message", (job: Job) => {
  run(job).then(
    () => process.send?.({} satisfies Done),
    (error: unknown) => process.send?.({ fault: String(error) } satisfies Done),
  );
});
process.on("disconnect", () => process.exit(0));

async function run(job: Job): Promise<void> {
  let pool = pools.get(job.origin);
  if (!pool) {
    pool = new Pool(job.origin, { connections: CONNECTIONS, pipelining: 1 });
    pools.set(job.origin, pool);
  }
  let sent = 0;
  const lane = async (target: Pool): Promise<void> => {
    while (sent < job.count) {
      const next = job.requests[sent++ % job.requests.length] as HttpRequest;
      const answer = await target.request({ ...next, path: job.path, method: "POST" });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      // The whole response of a call, or the start of a list.
      const start = bytes.subarray(0, 4096);
      if (answer.statusCode !== 200 || !start.includes(job.expect) || start.includes('"isError":true'))
        throw new Error(
          `expected ${job.expect} from ${job.path}, found ${answer.statusCode}: ${start.toString()}`,
        );
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => lane(pool)));
}
