/** What in a text is an expression, what only looks like one, and where each may stand. */
import { describe, expect, it } from "vitest";
import { usesIn } from "../../../generator/toolspec/expression.ts";
import { faultOf, type Scope } from "../../../generator/toolspec/scope.ts";

const ALL: Scope = {
  inputs: new Set(["channel", "a-b"]),
  steps: new Map([["issue", new Set(["number"])]]),
  later: new Set(["announce"]),
  response: true,
  item: true,
  uri: true,
};

describe("means something:", () => {
  const rows: [text: string, count: number][] = [
    ["plain", 0],
    ["$5 a month", 0],
    ["costs $inputs.channel", 0],
    ["$$inputs.x", 0],
    ["{$$inputs.x}", 0],
    ["{not one}", 0],
    ["{$5}", 0],
    ["$inputs", 1],
    ["$inputs.channel", 1],
    ["$inputs.a-b[0].c", 1],
    ["$inputs#/channel/0", 1],
    ["$inputs.channel#/a~1b/~0", 1],
    ["{$inputs.channel} and {$inputs.a-b}", 2],
    ["{{$inputs.channel}}", 1],
    ["$steps.issue.outputs", 1],
    ["$steps.issue.outputs.number[0]", 1],
    ["$steps.issue.outputs#/number", 1],
    ["$response.body", 1],
    ["$response.body.a", 1],
    ["$response.body#/a/0", 1],
    ["$response.header.X-Rate-Limit", 1],
    ["$statusCode", 1],
    ["$item.a", 1],
    ["$index", 1],
    ["$uri", 1],
    ["$env.HOME", 1],
    ["Bearer {$env.TOKEN}", 1],
  ];
  it.each(rows)("%s", (text, count) => {
    const uses = usesIn(text);
    expect(uses).toHaveLength(count);
    expect(uses.map((use) => faultOf(use, ALL))).toEqual(uses.map(() => undefined));
  });
});

describe("means nothing:", () => {
  const rows: [text: string, message: string, scope?: Scope][] = [
    ["$input.channel", 'did you mean "inputs"?'],
    ["$USD", "is no expression"],
    ["$inputs.", "is no expression"],
    ["$inputs.channel!", "is no expression"],
    ["$inputs.channel, please", "is no expression"],
    ["{$inputs.channel, please}", "is no expression"],
    ["{$channel}", "is no expression"],
    ["$inputs#a", "is no expression"],
    ["$inputs#/a~2", "is no expression"],
    ["$inputs.chanel", 'names no input; did you mean "channel"?'],
    ["$inputs#/chanel", "names no input"],
    ["$inputs.channel", "there are none here", {}],
    ["$steps.issue", "is no expression"],
    ["$steps.isue.outputs.number", 'names no step; did you mean "issue"?'],
    ["$steps.announce.outputs.number", "has not run yet"],
    ["$steps.issue.outputs.nmber", 'names no output of the step; did you mean "number"?'],
    ["$steps.issue.outputs.number", "there are none here", {}],
    ["$response", "is no expression"],
    ["$response.status", "is no expression"],
    ["$response.header", "is no expression"],
    ["$response.body", "there is none here", {}],
    ["$statusCode.a", "is no expression"],
    ["$statusCode", "there is none here", {}],
    ["$item", "only in a step with `forEach`", {}],
    ["$index", "only in a step with `forEach`", {}],
    ["$uri", "only in a resource", {}],
    ["$env", "is no expression"],
    ["$env.A-B", "is no expression"],
    ["$env.HOME", "would show a setting", { env: false }],
  ];
  it.each(rows)("%s", (text, message, scope = ALL) => {
    const faults = usesIn(text).map((use) => faultOf(use, scope));
    expect(faults).toEqual([
      { message: expect.stringContaining(message), hint: expect.stringMatching(/\.$/) },
    ]);
  });
});
