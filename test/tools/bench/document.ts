/** Creates OpenAPI documents of a given number of simple operations, with descriptions as long as real ones. */

const RESOURCES = [
  "account",
  "booking",
  "carrier",
  "delivery",
  "invoice",
  "product",
  "shipment",
  "warehouse",
];
const AREAS = ["audit", "catalogue", "finance", "logistics", "planning", "sales", "support"];

/** The name and path of one operation; its arguments are those of `ARGUMENTS`. */
export interface Operation {
  readonly name: string;
  readonly path: string;
}

/** Arguments that every operation takes. */
export const ARGUMENTS = { id: "b7f3c2d0-41", limit: 25, sort: "updated_desc" } as const;

/** The API's response to every operation. */
export const ANSWER = {
  id: "b7f3c2d0-41",
  name: "Northern distribution centre",
  status: "active",
  total: 3,
  updated_at: "2026-11-21T04:58:36Z",
  items: [
    { id: "1f0c", quantity: 12, unit_price: 8.99, note: "Packed with the order of the day before." },
    { id: "2a9e", quantity: 1, unit_price: 129.5, note: "Fragile; kept upright in the left aisle." },
    { id: "3b77", quantity: 340, unit_price: 0.15, note: "Counted by weight and not by hand." },
  ],
} as const;

export function operations(count: number): Operation[] {
  return Array.from({ length: count }, (_, i) => {
    const { area, resource, number } = nameOf(i);
    return { name: `list_${area}_${resource}_${number}`, path: `/${area}/${resource}s/{id}/lines-${number}` };
  });
}

export function document(count: number): unknown {
  return {
    openapi: "3.1.0",
    info: { title: `An API of ${count} operations`, version: "1.0.0" },
    servers: [{ url: "http://127.0.0.1:1" }],
    paths: Object.fromEntries(
      operations(count).map(({ name, path }, i) => [path, { get: operation(name, i) }]),
    ),
    components: { schemas: { Lines: LINES } },
  };
}

function nameOf(i: number): { area: string; resource: string; number: number } {
  const area = AREAS[i % AREAS.length] as string;
  const resource = RESOURCES[Math.floor(i / AREAS.length) % RESOURCES.length] as string;
  return { area, resource, number: i };
}

function operation(operationId: string, i: number): unknown {
  const { area, resource, number } = nameOf(i);
  const query = { in: "query", required: false };
  return {
    operationId,
    tags: [area],
    summary: `List the lines of ${resource} report ${number}`,
    description:
      `Returns the lines that ${area} keeps for one ${resource}, as report ${number} shows them. Lines that ` +
      "were removed are left out, and lines that are still being written are returned as they were when the " +
      `request came in. The caller needs read access to the ${resource} and to everything it belongs to.`,
    parameters: [
      {
        name: "id",
        in: "path",
        required: true,
        description: `The identifier of the ${resource}.`,
        schema: { type: "string", minLength: 1 },
      },
      {
        ...query,
        name: "limit",
        description: "How many lines to return at most. A page never holds more than a hundred.",
        schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
      },
      {
        ...query,
        name: "sort",
        description: "The order of the lines; the most recently updated come first if it is left out.",
        schema: { type: "string", enum: ["updated_desc", "updated_asc", "name"] },
      },
    ],
    responses: {
      200: {
        description: "The lines.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Lines" } } },
      },
    },
  };
}

const LINES = {
  type: "object",
  required: ["id", "name", "status", "total", "items"],
  properties: {
    id: { type: "string" },
    name: { type: "string", description: "The name people know it by." },
    status: { type: "string", enum: ["active", "closed", "planned"] },
    total: { type: "integer", description: "How many lines there are on all pages." },
    updated_at: { type: "string", format: "date-time" },
    items: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "quantity"],
        properties: {
          id: { type: "string" },
          quantity: { type: "integer" },
          unit_price: { type: "number" },
          note: { type: "string" },
        },
      },
    },
  },
};

/** Returns a tool spec with as many resources and prompts as a large server has. */
export function spec(): object {
  const numbers = Array.from({ length: 50 }, (_, i) => i);
  const resources = numbers.map((i) => [
    `page_${i}`,
    i % 2 === 0
      ? { uri: `bench://pages/${i}`, mimeType: "text/plain", text: `The text of page ${i}.` }
      : { uri: `bench://books/${i}/{id}{?limit}`, call: operations(1)[0]?.name },
  ]);
  const prompts = numbers.map((i) => [
    `prompt_${i}`,
    {
      description: `Asks about page ${i}.`,
      args: { about: "string", depth: "short|long" },
      messages: [{ role: "user", text: "Tell me about {$inputs.about}, {$inputs.depth}." }],
    },
  ]);
  return {
    speclathe: 1,
    server: { instructions: "A server with resources and prompts beside its tools." },
    resources: Object.fromEntries(resources),
    prompts: Object.fromEntries(prompts),
  };
}
