import type { ApiMedia, ApiOperation, HttpBinding, HttpToolModel, Schema } from "../types.ts";
import { annotate } from "./annotate.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import type { Components } from "./components.ts";
import { isJson } from "./media.ts";
import { exportName } from "./names.ts";
import type { OperationContext } from "./operations.ts";
import type { Selected } from "./select.ts";

/** A tool but for its tests, and what it was made from. */
export interface ToolDraft extends Omit<HttpToolModel, "tests"> {
  readonly upstream: string;
  readonly operation: ApiOperation;
  readonly success: readonly SuccessAnswer[];
}

/** One success answer with one media type, or none. */
export interface SuccessAnswer {
  readonly status: number;
  readonly media?: ApiMedia;
}

/** Everything about a tool but its tests; undefined where the operation was skipped. */
export function draftTool(item: Selected, name: string, context: OperationContext): ToolDraft | undefined {
  const { upstream, operation, offered } = item;
  const { components, options, reports, server, spec } = context;
  const read = readArguments(operation, components, options.prefer, reports.of(upstream));
  if (!read) return undefined;
  const success = successAnswers(operation);
  const output = outputSchema(success, components);
  const said = spec?.upstreams.find((of) => of.name === upstream);
  const timeoutMs = said?.timeoutMs ?? spec?.timeoutMs;
  const http = bind(operation, read, success);
  // A base URL that was chosen holds for every operation, also for those with a server of their own.
  const { server: _, ...chosen } = http;
  return {
    name,
    exportName: exportName(name),
    ...(operation.summary !== undefined && { title: operation.summary }),
    description: describe(operation),
    annotations: annotate(operation.method),
    arguments: read.arguments,
    ...(output !== undefined && { output }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(!offered && { internal: true }),
    http: {
      ...(upstream !== server && { upstream }),
      ...(said?.baseUrl === undefined ? http : chosen),
    },
    upstream,
    operation,
    success,
  };
}

/** Summary and description, since hosts show the model the description only. */
function describe({ method, path, summary, description, deprecated }: ApiOperation): string {
  const parts = [deprecated ? "Deprecated." : undefined, summary, description].filter(
    (part) => part !== undefined,
  );
  if (summary !== undefined && description?.startsWith(summary)) parts.splice(parts.indexOf(summary), 1);
  if (summary === undefined && description === undefined) parts.push(`${method} ${path}`);
  return parts.join("\n\n");
}

function bind(operation: ApiOperation, read: Arguments, success: readonly SuccessAnswer[]): HttpBinding {
  const types = [...new Set(success.flatMap((answer) => (answer.media ? [answer.media.type] : [])))];
  const json = types.filter(isJson);
  // Where there is JSON nothing else is asked for: it is what becomes structured content.
  const accept = (json.length > 0 ? json : types).join(", ");
  return {
    method: operation.method,
    path: operation.path,
    params: read.arguments
      .filter((argument) => argument.name !== read.body?.argument)
      .map((argument) => [argument.name, argument.binding] as const),
    ...(read.body && { body: read.body }),
    ...(accept !== "" && { accept }),
    ...(operation.server !== undefined && { server: operation.server }),
    security: operation.security,
  };
}

/** Documented success answers by status; `2XX` counts as 200, `default` as 200 where there is no other. */
function successAnswers(operation: ApiOperation): SuccessAnswer[] {
  const found = operation.responses.filter(({ status }) => /^2(?:\d\d|XX)$/.test(status));
  const responses =
    found.length > 0 ? found : operation.responses.filter(({ status }) => status === "default");
  return responses
    .map(({ status, content }) => ({ status: /^\d+$/.test(status) ? Number(status) : 200, content }))
    .sort((a, b) => a.status - b.status)
    .flatMap(({ status, content }): SuccessAnswer[] => {
      const json = content.filter((media) => isJson(media.type));
      const usable = json.length > 0 ? json : content;
      return usable.length > 0 ? usable.map((media) => ({ status, media })) : [{ status }];
    });
}

/** The one JSON schema of the success answers, or a union of them. */
function outputSchema(success: readonly SuccessAnswer[], components: Components): Schema | undefined {
  const schemas = new Map<string, Schema>();
  for (const { media } of success)
    if (media && isJson(media.type)) {
      const schema = components.use(media.schema, "response");
      schemas.set(JSON.stringify(schema), schema);
    }
  const distinct = [...schemas.values()];
  return distinct.length <= 1 ? distinct[0] : { anyOf: distinct };
}
