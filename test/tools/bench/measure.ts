/** Measures the CPU time per request of servers that answer the same requests, in short alternating rounds. */
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
  /** The time for one method and era; a slow machine then runs fewer rounds, but at least five. */
  readonly seconds: number;
  /** The fraction of the usual number of requests. */
  readonly share: number;
  /** Node flags for the processes under test, to profile them. */
  readonly flags: readonly string[];
}

/** The microseconds of CPU time per request in each round. */
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

/** Measures all sizes in alternation, so that a disturbance of the machine affects all of them. */
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

/** Returns the CPU time per request of a job. */
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

/** Enough requests for some tenths of a second; the longest lists are a megabyte each. */
function requestsPerRound(method: Method, size: number): number {
  if (method === "tools/call") return 500;
  return size >= 1000 ? 100 : size >= 100 ? 500 : 1200;
}

/** Enough requests for optimised code, and for several uses of each tool's schema. */
function warmUpOf(method: Method, size: number): number {
  return method === "tools/call" ? 4000 : requestsPerRound(method, size) * 4;
}
