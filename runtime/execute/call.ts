/** The executor: arguments in, tool result out. The only way from a tool to its upstream. */
import type { z } from "zod";
import type { Destination } from "../http/egress.ts";
import { buildRequest } from "../http/request.ts";
import { readResponse, type ToolResult } from "../http/response.ts";
import type { Upstream } from "../http/upstream.ts";
import type { Logger } from "../serve/log.ts";
import type { HttpBinding, Tool } from "../tool.ts";
import { type AdvertisedSchema, conform } from "./conform.ts";
import type { Departures } from "./departures.ts";
import { type ErrorKind, type FieldFault, ToolError } from "./errors.ts";

export interface CallContext {
  readonly upstream: Upstream;
  /** Undefined where nobody said where the API is. */
  readonly baseUrl: URL | undefined;
  /** The operator chose the base URL: it then holds for operations with a server of their own too. */
  readonly pinned: boolean;
  readonly server: string;
  readonly departures: Departures;
  readonly logger: Logger;
}

/** Faults that are the server's or the operator's to know; the others are the caller's. */
const LOGGED: ReadonlySet<ErrorKind> = new Set(["internal", "bad_response", "unavailable", "timeout"]);

/** Carries out one call. Never throws: whatever goes wrong becomes a result the model can act on. */
export async function callTool(
  tool: Tool,
  args: unknown,
  advertisedOutput: AdvertisedSchema | undefined,
  context: CallContext,
  signal: AbortSignal,
): Promise<ToolResult> {
  try {
    const checked = validate(tool, args ?? {});
    const { name, http } = tool;
    if (!http) throw new Error(`${name} is no request`);
    const request = buildRequest(http, checked);
    const answer = await context.upstream.send(destination(http, context), request, signal);
    const { result, json } = readResponse(answer, {
      name,
      method: http.method,
      ...(http.accept !== undefined && { accept: http.accept }),
    });
    if (json) context.departures.watch(tool, json.value, json.bytes);
    return advertisedOutput ? forgive(result, advertisedOutput) : result;
  } catch (thrown) {
    const error = ToolError.from(thrown);
    if (LOGGED.has(error.kind))
      context.logger.warn(
        {
          server: context.server,
          tool: tool.name,
          kind: error.kind,
          status: error.details.status,
          err: error.details.cause,
        },
        error.message,
      );
    return error.toResult(tool);
  }
}

/** Where the document says that the operation is, unless whoever runs the server says where the API is. */
function destination(http: HttpBinding, { baseUrl, pinned, server }: CallContext): Destination {
  const own = pinned ? undefined : http.server;
  if (own) return { baseUrl: new URL(own), chosen: false };
  if (baseUrl && own === undefined) return { baseUrl, chosen: pinned };
  throw new ToolError("internal", "The server was not told where the API is.", {
    cause: new Error(`no base URL for ${server}: start it with --base-url ${server}=URL`),
  });
}

/** The arguments, which go upstream exactly as they are once the schema has accepted them. */
function validate(tool: Tool, args: unknown): Record<string, unknown> {
  const result = tool.input().safeParse(args);
  if (result.success) return args as Record<string, unknown>;
  throw new ToolError("invalid_arguments", `The arguments do not fit ${tool.name}.`, {
    fields: result.error.issues.slice(0, 20).flatMap((issue) => faults(issue, args)),
  });
}

function faults(issue: z.core.$ZodIssue, args: unknown): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      message: "there is no such argument",
    }));
  const missing = issue.code !== "custom" && valueAt(args, issue.path) === undefined;
  return [{ path: path.join("."), message: missing ? "this is required" : issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key) ? at[key as never] : undefined,
    value,
  );
}

/**
 * A tool with an output schema always answers with structured content that fits it: clients check it, and
 * would throw away the whole answer. The text beside it stays complete.
 */
function forgive(result: ToolResult, schema: AdvertisedSchema): ToolResult {
  const given = result.structuredContent ?? {};
  return { ...result, structuredContent: (conform(given, schema) ?? {}) as Record<string, unknown> };
}
