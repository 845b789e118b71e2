import type { Poll } from "../../runtime/contract/http-binding.ts";
import { isJson } from "../../runtime/contract/media-types.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { CaseRow } from "../../runtime/contract/test-rows.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiMedia, ApiOperation } from "../normalise/api-document.ts";
import type { Alias } from "./aliases.ts";
import { annotate } from "./annotate.ts";
import { readArguments } from "./arguments.ts";
import { casesOf } from "./cases.ts";
import type { Components } from "./components.ts";
import type { OperationContext } from "./context.ts";
import { checkInputs } from "./inputs.ts";
import { exportName } from "./names.ts";
import { overrideArguments } from "./override.ts";
import { presented } from "./present.ts";
import { effectiveOverride, type Selected } from "./select.ts";
import type { Argument, HttpToolModel } from "./server-model.ts";

/** A tool but for its tests, and what it was made from. */
export interface ToolDraft extends Omit<HttpToolModel, "tests"> {
  readonly upstream: string;
  readonly operation: ApiOperation;
  readonly success: readonly SuccessAnswer[];
  /** The tests that somebody wrote. */
  readonly cases: readonly CaseRow[];
  readonly aliases: readonly Alias[];
}

/** One success answer with one media type, or none. */
export interface SuccessAnswer {
  readonly status: number;
  readonly media?: ApiMedia;
}

/** Everything about a tool but its tests; undefined where the operation was skipped. */
export function draftTool(item: Selected, name: string, context: OperationContext): ToolDraft | undefined {
  const { upstream, operation, offered, said } = item;
  const { components, options, reports, server, spec, upstreams } = context;
  const read = readArguments(operation, components, options.prefer, reports.of(upstream));
  if (!read) return undefined;
  const headers = upstreams.find((of) => of.name === upstream)?.headers ?? {};
  const bound = overrideArguments(read, said, headers, components);
  const success = successAnswers(operation);
  const output = outputSchema(success, components);
  const ofUpstream = spec?.upstreams.find((of) => of.name === upstream);
  const { timeoutMs = ofUpstream?.timeoutMs ?? spec?.timeoutMs, ...shown } = presented(item, bound.arguments);
  // A base URL that was chosen holds for every operation, also for those with a server of their own.
  const own = ofUpstream?.baseUrl === undefined ? operation.server : undefined;
  const poll = pollOf(item, bound.arguments);
  return {
    name,
    exportName: exportName(name),
    ...(operation.summary !== undefined && { title: operation.summary }),
    description: describe(operation),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...shown,
    annotations: annotate(
      operation.method,
      Object.assign({}, ...said.map(({ override: word }) => word.annotations)),
    ),
    arguments: bound.arguments,
    ...(output !== undefined && { output }),
    ...(!offered && { internal: true }),
    http: {
      ...(upstream !== server && { upstream }),
      method: operation.method,
      path: operation.path,
      params: bound.params,
      ...(bound.body && { body: bound.body }),
      ...accepted(success),
      ...(own !== undefined && { server: own }),
      ...(poll && { poll }),
    },
    cases: casesOf(effectiveOverride(item, "tests")?.value),
    aliases: offered ? aliasesOf(item, name) : [],
    upstream,
    operation,
    success,
  };
}

function pollOf(item: Selected, args: readonly Argument[]): Poll | undefined {
  const poll = effectiveOverride(item, "poll");
  if (!poll) return undefined;
  const { intervalMs: _, ...templates } = poll.value;
  for (const [key, template] of Object.entries(templates))
    checkInputs(template as Template, args, [...poll.pointer, "poll", key], poll.diagnostics, "an answer");
  return poll.value;
}

function aliasesOf(item: Selected, name: string): Alias[] {
  const { value = [], pointer = [], diagnostics } = effectiveOverride(item, "aliases") ?? {};
  if (!diagnostics) return [];
  return value.map((old, i) => ({ old, name, pointer: [...pointer, "aliases", i], diagnostics }));
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

/** The `Accept` header: where there is JSON nothing else is asked for, since it becomes structured content. */
function accepted(success: readonly SuccessAnswer[]): { accept?: string } {
  const types = [...new Set(success.flatMap((answer) => (answer.media ? [answer.media.type] : [])))];
  const json = types.filter(isJson);
  const accept = (json.length > 0 ? json : types).join(", ");
  return accept === "" ? {} : { accept };
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
