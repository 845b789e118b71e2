/** Expressions in texts, and the places where each may stand. */
import { describe, expect, it } from "vitest";
import { usesIn } from "../../../generator/expressions.ts";
import { refusalOf, type Scope } from "../../../generator/toolspec/expression-scope.ts";

const ALL: Scope = {
  inputs: new Set(["channel", "a-b"]),
  steps: new Map([["issue", new Set(["number"])]]),
  later: new Set(["announce"]),
  response: true,
  item: true,
  uri: true,
};

describe("accepts", () => {
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
    expect(uses.map((use) => refusalOf(use, ALL))).toEqual(uses.map(() => undefined));
  });
});

describe("refuses", () => {
  const rows: [text: string, message: string, scope?: Scope][] = [
    ["$input.channel", 'did you mean "inputs"?'],
    ["$USD", "expected an expression, found"],
    ["$inputs.", "expected an expression, found"],
    ["$inputs.channel!", "expected an expression, found"],
    ["$inputs.channel, please", "expected an expression, found"],
    ["{$inputs.channel, please}", "expected an expression, found"],
    ["{$channel}", "expected an expression, found"],
    ["$inputs#a", "expected an expression, found"],
    ["$inputs#/a~2", "expected an expression, found"],
    [
      "$inputs.chanel",
      'expected the name of an existing input, found "$inputs.chanel"; did you mean "channel"?',
    ],
    ["$inputs#/chanel", "expected the name of an existing input"],
    ["$inputs.channel", "is not available here: there are no inputs", {}],
    ["$steps.issue", "expected an expression, found"],
    [
      "$steps.isue.outputs.number",
      'expected the id of an earlier step, found "$steps.isue.outputs.number"; did you mean "issue"?',
    ],
    ["$steps.announce.outputs.number", "has not run yet"],
    [
      "$steps.issue.outputs.nmber",
      'expected an output of the step issue, found "$steps.issue.outputs.nmber"; did you mean "number"?',
    ],
    ["$steps.issue.outputs.number", "is not available here: there are no steps", {}],
    ["$response", "expected an expression, found"],
    ["$response.status", "expected an expression, found"],
    ["$response.header", "expected an expression, found"],
    ["$response.body", "is not available here: there is no response", {}],
    ["$statusCode.a", "expected an expression, found"],
    ["$statusCode", "is not available here: there is no response", {}],
    ["$item", "is only available in a step with `forEach`", {}],
    ["$index", "is only available in a step with `forEach`", {}],
    ["$uri", "is only available in a resource", {}],
    ["$env", "expected an expression, found"],
    ["$env.A-B", "expected an expression, found"],
    ["$env.HOME", "would show an environment variable", { env: false }],
  ];
  it.each(rows)("%s", (text, message, scope = ALL) => {
    const faults = usesIn(text).map((use) => refusalOf(use, scope));
    expect(faults).toEqual([
      { message: expect.stringContaining(message), fix: expect.stringMatching(/\.$/) },
    ]);
  });
});
