/** The tool that an operation becomes. */
import type { HttpBinding, Poll } from "../../runtime/contract/http-binding.ts";
import { isJson } from "../../runtime/contract/media-types.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { CaseRow } from "../../runtime/contract/test-rows.ts";
import { QUESTION_FIELDS } from "../../runtime/contract/tool-definition.ts";
import { defined } from "../json.ts";
import type { Schema } from "../json-schema.ts";
import type { ApiMedia, ApiOperation } from "../normalise/api-document.ts";
import type { OperationOverride, SpecTest } from "../toolspec/tool-spec.ts";
import { annotate } from "./annotations.ts";
import { overrideArguments } from "./argument-overrides.ts";
import type { Components } from "./components.ts";
import type { OperationContext, OperationTool } from "./context.ts";
import { checkInputs, readArguments } from "./operation-arguments.ts";
import { type EffectiveOverride, findOperations, keysOf, type Selected } from "./select.ts";
import type { Argument } from "./server-model.ts";
import type { Alias } from "./tool-names.ts";
import { exportName } from "./unique-names.ts";

/** The tools of the operations of all documents: those that are offered, and those that are called. */
export class Operations {
  readonly #selected: readonly Selected[];
  readonly #names: ReadonlyMap<Selected, string>;
  readonly #context: OperationContext;
  /** Undefined for an operation whose requests cannot be built, which was reported. */
  readonly #drafts = new Map<Selected, ToolDraft | undefined>();

  constructor(
    selected: readonly Selected[],
    names: ReadonlyMap<Selected, string>,
    context: OperationContext,
  ) {
    this.#selected = selected;
    this.#names = names;
    this.#context = context;
    for (const item of selected) if (item.offered) this.#draft(item);
  }

  /** The tools of the operations that are offered, and of those that were called so far. */
  drafts(): ToolDraft[] {
    return [...this.#drafts.values()].filter((draft) => draft !== undefined);
  }

  /**
   * The tool behind `upstream.operationId` or `upstream.GET /path`. An operation that is not offered becomes an
   * internal tool. Undefined if there is no such operation, if there are several, or if its requests cannot be built.
   */
  called(target: string): ToolDraft | undefined {
    const upstreams = new Set(this.#selected.map(({ upstream }) => upstream));
    const upstream = [...upstreams].find((name) => target.startsWith(`${name}.`));
    if (upstream === undefined) return undefined;
    const members = this.#selected.filter((item) => item.upstream === upstream);
    const operations = members.map(({ operation }) => operation);
    const found = findOperations(operations, target.slice(upstream.length + 1));
    const item = members.find(({ operation }) => operation === found[0]);
    return item && found.length === 1 ? this.#draft(item) : undefined;
  }

  /** All targets that `called` finds, for suggestions. */
  targets(): string[] {
    return this.#selected.flatMap(({ upstream, operation }) =>
      keysOf(operation).map((key) => `${upstream}.${key}`),
    );
  }

  #draft(item: Selected): ToolDraft | undefined {
    if (!this.#drafts.has(item))
      this.#drafts.set(item, draftTool(item, this.#names.get(item) ?? "", this.#context));
    return this.#drafts.get(item);
  }
}

/** A tool without its tests, and its origin. */
export interface ToolDraft extends OperationTool {
  readonly upstream: string;
  readonly operation: ApiOperation;
  readonly success: readonly SuccessAnswer[];
  /** The tests from the overrides. */
  readonly cases: readonly CaseRow[];
  readonly aliases: readonly Alias[];
}

/** One success response with one media type, or without content. */
export interface SuccessAnswer {
  readonly status: number;
  readonly media?: ApiMedia;
}

/** Makes the tool of an operation; undefined, after a report, if its requests cannot be built. */
function draftTool(item: Selected, name: string, context: OperationContext): ToolDraft | undefined {
  const { upstream, operation, offered, overrides, effective } = item;
  const { components, options, reports, server, spec, upstreams } = context;
  const read = readArguments(operation, components, options.prefer, reports.of(upstream));
  if (!read) return undefined;
  const headers = upstreams.find((of) => of.name === upstream)?.headers;
  const bound = overrideArguments(read, overrides, headers, components);
  const success = successAnswers(operation);
  const specified = spec?.upstreams.find((of) => of.name === upstream);
  checkQuestions(effective, bound.arguments);
  return defined<ToolDraft>({
    name,
    exportName: exportName(name),
    title: operation.summary,
    description: describeOperation(operation),
    timeoutMs: specified?.timeoutMs ?? spec?.timeoutMs,
    ...settingsOf(effective),
    annotations: annotate(
      operation.method,
      Object.assign({}, ...overrides.map(({ override }) => override.annotations)),
    ),
    arguments: bound.arguments,
    output: outputSchema(success, components),
    internal: offered ? undefined : true,
    http: defined<HttpBinding>({
      upstream: upstream === server ? undefined : upstream,
      method: operation.method,
      path: operation.path,
      params: bound.params,
      body: bound.body,
      accept: acceptHeader(success),
      // A base URL from the tool spec applies to every operation, also to those with a server of their own.
      server: specified?.baseUrl === undefined ? operation.server : undefined,
      poll: pollOf(effective, bound.arguments),
    }),
    cases: caseRows(effective.tests?.value),
    aliases: offered ? aliasesOf(effective, name) : [],
    upstream,
    operation,
    success,
  });
}

/** The members of the overrides that belong to the declaration of the tool as they are. */
type Settings = Omit<
  OperationOverride,
  "name" | "aliases" | "args" | "annotations" | "poll" | "tests" | "pointer"
>;

function settingsOf(effective: EffectiveOverride): Settings {
  const { name: _, aliases, args, annotations, poll, tests, pointer, ...settings } = effective;
  return Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]));
}

function checkQuestions(effective: EffectiveOverride, args: readonly Argument[]): void {
  for (const key of QUESTION_FIELDS) {
    const found = effective[key];
    if (typeof found?.value === "string")
      checkInputs(found.value, args, [...found.pointer, key], found.diagnostics);
  }
}

function pollOf({ poll }: EffectiveOverride, args: readonly Argument[]): Poll | undefined {
  if (!poll) return undefined;
  const { intervalMs: _, ...templates } = poll.value;
  for (const [key, template] of Object.entries(templates))
    checkInputs(template as Template, args, [...poll.pointer, "poll", key], poll.diagnostics, {
      hasResponse: true,
    });
  return poll.value;
}

function aliasesOf({ aliases }: EffectiveOverride, name: string): Alias[] {
  if (!aliases) return [];
  const { value, pointer, diagnostics } = aliases;
  return value.map((old, i) => ({ old, name, pointer: [...pointer, "aliases", i], diagnostics }));
}

/** Summary and description together: hosts show the model only the description of a tool. */
function describeOperation({ method, path, summary, description, deprecated }: ApiOperation): string {
  const parts = [deprecated ? "Deprecated." : undefined, summary, description].filter(
    (part) => part !== undefined,
  );
  if (summary !== undefined && description?.startsWith(summary)) parts.splice(parts.indexOf(summary), 1);
  if (summary === undefined && description === undefined) parts.push(`${method} ${path}`);
  return parts.join("\n\n");
}

/** The `Accept` header. It asks for JSON alone if the API offers JSON, which becomes structured content. */
function acceptHeader(success: readonly SuccessAnswer[]): string | undefined {
  const types = [...new Set(success.flatMap((answer) => (answer.media ? [answer.media.type] : [])))];
  const json = types.filter(isJson);
  const accept = (json.length > 0 ? json : types).join(", ");
  return accept === "" ? undefined : accept;
}

/** The documented success responses by status. `2XX` counts as 200, and `default` too if it is the only one. */
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

/** The JSON schema of the success responses, or a union if they differ. */
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

/** Turns the tests of a spec into rows. A test without a name is named after its arguments. */
export function caseRows(tests: readonly SpecTest[] = []): CaseRow[] {
  return tests.map(({ name, args, mock, expect }) => ({
    name: name ?? `a call with ${Object.keys(args).join(", ") || "no arguments"}`,
    args,
    mock,
    expect,
  }));
}
