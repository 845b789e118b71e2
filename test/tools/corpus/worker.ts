/** The process of one document: generates and serves its server, and calls its tools. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Diagnostic, formatDiagnostic } from "../../../generator/diagnostics.ts";
import { generate } from "../../../generator/generate.ts";
import { createLogger } from "../../../runtime/log.ts";
import { listen } from "../../../runtime/serve/serve.ts";
import type { ServerDefinition } from "../../../runtime/server.ts";
import type { HttpTool } from "../../../runtime/tool.ts";
import type { Rows } from "./arguments.ts";
import { sampleOf, ToolCaller } from "./calls.ts";
import type { Project } from "./documents.ts";
import { emptyFindings, type Findings, type Stage } from "./findings.ts";
import { checkListing, connectClients } from "./listing.ts";
import { type Bound, checkBaseUrls, checkOperations, checkRequired } from "./operations.ts";
import { readRows } from "./rows.ts";
import { Upstream } from "./upstream.ts";
import { Schemas } from "./validator/schema.ts";
import { Broken, brokenReason, Source } from "./validator/source.ts";

export interface Task {
  readonly document: string;
  readonly project: Project;
  /** The number of tools to call per document. */
  readonly sample: number;
}

/** `stage` is the next stage, so that the parent knows in which stage a process ended. */
export interface Progress {
  readonly stage: Stage | "done";
  /** The next tool. */
  readonly at?: string;
  readonly findings: Findings;
}

async function check({ document, project, sample }: Task): Promise<void> {
  const findings = emptyFindings(document);
  const next = (stage: Progress["stage"], at = ""): void => {
    process.send?.({ stage, at, findings } satisfies Progress);
  };

  let source: Source | undefined;
  let broken: string | undefined;
  try {
    source = new Source(project.entry, project.folder);
    if (source.version !== undefined) findings.version = source.version;
    broken = brokenReason(source);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    broken = error.message;
  }

  next("generate");
  const diagnostics = await runGenerator(project, broken, findings);
  if (!diagnostics) return next("done");
  if (!source || (broken !== undefined && diagnostics.length === 0)) {
    findings.failures.push({
      stage: "generate",
      at: "",
      what: `expected a diagnostic for an invalid document (${broken}), found none`,
    });
    return next("done");
  }
  // An invalid part removes the operations that need it. Each of them must have a diagnostic, which is checked below.
  if (broken !== undefined) findings.notes.push(`the document is invalid (${broken}), and has a diagnostic`);

  next("operations");
  const index = pathToFileURL(join(project.out, project.server, "index.ts")).href;
  const { default: server } = (await import(index)) as { default: ServerDefinition };
  const modules = await Promise.all(Object.values(server.groups).map((group) => group()));
  const tools = modules.flatMap((module) => Object.values(module)) as HttpTool[];
  const bound = checkOperations(source, tools, diagnostics, findings);
  checkBaseUrls(server, source, bound, diagnostics, findings);

  next("start");
  await serve(server, source, bound, tools, project, sample, findings, next);
  next("done");
}

/** Returns the diagnostics; undefined if no server was generated. */
async function runGenerator(
  project: Project,
  broken: string | undefined,
  findings: Findings,
): Promise<readonly Diagnostic[] | undefined> {
  const started = performance.now();
  const { diagnostics, failed, servers } = await generate({
    specs: project.specs,
    out: project.out,
    names: [project.server],
    check: false,
    generator: "speclathe 0.0.0",
    refRoot: project.folder,
  });
  findings.generateSeconds = (performance.now() - started) / 1000;
  findings.diagnostics = diagnostics.length;
  const [error] = diagnostics.filter(({ severity }) => severity === "error");
  if (!failed && servers.length === 1) return diagnostics;
  const message = error
    ? formatDiagnostic(error).split("\n")[0]?.replaceAll(`${project.specs}/`, "")
    : "expected a server or an error, found neither";
  if (broken !== undefined && error) findings.refused = `${message} (${broken})`;
  else findings.failures.push({ stage: "generate", at: "", what: String(message) });
  return undefined;
}

async function serve(
  server: ServerDefinition,
  source: Source,
  bound: Bound,
  tools: readonly HttpTool[],
  project: Project,
  sample: number,
  findings: Findings,
  next: (stage: Stage, at?: string) => void,
): Promise<void> {
  const upstream = await Upstream.start();
  // Keeps the path of the document's base URL under the upstream's origin.
  const basePath = server.baseUrl === undefined ? "" : new URL(server.baseUrl).pathname.replace(/\/+$/, "");
  const listening = await listen({
    servers: [server],
    baseUrls: { [server.name]: `http://127.0.0.1:${upstream.port}${basePath}` },
    host: "127.0.0.1",
    port: 0,
    logger: createLogger("silent"),
  });
  const clients = await connectClients(new URL(`${listening.origin}/${server.name}/mcp`));
  findings.started = true;

  next("list");
  const listed = new Map(
    (await checkListing(clients, tools.length, findings)).map((tool) => [tool.name, tool]),
  );

  checkRequired(source, bound, listed, findings);
  let read: ReturnType<Rows> | undefined;
  const rows: Rows = () => (read ??= readRows(join(project.out, project.server)));
  const documents = { source, schemas: new Schemas(source) };
  const caller = new ToolCaller(clients, upstream, documents, basePath, rows, findings);
  const byName = [...bound.entries()].sort(([a], [b]) => (a.name < b.name ? -1 : 1));
  for (const [tool, operation] of sampleOf(byName, sample)) {
    next("call", tool.name);
    const advertised = listed.get(tool.name);
    if (advertised) await caller.check({ tool, operation, listed: advertised });
  }
  for (const client of clients.values()) await client.close();
  await listening.close(0);
  upstream.close();
}

// The parent process has ended.
process.on("disconnect", () => process.exit(1));
process.on("message", (task) => {
  check(task as Task).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
