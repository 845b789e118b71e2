/** The base URLs of upstreams: as the operator configures them, or from the documents. */
import { ToolError } from "../errors.ts";
import { assertPublic } from "../http/egress.ts";
import { type BaseUrl, type BaseUrls, upstreamName, upstreamsOf } from "../http/upstreams.ts";
import type { Logger } from "../log.ts";
import type { ServerDefinition } from "../server.ts";

/** The full names of all upstreams: `acme` for the default one of a server, `acme.slack` for a named one. */
export function upstreamNames(servers: readonly ServerDefinition[]): string[] {
  return servers.flatMap((definition) =>
    upstreamsOf(definition).map(([upstream]) => upstreamName(definition.name, upstream)),
  );
}

/** `acme-v2` → `ACME_V2_BASE_URL`, `acme.slack` → `ACME_SLACK_BASE_URL`. */
export function environmentName(upstream: string): string {
  return `${upstream.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_BASE_URL`;
}

/** Throws a `TypeError` if a variable that is set is the name of more than one upstream. */
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
      throw new TypeError(`${variable} matches ${same.join(" and ")}: use --base-url instead.`);
    found[name] = value;
  }
  return found;
}

/** The base URLs of a server's upstreams: from the operator, else from the tool spec, else from the documents. */
export function readBaseUrls(
  definition: ServerDefinition,
  configured: Readonly<Record<string, string | URL>>,
  logger: Logger,
): BaseUrls {
  const found = new Map<string | undefined, BaseUrl>();
  for (const [upstream, { baseUrl, operatorConfigured: isInSpec = false }] of upstreamsOf(definition)) {
    const name = upstreamName(definition.name, upstream);
    const named = Object.hasOwn(configured, name) ? configured[name] : undefined;
    const given = named ?? baseUrl;
    if (given === undefined) continue;
    const operatorConfigured = named !== undefined || isInSpec;
    const url = parseBaseUrl(name, given, operatorConfigured);
    if (!operatorConfigured) warnIfRefused(name, url, logger);
    found.set(upstream, { url, operatorConfigured });
  }
  return found;
}

/** Warns at the start if the egress rules will refuse every call. */
function warnIfRefused(server: string, baseUrl: URL, logger: Logger): void {
  try {
    assertPublic(baseUrl);
  } catch (error) {
    const { cause } = ToolError.from(error).details;
    logger.warn(
      { server, reason: cause instanceof Error ? cause.message : String(error) },
      "calls will be refused, because the base URL in the document is not a public address: set it with --base-url",
    );
  }
}

function parseBaseUrl(name: string, given: string | URL, operatorConfigured: boolean): URL {
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(
      `The base URL of ${name}: expected an http or https URL, found ${String(given).replace(/\/\/.*@/s, "//…@")}`,
    );
  if (!operatorConfigured) return url;
  // Credentials and queries would not be sent. They may be secrets, so the messages do not quote them.
  if (url.username !== "" || url.password !== "")
    throw new TypeError(`The base URL of ${name} contains a user name or a password: remove them.`);
  if (url.search !== "" || url.hash !== "")
    throw new TypeError(`The base URL of ${name} contains a query or a fragment: remove it.`);
  return url;
}
