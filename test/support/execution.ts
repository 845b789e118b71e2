/** A catalogue of declarations written in a test, with its upstreams and clients. */
import { onTestFinished } from "vitest";
import { Catalogue } from "../../runtime/catalogue.ts";
import type { ToolResult } from "../../runtime/http/response.ts";
import { Upstream, type UpstreamOptions } from "../../runtime/http/upstream.ts";
import { createLogger } from "../../runtime/log.ts";
import type { AdvertisedTool, ServerDefinition, Surface } from "../../runtime/server.ts";
import type { Tool } from "../../runtime/tool.ts";
import { type ClientContext, InputRequired } from "../../runtime/tools/client-context.ts";
import { onLoopback } from "../e2e/clients.ts";

export interface Request {
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A response of the upstream; status 200 and the JSON `{}` by default. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | undefined;

export interface Recorder {
  readonly origin: string;
  /** The received requests, in order. */
  readonly requests: Request[];
  lines(): string[];
}

/** An upstream that records its requests. */
export async function recorder(
  answer: (request: Request) => Reply | Promise<Reply> = () => undefined,
): Promise<Recorder> {
  const requests: Request[] = [];
  const upstream = await onLoopback(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const request = {
      line: `${message.method} ${message.url}`,
      headers: message.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const { status = 200, headers = {}, json = {}, text } = (await answer(request)) ?? {};
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(text ?? JSON.stringify(json));
  });
  onTestFinished(() => upstream.close());
  return { origin: upstream.origin, requests, lines: () => requests.map(({ line }) => line) };
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Bench {
  readonly catalogue: Catalogue;
  readonly log: LogLine[];
  call(name: string, args?: unknown, caller?: Partial<ClientContext>): Promise<ToolResult>;
}

export interface Given extends Partial<Omit<ServerDefinition, "surface" | "groups" | "handlers">> {
  readonly tools: readonly Tool[];
  /** Imports of handlers by reference, such as `specs/acme.handlers.ts#run`. */
  readonly handlers?: Readonly<Record<string, () => Promise<unknown>>>;
  /** Names of tools that clients do not see. */
  readonly internal?: readonly string[];
  readonly surface?: Partial<Surface>;
  readonly advertised?: Readonly<Record<string, Partial<AdvertisedTool>>>;
  /** Base URLs that the operator chose, by the name of the upstream; `""` for the server's own. */
  readonly at?: Readonly<Record<string, string>>;
  readonly options?: Partial<UpstreamOptions>;
}

/** Opens a catalogue called `acme`. */
export async function bench({
  tools,
  internal = [],
  surface,
  advertised,
  at = {},
  options,
  handlers,
  ...definition
}: Given): Promise<Bench> {
  const log: LogLine[] = [];
  const logger = createLogger("silent");
  for (const level of ["debug", "info", "warn", "error", "fatal"] as const)
    logger[level] = ((fields: object, message: string) =>
      void log.push({ level, message, ...fields })) as never;
  const upstream = new Upstream(options);
  onTestFinished(() => upstream.close());
  const catalogue = await Catalogue.open(
    {
      name: "acme",
      ...definition,
      ...(handlers && { handlers: modulesOf(handlers) }),
      surface: {
        server: { name: "acme", title: "Acme", version: "1.0.0" },
        tools: tools
          .filter(({ name }) => !internal.includes(name))
          .map(({ name }) => ({
            name,
            description: name,
            inputSchema: { type: "object" as const },
            ...advertised?.[name],
          })),
        ...surface,
      },
      groups: { all: async () => Object.fromEntries(tools.map((tool) => [tool.name, tool])) },
    },
    {
      upstream,
      baseUrls: new Map(
        Object.entries(at).map(([name, url]) => [
          name || undefined,
          { url: new URL(url), operatorConfigured: true },
        ]),
      ),
      logger,
    },
  );
  return {
    catalogue,
    log,
    call: (name, args = {}, caller = {}) =>
      catalogue.call(name, args, { ...silentClient(new AbortController().signal, "2026-07-28"), ...caller }),
  };
}

/** Groups imports of handlers into modules by file, as a server's declaration has them. */
function modulesOf(
  handlers: Readonly<Record<string, () => Promise<unknown>>>,
): NonNullable<ServerDefinition["handlers"]> {
  const files = new Map<string, [name: string, load: () => Promise<unknown>][]>();
  for (const [reference, load] of Object.entries(handlers)) {
    const hash = reference.lastIndexOf("#");
    const [file, name] = [reference.slice(0, hash), reference.slice(hash + 1)];
    files.set(file, [...(files.get(file) ?? []), [name, load]]);
  }
  const importAll = (loads: readonly [string, () => Promise<unknown>][]) => async () =>
    Object.fromEntries(await Promise.all(loads.map(async ([name, load]) => [name, await load()] as const)));
  return Object.fromEntries([...files].map(([file, loads]) => [file, importAll(loads)]));
}

/** Returns the error of a result; undefined for a success. */
export function errorOf({ isError, structuredContent }: ToolResult): Record<string, unknown> | undefined {
  return isError ? ((structuredContent as { error: Record<string, unknown> }).error ?? {}) : undefined;
}

/** Returns the text of a result. */
export function textOf({ content }: ToolResult): string {
  return content.map((block) => (block.type === "text" ? block.text : `<${block.type}>`)).join("\n");
}

/** Expects a call to ask questions, and returns them with the state. */
export async function asked(call: Promise<unknown>): Promise<InputRequired> {
  const thrown: unknown = await call.then(
    (result) => result,
    (error: unknown) => error,
  );
  if (thrown instanceof InputRequired) return thrown;
  throw new Error(`expected a question, found ${JSON.stringify(thrown)}`);
}

/** The capabilities of a client that supports every kind of question. */
export const CAPABLE = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

/** Returns the client of the next round, with its responses. */
export function answering(
  { state }: InputRequired,
  responses: Record<string, unknown>,
): Partial<ClientContext> {
  // The client receives the state as JSON.
  return {
    capabilities: CAPABLE,
    responses,
    state: JSON.parse(JSON.stringify(state)) as InputRequired["state"],
  };
}

/** A client without capabilities, which receives no notifications. */
export function silentClient(signal: AbortSignal, revision: string): ClientContext {
  return {
    signal,
    revision,
    client: {},
    capabilities: {},
    log: async () => {},
    responses: {},
    closeStream: () => {},
  };
}
