/** The SDK server of a catalogue: its capabilities, and the handlers of its methods. */
import {
  type CacheHint,
  type Implementation,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerCapabilities,
  type ServerContext,
  type ServerOptions,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue.ts";
import { InputRequired, TASKS_EXTENSION } from "../tools/client-context.ts";
import { askFor, stateCodec } from "./input.ts";
import { protocolError } from "./json-rpc-errors.ts";
import { ListingContext, RequestContext } from "./request-context.ts";
import { MODERN_REVISION } from "./revision.ts";
import { HeaderCheckingServer } from "./sdk/header-checking-server.ts";
import { NotifyingServer } from "./sdk/notifying-server.ts";
import { SingleRequestTransport } from "./sdk/single-request-transport.ts";
import { answerTasks, taskContext } from "./task-methods.ts";

/** Clients may cache results that do not change while the server runs. */
const UNCHANGING: CacheHint = { ttlMs: 300_000, cacheScope: "public" };

/** Creates a server for one lasting connection: stdio, or a session of the 2025 era. It notifies of changes. */
export function createServer(catalogue: Catalogue): Server {
  const server = new NotifyingServer(implementation(catalogue), options(catalogue, true), catalogue);
  answer(server, catalogue);
  return server;
}

/**
 * Creates a server for single requests, one at a time. `canNotify`: the client can learn of changes. Clients of
 * 2026-07-28 can, by `subscriptions/listen` to the SDK's handler; clients of the 2025 era cannot.
 */
export function createRequestServer(catalogue: Catalogue, canNotify = true): Server {
  const server = new Server(implementation(catalogue), options(catalogue, canNotify));
  answer(server, catalogue);
  return server;
}

/** Creates the same for the SDK's HTTP handler, which then compares the arguments of calls with their headers. */
export function createCheckedServer(catalogue: Catalogue, canNotify: boolean): McpServer | Server {
  if (!catalogue.hasHeaderTools) return createRequestServer(catalogue, canNotify);
  const checked = new HeaderCheckingServer(implementation(catalogue), options(catalogue, canNotify), (tool) =>
    catalogue.headerSchema(tool),
  );
  answer(checked.server, catalogue);
  return checked;
}

function implementation({ info }: Catalogue): Implementation {
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
  canNotify: boolean,
): ServerOptions & { readonly capabilities: ServerCapabilities } {
  const { instructions } = catalogue.info;
  const { resources } = catalogue;
  return {
    capabilities: capabilities(catalogue, canNotify),
    supportedProtocolVersions: [MODERN_REVISION, ...SUPPORTED_PROTOCOL_VERSIONS],
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

/** The capabilities of the parts that the catalogue has. */
function capabilities(catalogue: Catalogue, canNotify: boolean): ServerCapabilities {
  const { hasTools, hasResources, hasPrompts, hasCode, resources, completions } = catalogue;
  // Only a handler or hook can change a list.
  const listChanged = canNotify && hasCode ? { listChanged: true } : {};
  return {
    ...((hasTools || !(hasResources || hasPrompts)) && { tools: listChanged }),
    ...(hasResources && {
      resources: { ...listChanged, ...(canNotify && resources.hasSubscribable && { subscribe: true }) },
    }),
    ...(hasPrompts && { prompts: listChanged }),
    ...(completions.any && { completions: {} }),
    ...(hasCode && { logging: {} }),
    ...(catalogue.hasTasks && { extensions: { [TASKS_EXTENSION]: {} } }),
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
    return resultOrQuestions(catalogue, context, () =>
      catalogue.call(params.name, args, taskContext(catalogue, params.name, server, context)),
    );
  });
}

function answerResources(server: Server, catalogue: Catalogue): void {
  const { resources } = catalogue;
  server.setRequestHandler("resources/list", async ({ params }, context) => {
    refuseCursor(params);
    return { resources: (await resources.list(new ListingContext(server, context))) as never };
  });
  server.setRequestHandler("resources/templates/list", ({ params }) => {
    refuseCursor(params);
    return { resourceTemplates: catalogue.templates as never };
  });
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) =>
    resultOrQuestions(
      catalogue,
      context,
      async () => ({ contents: (await resources.read(uri, new RequestContext(server, context))) as never }),
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
    resultOrQuestions(
      catalogue,
      context,
      async () =>
        (await catalogue.prompts.get(
          params.name,
          params.arguments,
          new RequestContext(server, context),
        )) as never,
    ),
  );
}

function answerCompletion(server: Server, catalogue: Catalogue): void {
  server.setRequestHandler("completion/complete", async ({ params }, context) => {
    const { ref, argument, context: filled } = params;
    const request = { ref, argument, given: filled?.arguments ?? {} };
    try {
      const client = new ListingContext(server, context);
      return { completion: (await catalogue.completions.complete(request, client)) as never };
    } catch (error) {
      throw protocolError(error, context.mcpReq.envelope !== undefined);
    }
  });
}

/** The result of `run`, or the questions that it asks. Converts all other errors, whose messages the SDK would send. */
async function resultOrQuestions<T>(
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

/** Every list has one page, so the server issues no cursors. */
function refuseCursor(params: { readonly cursor?: string | undefined } | undefined): void {
  if (params?.cursor !== undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Invalid cursor: this list has one page.");
}
