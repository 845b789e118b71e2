/** What a request carries beside its arguments; see request.ts for why it is worked out here a second time. */

import type { Template } from "../../../runtime/contract/template.ts";
import { QUESTION_FIELDS } from "../../../runtime/contract/tool-definition.ts";
import { expressionsIn } from "../../expressions.ts";
import { byCodePoint, put } from "../../json.ts";
import type { HttpToolModel, UpstreamModel } from "../server-model.ts";
import type { Surroundings } from "./request.ts";
import { plain } from "./styles.ts";
import { expectedValue } from "./template.ts";

/** Headers of the connection and the client, which no test looks at. */
const UNSEEN = new Set(["user-agent", "accept-encoding"]);

/** The environment that a tool is tested in, and the headers that its upstream is then sent with every request. */
export function surroundingsOf(
  tool: RequestTemplates,
  upstream: UpstreamModel | undefined,
): Required<Surroundings> {
  const common = upstream?.headers ?? {};
  const env = environmentOf([...Object.values(common), ...requestTemplates(tool)]);
  const headers: { [name: string]: string } = {};
  for (const [name, template] of Object.entries(common)) {
    const value = expectedValue(template, { env });
    if (value !== undefined && value !== null && !UNSEEN.has(name)) put(headers, name, plain(value));
  }
  return { env, headers };
}

/** The members of a tool with a request that hold templates. */
type RequestTemplates = Pick<HttpToolModel, "http" | "result" | (typeof QUESTION_FIELDS)[number]>;

/** Returns every template of a tool with a request. */
export function requestTemplates(tool: RequestTemplates): Template[] {
  const { params = {}, body, poll } = tool.http;
  return [
    ...questions(tool),
    tool.result ?? null,
    ...Object.values(params).map(({ value = null }) => value),
    body?.value ?? null,
    { ...poll } as Template,
  ];
}

/** Returns the templates that any tool may have. */
export function questions(tool: Pick<HttpToolModel, (typeof QUESTION_FIELDS)[number]>): Template[] {
  return QUESTION_FIELDS.map((key) => tool[key] ?? null);
}

/** A value for each variable that templates name: one that can stand anywhere in a request. */
export function environmentOf(templates: Template[]): { readonly [name: string]: string } {
  const names = expressionsIn(templates).flatMap(({ root, of }) =>
    root === "env" && of !== undefined ? [of] : [],
  );
  return Object.fromEntries(
    [...new Set(names)].sort(byCodePoint).map((name) => [name, name.toLowerCase().replaceAll("_", "-")]),
  );
}
