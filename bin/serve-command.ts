import { Command, InvalidArgumentError, Option } from "commander";
import type { ServeFlags } from "../runtime/command.ts";

/** Defines `speclathe serve`. Running it imports the runtime. */
export function serveCommand(): Command {
  return new Command("serve")
    .description("Serve generated MCP servers over Streamable HTTP, or one of them over stdio.")
    .argument("[name...]", "servers to serve (default: all)")
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
      "base URL of the API of a server, or of one of its upstreams: name.upstream=url (repeatable)",
      baseUrl,
      {},
    )
    .option(
      "--allow-host <host>",
      "host name that requests may name in their Host header (repeatable)",
      collect,
      [],
    )
    .option(
      "--allow-origin <origin>",
      "origin or host name of web pages that may send requests (repeatable)",
      collect,
      [],
    )
    .option("--sessions", "keep sessions for clients of protocol revisions before 2026-07-28")
    .addOption(
      new Option(
        "--session-store <url>",
        "keep sessions in Redis, for several nodes (redis://…); implies --sessions",
      ).env("SPECLATHE_SESSION_STORE"),
    )
    .option("--legacy-sse", "also serve HTTP+SSE, the transport of 2024-11-05, at /<name>/sse")
    .option("--stdio", "serve one server over standard input and output")
    .addHelpText(
      "after",
      `
Environment: NAME_BASE_URL sets the base URL of the API of a server, like --base-url (PETSTORE_BASE_URL for a
server called petstore, ACME_V2_BASE_URL for acme-v2, ACME_SLACK_BASE_URL for the upstream slack of acme); PORT;
SPECLATHE_LOG_LEVEL (debug, info, warn, error); SPECLATHE_STATE_KEY, at least 32 bytes, signs the state that clients
return with their answers to questions: give all nodes that serve the same clients the same key;
SPECLATHE_SESSION_STORE is the same as --session-store, for URLs that contain a password.
Exit codes: 0 after a graceful stop, 1 if the server could not start.`,
    )
    .action(async (names: string[], flags: ServeFlags, command: Command) => {
      const { runServe } = await import("../runtime/command.ts");
      await runServe(names, flags, command);
    });
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return number;
}

function baseUrl(value: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const at = value.indexOf("=");
  const url = value.slice(at + 1);
  if (at < 1 || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new InvalidArgumentError("Expected NAME=URL with an http or https URL.");
  return { ...previous, [value.slice(0, at)]: url };
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
