import { Command, InvalidArgumentError, Option } from "commander";
import { createLogger } from "./log.ts";
import type { AppOptions } from "./serve/app.ts";
import { baseUrlsFromEnvironment, upstreamNames } from "./serve/base-urls.ts";
import { connectionHelp } from "./serve/connect.ts";
import { importServers, NothingToServe } from "./serve/import.ts";
import { listen, listenStdio } from "./serve/serve.ts";

interface Flags {
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

export function serveCommand(): Command {
  return new Command("serve")
    .description("Serve generated MCP servers over Streamable HTTP, or one of them over stdio.")
    .argument("[name...]", "servers to serve (all, if none is named)")
    .option("--out <dir>", "folder of the generated servers", "generated")
    .addOption(
      new Option("--port <n>", "port to listen on; 0 takes a free one")
        .env("PORT")
        .default(3000)
        .argParser(port),
    )
    .option("--host <host>", "address to bind to", "127.0.0.1")
    .option(
      "--base-url <name=url>",
      "where the API behind a server is, or behind one of its upstreams: name.upstream=url (repeatable)",
      baseUrl,
      {},
    )
    .option("--allow-host <host>", "host name that requests may be for (repeatable)", collect, [])
    .option(
      "--allow-origin <origin>",
      "web pages that may call, by origin or host name (repeatable)",
      collect,
      [],
    )
    .option("--sessions", "keep sessions for clients of the protocol's 2025 era")
    .addOption(
      new Option(
        "--session-store <url>",
        "keep them in Redis, for several nodes (redis://…); turns them on",
      ).env("SPECLATHE_SESSION_STORE"),
    )
    .option("--legacy-sse", "serve the transport of 2024-11-05 too, at /<name>/sse")
    .option("--stdio", "speak on standard input and output; takes exactly one server")
    .addHelpText(
      "after",
      `
Environment: NAME_BASE_URL says where the API behind a server is, as --base-url does (PETSTORE_BASE_URL for a
server called petstore, ACME_V2_BASE_URL for acme-v2, ACME_SLACK_BASE_URL for the upstream slack of acme); PORT;
SPECLATHE_LOG_LEVEL (debug, info, warn, error); SPECLATHE_STATE_KEY, at least 32 bytes, signs what clients carry from
one round of questions to the next: give all nodes that serve the same clients the same; SPECLATHE_SESSION_STORE, as
--session-store, for URLs that hold a password.
Exit codes: 0 stopped in good order, 1 could not start.`,
    )
    .action(async (names: string[], flags: Flags, command: Command) => {
      try {
        await run(names, flags, command);
      } catch (error) {
        process.stderr.write(`speclathe serve: ${explain(error, flags)}\n`);
        process.exitCode = 1;
      }
    });
}

async function run(names: readonly string[], flags: Flags, command: Command): Promise<void> {
  const servers = await importServers(flags.out, names);
  if (flags.stdio && servers.length !== 1)
    command.error(
      `--stdio serves one server; name one of: ${servers.map((server) => server.name).join(", ")}`,
    );
  const upstreams = upstreamNames(servers);
  const unknown = Object.keys(flags.baseUrl).filter((name) => !upstreams.includes(name));
  if (unknown.length > 0)
    command.error(
      `--base-url names a server that is not served: ${unknown.join(", ")}; there is ${upstreams.join(", ")}`,
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

function sessions({ sessions, sessionStore }: Flags): Pick<AppOptions, "sessions"> {
  if (sessionStore) return { sessions: { store: sessionStore } };
  return sessions ? { sessions: true } : {};
}

/** The first signal lets what is under way be answered, the second does not wait. */
export function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void close().then(() => process.exit(0));
    });
}

function explain(error: unknown, { port, host, out }: Flags): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is taken; choose another with --port`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `${host} is no address of this machine`;
  if (code === "EACCES") return `port ${port} may not be used; choose another with --port`;
  if (error instanceof NothingToServe || error instanceof TypeError) return error.message;
  if (code === "ERR_MODULE_NOT_FOUND")
    return `${(error as Error).message}\n${out} does not hold what \`speclathe generate\` writes; run it again`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return number;
}

function baseUrl(value: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const at = value.indexOf("=");
  const url = value.slice(at + 1);
  if (at < 1 || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new InvalidArgumentError("It takes NAME=URL with an http or https URL.");
  return { ...previous, [value.slice(0, at)]: url };
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
