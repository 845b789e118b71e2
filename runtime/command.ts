/** `speclathe serve`: imports generated servers and serves them. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import type { Catalogue } from "./catalogue.ts";
import { createLogger } from "./log.ts";
import type { AppOptions } from "./serve/app.ts";
import { baseUrlsFromEnvironment, upstreamNames } from "./serve/base-urls.ts";
import { listen, listenStdio } from "./serve/serve.ts";
import type { ServerDefinition } from "./server.ts";

/** The options of `speclathe serve`, as the command line parsed them. */
export interface ServeFlags {
  readonly out: string;
  readonly port: number;
  readonly host: string;
  readonly baseUrl: Readonly<Record<string, string>>;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly sessions?: true;
  readonly sessionStore?: string;
  readonly legacySse?: true;
  readonly stdio?: true;
}

/** Runs `speclathe serve`. Prints an error and sets the exit code to 1 if the servers cannot be served. */
export async function runServe(names: readonly string[], flags: ServeFlags, command: Command): Promise<void> {
  try {
    await serve(names, flags, command);
  } catch (error) {
    process.stderr.write(`speclathe serve: ${explain(error, flags)}\n`);
    process.exitCode = 1;
  }
}

async function serve(names: readonly string[], flags: ServeFlags, command: Command): Promise<void> {
  const servers = await importServers(flags.out, names);
  if (flags.stdio && servers.length !== 1)
    command.error(
      `--stdio serves exactly one server; name one of: ${servers.map((server) => server.name).join(", ")}`,
    );
  const upstreams = upstreamNames(servers);
  const unknown = Object.keys(flags.baseUrl).filter((name) => !upstreams.includes(name));
  if (unknown.length > 0)
    command.error(`--base-url: expected one of ${upstreams.join(", ")}, found ${unknown.join(", ")}`);

  const logger = createLogger();
  const options = {
    servers,
    baseUrls: { ...baseUrlsFromEnvironment(upstreams), ...flags.baseUrl },
    allowedHosts: flags.allowHost,
    allowedOrigins: flags.allowOrigin,
    logger,
  };
  if (flags.stdio) return listenStdio(options);

  const listening = await listen({
    ...options,
    ...sessions(flags),
    legacySse: flags.legacySse === true,
    port: flags.port,
    host: flags.host,
  });
  process.stdout.write(`${connectionHelp(listening.origin, listening.app.catalogues.values())}\n`);
  stopOnSignal(listening.close);
}

function sessions({ sessions, sessionStore }: ServeFlags): Pick<AppOptions, "sessions"> {
  if (sessionStore) return { sessions: { store: sessionStore } };
  return sessions ? { sessions: true } : {};
}

/** Closes on the first signal, which answers the requests in progress, and exits at once on the second. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void close().then(() => process.exit(0));
    });
}

function explain(error: unknown, { port, host, out }: ServeFlags): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is taken; choose another with --port`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is not an address of this machine; choose another with --host`;
  if (code === "EACCES")
    return `port ${port} needs more privileges than this process has; choose another with --port`;
  if (error instanceof NothingToServe || error instanceof TypeError) return error.message;
  if (code === "ERR_MODULE_NOT_FOUND")
    return `${(error as Error).message}\n${out} does not hold the complete output of \`speclathe generate\`; run it again`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// ------------------------------------------------------------------------------------------- servers

let registered = false;

async function importTypeScript(path: string): Promise<{ readonly default?: unknown }> {
  const url = pathToFileURL(path).href;
  // Node strips types from 22.18 on.
  const strips = (process.features as { readonly typescript?: unknown }).typescript;
  if (!strips && !registered) {
    const { register } = await import("tsx/esm/api");
    register();
    registered = true;
  }
  return (await import(url)) as { readonly default?: unknown };
}

/** A mistake of the user, with a message that says what to do. */
class NothingToServe extends Error {}

/** Imports the named servers of an output folder, or all of them. */
async function importServers(outDir: string, names: readonly string[]): Promise<ServerDefinition[]> {
  const entries = await readdir(outDir, { withFileTypes: true }).catch(() => {
    throw new NothingToServe(
      `There is no folder ${outDir}: run \`speclathe generate\`, or choose another folder with --out.`,
    );
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const missing = names.filter((name) => !folders.includes(name));
  if (missing.length > 0)
    throw new NothingToServe(
      `There is no server called ${missing.join(", ")} in ${outDir}. There are: ${folders.sort().join(", ")}.`,
    );
  const wanted = names.length > 0 ? [...new Set(names)] : folders.sort();
  if (wanted.length === 0)
    throw new NothingToServe(`There is no server in ${outDir}: run \`speclathe generate\` first.`);
  return Promise.all(
    wanted.map(async (name) => {
      const module = await importTypeScript(join(outDir, name, "index.ts"));
      return module.default as ServerDefinition;
    }),
  );
}

// ------------------------------------------------------------------------------------------- clients

/** The commands and settings that connect common clients to the servers. */
function connectionHelp(origin: string, catalogues: Iterable<Catalogue>): string {
  const [first, ...others] = [...catalogues];
  if (!first) return "";
  const url = (name: string): string => `${origin}/${name}/mcp`;
  const { name } = first;
  const list = [first, ...others]
    .map((catalogue) => `  ${url(catalogue.name)}  ${catalogue.advertised.length} tools`)
    .join("\n");
  return `Serving MCP:
${list}

curl            curl -s ${url(name)} -H 'content-type: application/json' \\
                  -H 'accept: application/json, text/event-stream' \\
                  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
MCP Inspector   npx @modelcontextprotocol/inspector --transport http --server-url ${url(name)}
Claude Code     claude mcp add --transport http ${name} ${url(name)}
Claude Desktop  {"mcpServers":{"${name}":{"command":"npx","args":["-y","mcp-remote","${url(name)}"]}}}
VS Code         code --add-mcp '{"name":"${name}","type":"http","url":"${url(name)}"}'
`;
}
