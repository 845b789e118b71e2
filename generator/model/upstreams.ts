import { CONNECTION_HEADERS, TOKEN } from "../../runtime/contract/http-tokens.ts";
import type { Template } from "../../runtime/contract/template.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { byCodePoint } from "../json.ts";
import type { SpecUpstream } from "../toolspec/tool-spec.ts";
import type { ServerInput, UpstreamModel } from "./server-model.ts";

/** Where requests go: what the spec says about an upstream, and else what its document does. */
export function modelUpstreams({ documents, spec }: ServerInput, diagnostics: Diagnostics): UpstreamModel[] {
  const names = new Set([
    ...documents.map(({ upstream }) => upstream),
    ...(spec?.upstreams ?? []).map(({ name }) => name),
  ]);
  return [...names].sort(byCodePoint).map((name) => {
    const said = spec?.upstreams.find((upstream) => upstream.name === name);
    const document = documents.find(({ upstream }) => upstream === name)?.document;
    const baseUrl = said?.baseUrl ?? document?.baseUrl;
    // Of a document that does not say it, that was reported when it was read.
    if (said && baseUrl === undefined && !document)
      diagnostics.report(
        "no-base-url",
        said.pointer,
        `it is not said where "${name}" is`,
        "Add its `baseUrl`, or name it when you start the server, with `--base-url`.",
      );
    return {
      name,
      ...(baseUrl !== undefined && { baseUrl }),
      ...(said?.baseUrl !== undefined && { operatorConfigured: true }),
      ...(said && headersOf(said, diagnostics)),
    };
  });
}

function headersOf(
  { headers, pointer }: SpecUpstream,
  diagnostics: Diagnostics,
): Pick<UpstreamModel, "headers"> {
  const found = new Map<string, Template>();
  for (const [header, value] of headers) {
    const name = header.toLowerCase();
    const report = (message: string, hint: string): void =>
      diagnostics.report("invalid-header", [...pointer, "headers", header], message, hint);
    if (CONNECTION_HEADERS.has(name))
      report(`the header ${header} cannot be set`, "Remove it: the HTTP client sets it.");
    else if (!TOKEN.test(name))
      report(`${JSON.stringify(header)} cannot be the name of a header`, "Use letters, digits and dashes.");
    else if (found.has(name))
      report(`the header ${header} is there already`, "Header names differ by more than capitals.");
    else found.set(name, value);
  }
  if (found.size === 0) return {};
  return { headers: Object.fromEntries([...found].sort(([a], [b]) => byCodePoint(a, b))) };
}
