/** The context of handlers and hooks. */

import type { ChangeBus } from "../changes.ts";
import type { Answer, Context, LogLevel, Question } from "../handler.ts";
import { decodeText } from "../http/body-text.ts";
import { headerValue, invalid } from "../http/styles.ts";
import { isSettable } from "../http/upstreams.ts";
import type { Logger } from "../log.ts";
import type { Tool } from "../tool.ts";
import { throwIfAborted } from "./deadline.ts";
import type { UpstreamServices } from "./http-tool.ts";
import { digest } from "./input-requests.ts";
import { type Invocation, type Invoke, nestNumbered, readNested } from "./invocation.ts";

/** The services of a server that a context offers to code. */
export interface HandlerServices extends UpstreamServices {
  readonly server: string;
  readonly logger: Logger;
  readonly changes: ChangeBus;
  readonly invoke: Invoke;
}

/** `name`: the tool, resource or prompt that the code belongs to. */
export function handlerContext(name: string, invocation: Invocation, services: HandlerServices): Context {
  const { client, inputRequests, signal, path } = invocation;
  const { client: info, revision, capabilities, sessionId } = client;
  const { server, logger, changes, invoke } = services;
  const context: Context = {
    signal,
    name,
    client: { revision, ...info, capabilities, ...(sessionId !== undefined && { sessionId }) },
    progress: async (done, total, message) => invocation.progress?.(done, total, message),
    log: async (level, message, data) => {
      logger[LEVELS[level]]({ server, of: name, ...(data && { data }) }, message);
      await client.log(level, data ? { message, ...data } : message, name);
    },
    ask: async (key, question) => {
      const { [path + key]: answer } = await inputRequests.ask({ [path + key]: question }, invocation);
      return answer as Answer<typeof question>;
    },
    askAll: async (questions) => {
      const keys = Object.keys(questions);
      const withPath = keys.map((key): [string, Question] => [path + key, questions[key] as Question]);
      const answers = await inputRequests.ask(Object.fromEntries(withPath), invocation);
      return Object.fromEntries(keys.map((key) => [key, answers[path + key]])) as never;
    },
    once: (key, make) => inputRequests.once(`${path}${key}`, make),
    call: async (tool: Tool, args: unknown) => {
      throwIfAborted(signal);
      const nested = nestNumbered(invocation, `${tool.name}(${digest(args ?? {}).slice(0, 12)})`);
      return (await invoke(tool.name, args, nested)).value as never;
    },
    fetch: (target, init = {}) => fetchFromUpstream(target, init, signal, services),
    read: (uri) => readNested(uri, invocation),
    changed: {
      resource: (uri) => changes.publish({ kind: "resource_updated", uri }),
      resources: () => changes.publish({ kind: "resources_list_changed" }),
      tools: () => changes.publish({ kind: "tools_list_changed" }),
      prompts: () => changes.publish({ kind: "prompts_list_changed" }),
    },
    closeStream: () => client.closeStream(),
  };
  return Object.freeze(context);
}

/** Levels of the log by the level of MCP. */
const LEVELS: Readonly<Record<LogLevel, "debug" | "info" | "warn" | "error" | "fatal">> = {
  debug: "debug",
  info: "info",
  notice: "info",
  warning: "warn",
  error: "error",
  critical: "fatal",
  alert: "fatal",
  emergency: "fatal",
};

type FetchInit = NonNullable<Parameters<Context["fetch"]>[1]>;
type FetchResponse = Awaited<ReturnType<Context["fetch"]>>;

async function fetchFromUpstream(
  target: string,
  { upstream, method = "GET", headers = {}, body }: FetchInit,
  signal: AbortSignal,
  { http, upstreams }: UpstreamServices,
): Promise<FetchResponse> {
  const to = upstreams.destination(upstream, undefined);
  const sent: Record<string, string> = { accept: "*/*", ...upstreams.headers(upstream, to) };
  const content =
    body === undefined || typeof body === "string" || body instanceof Uint8Array
      ? body
      : JSON.stringify(body);
  if (content !== undefined)
    sent["content-type"] =
      typeof body === "string"
        ? "text/plain; charset=utf-8"
        : body instanceof Uint8Array
          ? "application/octet-stream"
          : "application/json";
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!isSettable(key)) throw invalid(name, "this header cannot be set");
    sent[key] = headerValue(name, value, {}) ?? "";
  }
  const request = {
    method: method.toUpperCase(),
    target: target.startsWith("/") ? target : `/${target}`,
    headers: sent,
    ...(content !== undefined && { body: content }),
  };
  const response = await http.send(to, request, signal);
  const text = (): string => decodeText(response.body, response.headers["content-type"]);
  return {
    status: response.status,
    headers: response.headers,
    body: response.body,
    text,
    json: () => JSON.parse(text()) as unknown,
  };
}
