/** Clients of the 2025 era that answer questions, receive notifications, and whose streams can be cut. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { CallResult } from "../e2e/clients.ts";

export interface SessionClient {
  readonly sessionId: string | undefined;
  /** The data of log messages, in order of arrival. */
  readonly logged: unknown[];
  /** Counts the notifications that the tools have changed. */
  readonly changes: { count: number };
  call(name: string, args?: Record<string, unknown>, signal?: AbortSignal): Promise<CallResult>;
  subscribe(uri: string): Promise<unknown>;
  /** Ends the session with DELETE. */
  terminate(): Promise<void>;
  close(): Promise<void>;
}

export interface SessionClientOptions {
  readonly fetch?: typeof fetch;
}

const INFO = { name: "speclathe-test", version: "1.0.0" };
const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} };
const SAMPLE = {
  role: "assistant" as const,
  content: { type: "text" as const, text: "Hello too" },
  model: "none",
};
const ROOTS = { roots: [{ uri: "file:///home" }] };
const RECONNECT = {
  initialReconnectionDelay: 1,
  maxReconnectionDelay: 10,
  reconnectionDelayGrowFactor: 1,
  maxRetries: 5,
};
/** The user answers with the name in the question. */
const answer = (message: string) => ({ name: /, (\w+)\?$/.exec(message)?.[1] ?? "nobody" });

export const SESSION_CLIENTS: Readonly<
  Record<string, (url: URL, options?: SessionClientOptions) => Promise<SessionClient>>
> = {
  "v1 client": async (url, { fetch } = {}) => {
    const client = new ClientV1(INFO, { capabilities: CAPABILITIES });
    const logged: unknown[] = [];
    const changes = { count: 0 };
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => ({
      action: "accept" as const,
      content: answer(params.message),
    }));
    client.setRequestHandler(CreateMessageRequestSchema, async () => SAMPLE);
    client.setRequestHandler(ListRootsRequestSchema, async () => ROOTS);
    client.setNotificationHandler(
      LoggingMessageNotificationSchema,
      ({ params }) => void logged.push(params.data),
    );
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      changes.count += 1;
    });
    const transport = new TransportV1(url, { ...(fetch && { fetch }), reconnectionOptions: RECONNECT });
    // The 1.x SDK's types predate exactOptionalPropertyTypes.
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return {
      get sessionId() {
        return transport.sessionId;
      },
      logged,
      changes,
      call: async (name, args = {}, signal) =>
        (await client.callTool({ name, arguments: args }, undefined, signal && { signal })) as CallResult,
      subscribe: (uri) => client.subscribeResource({ uri }),
      terminate: () => transport.terminateSession(),
      close: () => client.close(),
    };
  },
  "v2 client, 2025 era": async (url, { fetch } = {}) => {
    const client = new Client(INFO, {
      capabilities: CAPABILITIES,
      versionNegotiation: { mode: "legacy" },
    });
    const logged: unknown[] = [];
    const changes = { count: 0 };
    client.setRequestHandler("elicitation/create", async ({ params }) => ({
      action: "accept" as const,
      content: answer(params.message),
    }));
    client.setRequestHandler("sampling/createMessage", async () => SAMPLE);
    client.setRequestHandler("roots/list", async () => ROOTS);
    client.setNotificationHandler("notifications/message", ({ params }) => void logged.push(params.data));
    client.setNotificationHandler("notifications/tools/list_changed", () => {
      changes.count += 1;
    });
    const transport = new StreamableHTTPClientTransport(url, {
      ...(fetch && { fetch }),
      reconnectionOptions: RECONNECT,
    });
    await client.connect(transport);
    return {
      get sessionId() {
        return transport.sessionId;
      },
      logged,
      changes,
      call: async (name, args = {}, signal) =>
        (await client.callTool({ name, arguments: args }, signal && { signal })) as CallResult,
      subscribe: (uri) => client.subscribeResource({ uri }),
      terminate: () => transport.terminateSession(),
      close: () => client.close(),
    };
  },
};

/** Selects streams by whether the client resumes them. */
type StreamFilter = (isResumed: boolean) => boolean;

/**
 * A `fetch` that cuts event streams after their first event, which gives the client its position, and as many more
 * bytes as the next of `cuts`. With no cuts left, streams stay whole.
 */
export function cuttingFetch(
  cuts: number[],
  onCut: () => void = () => {},
  filter: StreamFilter = () => true,
): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    const isInitialize = typeof init?.body === "string" && init.body.includes('"initialize"');
    const isResumed = new Headers(init?.headers).has("last-event-id");
    const isSelected = (isResumed || init?.method === "POST") && filter(isResumed);
    if (!isStream || !response.body || isInitialize || !isSelected || cuts.length === 0) return response;
    const more = cuts.shift() as number;
    const reader = response.body.getReader();
    let seen = "";
    let left: number | undefined;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        const before = seen.length;
        seen += Buffer.from(value).toString("latin1");
        const first = seen.indexOf("\n\n");
        if (left === undefined && first >= 0) left = first + 2 + more;
        if (left === undefined || seen.length < left) return controller.enqueue(value);
        controller.enqueue(value.subarray(0, left - before));
        await reader.cancel();
        onCut();
        controller.error(new TypeError("cut"));
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** A `fetch` that sends requests to the nodes in turn, as a load balancer does. */
export function balancingFetch(nodes: readonly URL[], inner: typeof fetch = fetch): typeof fetch {
  let next = 0;
  return (_, init) => {
    const node = nodes[next % nodes.length] as URL;
    next += 1;
    return inner(node, init);
  };
}
