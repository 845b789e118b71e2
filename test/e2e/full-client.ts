/** Every kind of client with all its operations, behind one interface. */
import {
  Client,
  type ClientCapabilities,
  StreamableHTTPClientTransport,
  type VersionNegotiationOptions,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { Target } from "./clients.ts";

type Params = Record<string, unknown>;

/** The answers of the client to requests of the server. */
export interface Answers {
  readonly elicit?: (params: Params) => Params;
  readonly sample?: (params: Params) => Params;
  readonly roots?: () => Params;
}

export interface Notification {
  readonly method: string;
  readonly params?: Params | undefined;
}

/** The methods that the clients of both SDKs share. */
interface Sdk {
  close(): Promise<void>;
  getServerCapabilities(): Record<string, unknown> | undefined;
  listTools(): Promise<{ tools: { name: string }[] }>;
  listResources(params?: Params): Promise<{ resources: Params[]; ttlMs?: number; cacheScope?: string }>;
  listResourceTemplates(): Promise<{ resourceTemplates: Params[] }>;
  readResource(params: { uri: string }): Promise<{ contents: Params[] }>;
  listPrompts(): Promise<{ prompts: Params[] }>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<{
    description?: string;
    messages: { role: string; content: Params }[];
  }>;
  complete(params: Params): Promise<{ completion: { values: string[]; total?: number; hasMore?: boolean } }>;
  setLoggingLevel(level: string): Promise<unknown>;
  subscribeResource(params: { uri: string }): Promise<unknown>;
  unsubscribeResource(params: { uri: string }): Promise<unknown>;
}

export interface ToolAnswer {
  readonly isError?: boolean;
  readonly content: Params[];
  readonly structuredContent?: Params;
}

export interface FullClient extends Sdk {
  readonly isModern: boolean;
  call(
    name: string,
    args?: Params,
    options?: { onprogress?: (progress: Params) => void; signal?: AbortSignal; meta?: Params },
  ): Promise<ToolAnswer>;
  /** Notifications except progress, in order of arrival. */
  readonly notifications: Notification[];
  /** Resolves when `count` notifications of a method have arrived. */
  receives(method: string, count?: number): Promise<Notification[]>;
  /** Subscribes to changes in the way of its era. Resolves with a function that unsubscribes. */
  subscribe(resources: readonly string[]): Promise<() => Promise<void>>;
}

const INFO = { name: "speclathe-test", version: "1.0.0" };

export type Connect = (target: Target, answers?: Answers) => Promise<FullClient>;

export const FULL_CLIENTS: Readonly<Record<string, Connect>> = {
  "v1 client": connectV1,
  "v2 client, 2026-07-28": (target, answers) => connectV2(target, { mode: { pin: "2026-07-28" } }, answers),
  "v2 client, 2025 era": (target, answers) => connectV2(target, { mode: "legacy" }, answers),
};

function capabilitiesOf({ elicit, sample, roots }: Answers): ClientCapabilities {
  return {
    ...(elicit && { elicitation: { form: {}, url: {} } }),
    ...(sample && { sampling: {} }),
    ...(roots && { roots: {} }),
  };
}

async function connectV1(target: Target, answers: Answers = {}): Promise<FullClient> {
  const client = new ClientV1(INFO, { capabilities: capabilitiesOf(answers) as object });
  const { elicit, sample, roots } = answers;
  if (elicit) client.setRequestHandler(ElicitRequestSchema, ({ params }) => elicit(params) as never);
  if (sample) client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => sample(params) as never);
  if (roots) client.setRequestHandler(ListRootsRequestSchema, () => roots() as never);
  const transport =
    target instanceof URL ? new TransportV1(target) : new StdioTransportV1({ ...target, stderr: "inherit" });
  const full = complete(client as unknown as Sdk, client, false, {
    call: async (name, args, { meta, ...options } = {}) =>
      (await client.callTool(
        { name, arguments: args ?? {}, ...(meta && { _meta: meta }) },
        undefined,
        options as object,
      )) as ToolAnswer,
    subscribe: async (resources) => {
      await Promise.all(resources.map((uri) => client.subscribeResource({ uri })));
      return async () => {
        await Promise.all(resources.map((uri) => client.unsubscribeResource({ uri })));
      };
    },
  });
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return full;
}

async function connectV2(
  target: Target,
  versionNegotiation: VersionNegotiationOptions,
  answers: Answers = {},
): Promise<FullClient> {
  const isModern = versionNegotiation.mode !== "legacy";
  const client = new Client(INFO, { versionNegotiation, capabilities: capabilitiesOf(answers) });
  const { elicit, sample, roots } = answers;
  if (elicit) client.setRequestHandler("elicitation/create", ({ params }) => elicit(params) as never);
  if (sample) client.setRequestHandler("sampling/createMessage", ({ params }) => sample(params) as never);
  if (roots) client.setRequestHandler("roots/list", () => roots() as never);
  const full = complete(client as unknown as Sdk, client, isModern, {
    call: async (name, args, { meta, ...options } = {}) =>
      (await client.callTool(
        { name, arguments: args ?? {}, ...(meta && { _meta: meta }) },
        options as object,
      )) as ToolAnswer,
    subscribe: async (resources) => {
      if (!isModern) {
        await Promise.all(resources.map((uri) => client.subscribeResource({ uri })));
        return async () => {
          await Promise.all(resources.map((uri) => client.unsubscribeResource({ uri })));
        };
      }
      const subscription = await client.listen({
        toolsListChanged: true,
        promptsListChanged: true,
        resourcesListChanged: true,
        resourceSubscriptions: [...resources],
      });
      return () => subscription.close();
    },
  });
  await client.connect(
    target instanceof URL
      ? new StreamableHTTPClientTransport(target)
      : new StdioClientTransport({ ...target, stderr: "inherit" }),
  );
  return full;
}

function complete(
  sdk: Sdk,
  notified: { fallbackNotificationHandler?: (notification: never) => Promise<void> },
  isModern: boolean,
  own: Pick<FullClient, "call" | "subscribe">,
): FullClient {
  const notifications: Notification[] = [];
  const waiting = new Set<() => void>();
  notified.fallbackNotificationHandler = async (notification: Notification) => {
    notifications.push(notification);
    for (const check of waiting) check();
  };
  return Object.assign(sdk, {
    ...own,
    isModern,
    notifications,
    receives: (method: string, count = 1) =>
      new Promise<Notification[]>((resolve) => {
        const check = (): void => {
          const found = notifications.filter((each) => each.method === method);
          if (found.length < count) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  });
}
