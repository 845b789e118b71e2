/** Workflows of Arazzo documents against the operations that they call. */
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.ts";
import { formatPointer, type Json, type JsonObject } from "../../generator/json.ts";
import { modelServer } from "../../generator/model/server.ts";
import type { StepModel } from "../../generator/model/server-model.ts";
import { readArazzo } from "../../generator/normalise/arazzo/arazzo.ts";
import { normalise } from "../../generator/normalise/document.ts";
import type { SpecTool, ToolSpec } from "../../generator/toolspec/tool-spec.ts";
import { documentOf, fromYaml, source } from "../support/documents.ts";

const SHOP = documentOf(
  fromYaml(`
/items/{id}:
  get: { operationId: getItem, parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: X-Trace, in: header, schema: { type: string } }] }
/orders:
  post:
    operationId: place
    parameters: [{ name: 'page[size]', in: query, schema: { type: integer } }, { name: id, in: query, schema: { type: string } }]
    requestBody: { required: true, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string }, amount: { type: integer } } } } } }
  put:
    operationId: replace
    requestBody: { required: true, content: { application/json: { schema: { type: array, items: { type: string } } } } }
`) as Json,
);

function model(workflows: string, more: Partial<ToolSpec> = {}) {
  const diagnostics = new Diagnostics("specs/shop.openapi.yaml");
  const spec = new Diagnostics("specs/shop.mcp.yaml");
  const arazzo = new Diagnostics("specs/flows.arazzo.yaml");
  const document = normalise(source(SHOP, "shop"), diagnostics);
  if (!document) throw new Error("the document is broken");
  const root = fromYaml(`arazzo: 1.0.1
sourceDescriptions: [{ name: shop, url: ./shop.openapi.yaml, type: openapi }]
workflows: ${workflows}
`);
  const tools = readArazzo(root as JsonObject, arazzo, () => ({ kind: "upstream", name: "shop" }));
  const toolSpec: ToolSpec = {
    name: "shop",
    file: "specs/shop.mcp.yaml",
    server: { icons: [] },
    upstreams: [],
    schemas: new Map(),
    resources: [],
    prompts: [],
    ...more,
    tools: [...(more.tools ?? []), ...tools],
  };
  const { groups, surface } = modelServer(
    {
      name: "shop",
      file: "specs/shop.mcp.yaml",
      documents: [{ upstream: "shop", document }],
      spec: toolSpec,
    },
    { spec, of: () => diagnostics },
  );
  expect([...arazzo.items, ...diagnostics.items]).toEqual([]);
  const all = groups.flatMap((group) => group.tools);
  return {
    steps: (name: string): readonly StepModel[] => {
      const tool = all.find((one) => one.name === name);
      if (!tool || !("steps" in tool)) throw new Error(`no steps: ${name}`);
      return tool.steps;
    },
    names: surface.tools.map((tool) => tool.name),
    said: spec.items.map(({ code, pointer, message }) => `${code} at ${formatPointer(pointer)}: ${message}`),
  };
}

describe("a step gives an operation its arguments", () => {
  const rows: [step: string, call: string, want: JsonObject][] = [
    [
      "operationId: getItem, parameters: [{ name: id, in: path, value: $inputs.a }, { name: x-trace, in: header, value: t }]",
      "get_item",
      { id: "$inputs.a", xTrace: "t" },
    ],
    [
      "operationPath: '{$sourceDescriptions.shop.url}#/paths/~1items~1{id}/get', parameters: [{ name: id, value: $inputs.a }]",
      "get_item",
      { id: "$inputs.a" },
    ],
    // By what they are called there, whatever they are called here.
    [
      "operationId: place, parameters: [{ name: 'page[size]', in: query, value: 5 }, { name: id, in: query, value: q }], requestBody: { payload: { id: $inputs.a } }",
      "place",
      { pageSize: 5, id_query: "q", id: "$inputs.a" },
    ],
    // Where the body is not one argument, each of its members is.
    [
      "operationId: place, requestBody: { payload: $inputs.order }",
      "place",
      { id: "$inputs.order#/id", amount: "$inputs.order#/amount" },
    ],
    [
      "operationId: place, requestBody: { payload: $inputs.all#/order }",
      "place",
      { id: "$inputs.all#/order/id", amount: "$inputs.all#/order/amount" },
    ],
    [
      "operationId: replace, requestBody: { payload: [$inputs.a, b] }",
      "replace",
      { body: ["$inputs.a", "b"] },
    ],
    ["operationId: replace, requestBody: { payload: $inputs.list }", "replace", { body: "$inputs.list" }],
  ];
  it.each(rows)("%s", (step, call, want) => {
    const { steps, said, names } = model(`[{ workflowId: w, steps: [{ stepId: s, ${step} }] }]`);
    expect(said).toEqual([]);
    expect(names).toContain("w");
    const [found] = steps("w");
    expect(found?.call).toBe(call);
    expect(found?.with).toEqual(new Map(Object.entries(want)));
    expect(found).not.toHaveProperty("sends");
  });

  it("and a workflow its inputs", () => {
    const { steps, said } = model(`[
      { workflowId: buy, steps: [{ stepId: s, workflowId: get-it, parameters: [{ name: id, value: $inputs.id }] }] },
      { workflowId: get-it, inputs: { required: [id], properties: { id: { type: string } } }, steps: [{ stepId: s, operationId: getItem, parameters: [{ name: id, in: path, value: $inputs.id }] }] }]`);
    expect(said).toEqual([]);
    expect(steps("buy")).toMatchObject([{ call: "get_it", with: new Map([["id", "$inputs.id"]]) }]);
  });
});

describe("a workflow that does not fit what it calls has no tool", () => {
  const id = "parameters: [{ name: id, in: path, value: $inputs.a }]";
  const rows: [step: string, want: string][] = [
    [`operationId: getItems, ${id}`, ': there is no tool and no operation "shop.getItems"'],
    [
      "operationId: getItem, parameters: [{ name: id, in: query, value: 1 }]",
      '/parameters/0: the operation has no query parameter "id"',
    ],
    [
      "operationId: getItem, parameters: [{ name: x, value: 1 }]",
      '/parameters/0: the operation has no parameter "x"',
    ],
    [
      "operationId: getItem, parameters: [{ name: __proto__, value: 1 }]",
      '/parameters/0: the operation has no parameter "__proto__"',
    ],
    ["operationId: getItem", ': get_item needs "id"'],
    [
      "operationId: getItem, parameters: [{ name: id, in: path, value: 1 }]",
      ': get_item does not take 1 as its "id"',
    ],
    [
      `operationId: getItem, ${id}, requestBody: { payload: {} }`,
      "/requestBody: the operation takes no body",
    ],
    [
      "operationId: place, requestBody: { payload: { id: a, b: 1 } }",
      '/requestBody: the body has no property "b"',
    ],
    ["operationId: place, requestBody: { payload: [] }", "/requestBody: the body must be an object"],
    [
      "operationId: place, requestBody: { payload: 'a {$inputs.a}' }",
      "/requestBody: the body must be an object",
    ],
    ["workflowId: other, parameters: [{ name: x, value: 1 }]", ': other has no argument "x"'],
  ];
  it.each(rows)("%s", (step, want) => {
    const { names, said } = model(`[
      { workflowId: w, steps: [{ stepId: s, ${step} }] }, { workflowId: caller, steps: [{ stepId: s, workflowId: w }] },
      { workflowId: other, inputs: { properties: { quantity: {} } }, steps: [{ stepId: s, operationId: getItem, ${id} }] }]`);
    expect(said).toEqual([
      `unsupported-workflow at /workflows/0/steps/0${want}`,
      'unsupported-workflow at /workflows/1/steps/0: there is no tool "w"',
    ]);
    expect(names).toContain("other");
    expect(names).not.toContain("w");
    expect(names).not.toContain("caller");
  });

  it("nor has one that is called like a tool of the spec", () => {
    const tool: SpecTool = {
      name: "w",
      aliases: [],
      description: "Does it.",
      input: { arguments: [] },
      action: { kind: "handler", handler: { file: "specs/shop.handlers.ts", name: "w" } },
      pointer: ["tools", "w"],
    };
    const { names, said } = model(
      `[{ workflowId: w, steps: [{ stepId: s, operationId: getItem, ${id} }] }]`,
      { tools: [tool] },
    );
    expect(said).toEqual(['unsupported-workflow at /workflows/0: there is another tool "w"']);
    expect(names.filter((name) => name === "w")).toHaveLength(1);
  });
});
