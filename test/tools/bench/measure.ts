/** CPU time per request of servers that answer the same requests, in short rounds, one after the other. */
import { Child, ServerProcess } from "./child.ts";
import type { Done, Job } from "./load.ts";
import { type Era, type Method, requestsOf } from "./requests.ts";
import type { HandwrittenSetup } from "./servers/handwritten.ts";
import type { StaticSetup } from "./servers/static.ts";
import type { SubjectSetup } from "./servers/subject.ts";

export interface Plan {
  readonly cwd: string;
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of one method and era; a slow machine does fewer rounds then, and never fewer than five. */
  readonly seconds: number;
  /** Part of the usual number of requests. */
  readonly share: number;
  /** Flags of the processes under test, to profile them. */
  readonly flags: readonly string[];
}

/** Microseconds of CPU time per request, of each round. */
export interface Series {
  readonly size: number;
  readonly floor: readonly number[];
  readonly subject: readonly number[];
}

interface Pair {
  readonly size: number;
  readonly floor: ServerProcess;
  readonly subject: ServerProcess;
}

/** Measures all sizes side by side, so that a disturbance of the machine meets all of them alike. */
export async function measure(method: Method, era: Era, plan: Plan): Promise<Series[]> {
  const load = Child.start("load.ts", plan.cwd);
  const upstream = await ServerProcess.start("servers/upstream.ts", plan.cwd, {});
  const pairs: Pair[] = [];
  try {
    for (const size of plan.sizes) pairs.push(await startPair(method, era, size, upstream.origin, plan));
    const series = pairs.map(({ size }) => ({ size, floor: [] as number[], subject: [] as number[] }));
    const run = (server: ServerProcess, size: number, count: number): Promise<number> =>
      cost(load, server, {
        origin: server.origin,
        path: pathOf(size),
        requests: requestsOf(method, era, size),
        count: Math.ceil(count * plan.share),
        expect: method === "tools/list" ? '"tools":[' : '"structuredContent":{',
      });

    for (const { size, floor, subject } of pairs)
      for (const server of [floor, subject]) await run(server, size, warmUpOf(method, size));
    const deadline = performance.now() + plan.seconds * 1000;
    for (let round = 0; round < plan.rounds && (round < 5 || performance.now() < deadline); round++)
      for (const [i, { size, floor, subject }] of pairs.entries()) {
        const kinds = [["floor", floor] as const, ["subject", subject] as const];
        for (const [kind, server] of round % 2 === 0 ? kinds : kinds.reverse())
          series[i]?.[kind].push(await run(server, size, requestsPerRound(method, size)));
      }
    return series;
  } finally {
    const servers = pairs.flatMap(({ floor, subject }) => [floor, subject]);
    await Promise.all([load, upstream, ...servers].map((child) => child.stop()));
  }
}

async function startPair(
  method: Method,
  era: Era,
  size: number,
  upstream: string,
  { cwd, flags }: Plan,
): Promise<Pair> {
  const setup: SubjectSetup = { name: `tools-${size}`, upstream };
  const subject = await ServerProcess.start("servers/subject.ts", cwd, setup, flags);
  if (method === "tools/call") {
    const setup: HandwrittenSetup = { size, upstream };
    return { size, subject, floor: await ServerProcess.start("servers/handwritten.ts", cwd, setup) };
  }
  const [request] = requestsOf(method, era, size);
  const answer = await fetch(subject.origin + pathOf(size), { ...request, method: "POST" });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const floorSetup: StaticSetup = { base64: bytes.toString("base64") };
  return { size, subject, floor: await ServerProcess.start("servers/static.ts", cwd, floorSetup) };
}

/** The cost to the server of each request of a job. */
async function cost(load: Child, server: ServerProcess, job: Job): Promise<number> {
  const before = await server.cpu();
  const { fault } = await load.ask<Done>(job);
  const after = await server.cpu();
  if (fault !== undefined) throw new Error(fault);
  return (after - before) / job.count;
}

function pathOf(size: number): string {
  return `/tools-${size}/mcp`;
}

/** Enough to take some tenths of a second; the longest lists are a megabyte each. */
function requestsPerRound(method: Method, size: number): number {
  if (method === "tools/call") return 500;
  return size >= 1000 ? 100 : size >= 100 ? 500 : 1200;
}

/** Enough for optimised code, and for the schema of each tool to be built and used some times. */
function warmUpOf(method: Method, size: number): number {
  return method === "tools/call" ? 4000 : requestsPerRound(method, size) * 4;
}
