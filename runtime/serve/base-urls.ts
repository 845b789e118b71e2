/** Where the APIs behind servers are: what whoever runs them says, and what documents say. */
import { ToolError } from "../errors.ts";
import { assertPublic } from "../http/egress.ts";
import { type BaseUrl, type BaseUrls, upstreamName, upstreamsOf } from "../http/upstreams.ts";
import type { Logger } from "../log.ts";
import type { ServerDefinition } from "../server.ts";

/** What each upstream of some servers is called: `acme`, and `acme.slack` for one that has a name. */
export function upstreamNames(servers: readonly ServerDefinition[]): string[] {
  return servers.flatMap((definition) =>
    upstreamsOf(definition).map(([upstream]) => upstreamName(definition.name, upstream)),
  );
}

/** `acme-v2` → `ACME_V2_BASE_URL`, `acme.slack` → `ACME_SLACK_BASE_URL`. */
export function environmentName(upstream: string): string {
  return `${upstream.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_BASE_URL`;
}

/** Throws a `TypeError` where a variable could mean more than one upstream. */
export function baseUrlsFromEnvironment(
  names: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const variable = environmentName(name);
    const value = env[variable];
    if (value === undefined || value === "") continue;
    const same = names.filter((other) => environmentName(other) === variable);
    if (same.length > 1)
      throw new TypeError(`${variable} can mean ${same.join(" and ")}: say which with --base-url.`);
    found[name] = value;
  }
  return found;
}

/** Where the upstreams of a server are: as whoever runs it says, or its tool spec, or else as their documents do. */
export function readBaseUrls(
  definition: ServerDefinition,
  chosen: Readonly<Record<string, string | URL>>,
  logger: Logger,
): BaseUrls {
  const found = new Map<string | undefined, BaseUrl>();
  for (const [upstream, { baseUrl, operatorConfigured: isSaid = false }] of upstreamsOf(definition)) {
    const name = upstreamName(definition.name, upstream);
    const named = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    const given = named ?? baseUrl;
    if (given === undefined) continue;
    const operatorConfigured = named !== undefined || isSaid;
    const url = parseBaseUrl(name, given, operatorConfigured);
    if (!operatorConfigured) warnIfRefused(name, url, logger);
    found.set(upstream, { url, chosen: operatorConfigured });
  }
  return found;
}

/** Its calls will be refused; better to hear of it now. */
function warnIfRefused(server: string, baseUrl: URL, logger: Logger): void {
  try {
    assertPublic(baseUrl);
  } catch (error) {
    const { cause } = ToolError.from(error).details;
    logger.warn(
      { server, reason: cause instanceof Error ? cause.message : String(error) },
      "the base URL of the document is not one to call unasked, so that calls are refused: name it with --base-url",
    );
  }
}

function parseBaseUrl(name: string, given: string | URL, operatorConfigured: boolean): URL {
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(
      `The base URL of ${name} is not an http or https URL: ${String(given).replace(/\/\/.*@/s, "//…@")}`,
    );
  if (!operatorConfigured) return url;
  // Neither would be sent, and both could be secrets: they are not repeated here.
  if (url.username !== "" || url.password !== "")
    throw new TypeError(`The base URL of ${name} holds a user name or a password: leave them out.`);
  if (url.search !== "" || url.hash !== "")
    throw new TypeError(`The base URL of ${name} holds a query or a fragment: leave it out.`);
  return url;
}
