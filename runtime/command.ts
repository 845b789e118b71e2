import type { Command } from "commander";
import { createLogger } from "./log.ts";
import type { AppOptions } from "./serve/app.ts";
import { baseUrlsFromEnvironment, upstreamNames } from "./serve/base-urls.ts";
import { connectionHelp } from "./serve/connect.ts";
import { importServers, NothingToServe } from "./serve/import.ts";
import { listen, listenStdio } from "./serve/serve.ts";

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

/** Runs `speclathe serve`. An error is printed, and sets the exit code to 1. */
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
    command.error(
      `--base-url names a server that is not served: ${unknown.join(", ")}; there are: ${upstreams.join(", ")}`,
    );

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
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `${host} is not an address of this machine`;
  if (code === "EACCES") return `port ${port} may not be used; choose another with --port`;
  if (error instanceof NothingToServe || error instanceof TypeError) return error.message;
  if (code === "ERR_MODULE_NOT_FOUND")
    return `${(error as Error).message}\n${out} does not hold the complete output of \`speclathe generate\`; run it again`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
