import { byCodePoint } from "../json.ts";
import type { ServerSource, UpstreamModel } from "../types.ts";

/** Where requests go: what the spec says about an upstream, and else what its document does. */
export function modelUpstreams({ documents, spec }: ServerSource): UpstreamModel[] {
  const names = new Set([
    ...documents.map(({ upstream }) => upstream),
    ...(spec?.upstreams ?? []).map(({ name }) => name),
  ]);
  return [...names].sort(byCodePoint).map((name) => {
    const said = spec?.upstreams.find((upstream) => upstream.name === name);
    const document = documents.find(({ upstream }) => upstream === name)?.document;
    const baseUrl = said?.baseUrl ?? document?.baseUrl;
    return {
      name,
      ...(baseUrl !== undefined && { baseUrl }),
      headers: [...(said?.headers ?? [])]
        .map(([header, value]) => [header.toLowerCase(), value] as const)
        .sort(([a], [b]) => byCodePoint(a, b)),
    };
  });
}
