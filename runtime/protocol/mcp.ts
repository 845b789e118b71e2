/** A catalogue as a server of the SDK: what it can do, and what answers each method. */
import {
  type CacheHint,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerCapabilities,
  type ServerContext,
  type ServerOptions,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import { InputRequired } from "../tools/client-context.ts";
import { ListingCaller, RequestCaller } from "./caller.ts";
import { protocolError } from "./errors.ts";
import { MODERN } from "./fast-path/classify.ts";
import { askFor, stateCodec } from "./input.ts";
import { NotifyingServer } from "./sdk/notifying-server.ts";
import { SingleRequestTransport } from "./sdk/single-request-transport.ts";
import { answerTasks, taskCaller } from "./task-methods.ts";
import { TASKS } from "./tasks.ts";

/** How long a client may keep what never changes while the server runs. */
const UNCHANGING: CacheHint = { ttlMs: 300_000, cacheScope: "public" };

/** A server for one connection that lasts: stdio, or a session of the 2025 era. It tells of changes. */
export function createServer(catalogue: Catalogue): Server {
  const server = new NotifyingServer(implementation(catalogue), options(catalogue, true), catalogue);
  answer(server, catalogue);
  return server;
}

/**
 * A server for single requests, one at a time. Whoever asks to be told of changes listens at the SDK's handler
 * (2026-07-28), or cannot be told (2025 era: `isDeaf`).
 */
export function createRequestServer(catalogue: Catalogue, isDeaf = false): Server {
  const server = new Server(implementation(catalogue), options(catalogue, !isDeaf));
  answer(server, catalogue);
  return server;
}

/** The same for the SDK's handler, which compares arguments with headers where it is given one of this kind. */
export function createCheckedServer(catalogue: Catalogue, isDeaf: boolean): McpServer | Server {
  if (!catalogue.hasHeaderTools) return createRequestServer(catalogue, isDeaf);
  const { capabilities, ...rest } = options(catalogue, !isDeaf);
  // Told of capabilities, it would put its own handlers in.
  const shell = new HeaderChecking(implementation(catalogue), rest, catalogue);
  shell.server.registerCapabilities(capabilities);
  answer(shell.server, catalogue);
  return shell;
}

class HeaderChecking extends McpServer {
  readonly #catalogue: Catalogue;

  constructor(info: ConstructorParameters<typeof McpServer>[0], rest: ServerOptions, catalogue: Catalogue) {
    super(info, rest);
    this.#catalogue = catalogue;
  }

  override toolInputSchemaJson(name: string): Record<string, unknown> | undefined {
    return this.#catalogue.headerSchema(name);
  }
}

function implementation({ info }: Catalogue): ConstructorParameters<typeof Server>[0] {
  const { name, title, version, websiteUrl, icons } = info;
  return {
    name,
    title,
    version,
    ...(websiteUrl !== undefined && { websiteUrl }),
    ...(icons && { icons: icons as never }),
  };
}

function options(
  catalogue: Catalogue,
  isTold: boolean,
): ServerOptions & { readonly capabilities: ServerCapabilities } {
  const { instructions } = catalogue.info;
  const { resources } = catalogue;
  return {
    capabilities: capabilities(catalogue, isTold),
    supportedProtocolVersions: [MODERN, ...SUPPORTED_PROTOCOL_VERSIONS],
    ...(instructions !== undefined && { instructions }),
    requestState: { verify: (state, context) => stateCodec(catalogue).verify(state, context) },
    cacheHints: {
      "tools/list": UNCHANGING,
      "server/discover": UNCHANGING,
      "prompts/list": UNCHANGING,
      "resources/templates/list": UNCHANGING,
      ...(!resources.isListedByCode && { "resources/list": UNCHANGING }),
      ...(resources.isUnchanging && { "resources/read": UNCHANGING }),
    },
  };
}

/** What there is, and nothing else. `isTold`: changes reach the client. */
function capabilities(catalogue: Catalogue, isTold: boolean): ServerCapabilities {
  const { hasTools, hasResources, hasPrompts, hasCode, resources, completions } = catalogue;
  // Only code says that a list has changed.
  const listChanged = isTold && hasCode ? { listChanged: true } : {};
  return {
    ...((hasTools || !(hasResources || hasPrompts)) && { tools: listChanged }),
    ...(hasResources && {
      resources: { ...listChanged, ...(isTold && resources.hasSubscribable && { subscribe: true }) },
    }),
    ...(hasPrompts && { prompts: listChanged }),
    ...(completions.any && { completions: {} }),
    ...(hasCode && { logging: {} }),
    ...(catalogue.hasTasks && { extensions: { [TASKS]: {} } }),
  };
}

// ------------------------------------------------------------------------------------------- methods

function answer(server: Server, catalogue: Catalogue): void {
  const { tools, resources, prompts, completions } = server.getCapabilities();
  if (tools) answerTools(server, catalogue);
  if (resources) answerResources(server, catalogue);
  if (prompts) answerPrompts(server, catalogue);
  if (completions) answerCompletion(server, catalogue);
  if (catalogue.hasTasks) answerTasks(server, catalogue);
}

function answerTools(server: Server, catalogue: Catalogue): void {
  server.setRequestHandler("tools/list", ({ params }) => {
    refuseCursor(params);
    return { tools: catalogue.advertised as never };
  });
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    if (!catalogue.has(params.name))
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    const { transport } = server;
    const args = transport instanceof SingleRequestTransport ? transport.arguments : params.arguments;
    return orAsk(catalogue, context, () =>
      catalogue.call(params.name, args, taskCaller(catalogue, params.name, server, context)),
    );
  });
}

function answerResources(server: Server, catalogue: Catalogue): void {
  const { resources } = catalogue;
  server.setRequestHandler("resources/list", async ({ params }, context) => {
    refuseCursor(params);
    return { resources: (await resources.list(new ListingCaller(server, context))) as never };
  });
  server.setRequestHandler("resources/templates/list", ({ params }) => {
    refuseCursor(params);
    return { resourceTemplates: catalogue.templates as never };
  });
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) =>
    orAsk(
      catalogue,
      context,
      async () => ({ contents: (await resources.read(uri, new RequestCaller(server, context))) as never }),
      uri,
    ),
  );
}

function answerPrompts(server: Server, catalogue: Catalogue): void {
  server.setRequestHandler("prompts/list", ({ params }) => {
    refuseCursor(params);
    return { prompts: catalogue.advertisedPrompts as never };
  });
  server.setRequestHandler("prompts/get", async ({ params }, context) =>
    orAsk(
      catalogue,
      context,
      async () =>
        (await catalogue.prompts.get(
          params.name,
          params.arguments,
          new RequestCaller(server, context),
        )) as never,
    ),
  );
}

function answerCompletion(server: Server, catalogue: Catalogue): void {
  server.setRequestHandler("completion/complete", async ({ params }, context) => {
    const { ref, argument, context: filled } = params;
    const request = { ref, argument, given: filled?.arguments ?? {} };
    try {
      const caller = new ListingCaller(server, context);
      return { completion: (await catalogue.completions.complete(request, caller)) as never };
    } catch (error) {
      throw protocolError(error, context.mcpReq.envelope !== undefined);
    }
  });
}

/** What `run` comes to, or the questions that it has. The SDK would pass on the message of any other error. */
async function orAsk<T>(
  catalogue: Catalogue,
  context: ServerContext,
  run: () => Promise<T>,
  uri?: string,
): Promise<T | Awaited<ReturnType<typeof askFor>>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InputRequired) return askFor(error, catalogue, context);
    throw protocolError(error, context.mcpReq.envelope !== undefined, uri);
  }
}

/** Every list is one page, so that there is no cursor that we gave out. */
function refuseCursor(params: { readonly cursor?: string | undefined } | undefined): void {
  if (params?.cursor !== undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Invalid cursor: this list has one page.");
}
