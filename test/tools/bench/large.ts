/**
 * Creates OpenAPI documents of any size, built like real ones: resources with the usual operations, bodies, pages and
 * errors, in areas of a few resources each, whose schemas refer to each other.
 */
import type { JsonObject } from "../../../generator/json.ts";

/** Operations on one resource. */
const PER_RESOURCE = 5;
/** Resources in one area, which has its own tag. */
const PER_AREA = 5;

/** `operations` is rounded up to whole resources. */
export function largeDocument(operations: number): JsonObject {
  const paths: JsonObject = {};
  const schemas: JsonObject = { ...SHARED };
  const count = Math.ceil(operations / PER_RESOURCE);
  for (let i = 0; i < count; i++) {
    const name = `Resource${i}`;
    const tag = `Area ${Math.floor(i / PER_AREA)}`;
    paths[`/resources-${i}`] = { get: list(name, tag), post: create(name, tag) };
    paths[`/resources-${i}/{id}`] = {
      parameters: [{ $ref: "#/components/parameters/Id" }],
      get: retrieve(name, tag),
      patch: update(name, tag),
      delete: remove(name, tag),
    };
    Object.assign(schemas, schemasOf(name, i, count));
  }
  return {
    openapi: "3.1.0",
    info: { title: `An API of ${count * PER_RESOURCE} operations`, version: "1.0.0" },
    servers: [{ url: "https://api.example" }],
    tags: Array.from({ length: Math.ceil(count / PER_AREA) }, (_, i) => ({ name: `Area ${i}` })),
    paths,
    components: { schemas, parameters: PARAMETERS, responses: RESPONSES },
  };
}

// ------------------------------------------------------------------------------------------ operations

const ERRORS = Object.fromEntries(
  Object.entries({ 400: "BadRequest", 401: "Unauthorized", 404: "NotFound", 429: "TooManyRequests" }).map(
    ([status, name]) => [status, { $ref: `#/components/responses/${name}` }],
  ),
);

function answer(status: number, schema: string): JsonObject {
  const content = { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } };
  return { [status]: { description: "What was asked for.", content }, ...ERRORS };
}

function body(schema: string): JsonObject {
  return {
    required: true,
    content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

function list(name: string, tag: string): JsonObject {
  return {
    operationId: `list${name}s`,
    tags: [tag],
    summary: `List the items of ${name}`,
    description:
      `Returns the items of ${name} that the caller may see, most recently updated first, one page at a time. ` +
      "Items that were removed are left out. Filters are combined: an item has to meet all of them.",
    parameters: [
      ...["Limit", "Cursor", "Sort"].map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
      {
        name: "status",
        in: "query",
        description: "Only items in one of these states.",
        schema: { type: "array", items: { $ref: "#/components/schemas/Status" }, maxItems: 3 },
      },
      { name: "updated_after", in: "query", schema: { type: "string", format: "date-time" } },
    ],
    responses: answer(200, `${name}Page`),
  };
}

function create(name: string, tag: string): JsonObject {
  return {
    operationId: `create${name}`,
    tags: [tag],
    summary: `Create an item of ${name}`,
    description: `Creates an item of ${name}. Its name must be new among the items of the same parent.`,
    parameters: [{ $ref: "#/components/parameters/IdempotencyKey" }],
    requestBody: body(`${name}Input`),
    responses: answer(201, name),
  };
}

function retrieve(name: string, tag: string): JsonObject {
  return {
    operationId: `get${name}`,
    tags: [tag],
    summary: `Get one item of ${name}`,
    description: `Returns one item of ${name} with everything that belongs to it.`,
    responses: answer(200, name),
  };
}

function update(name: string, tag: string): JsonObject {
  return {
    operationId: `update${name}`,
    tags: [tag],
    summary: `Change an item of ${name}`,
    description: "Changes the members that are given, and leaves all others as they are.",
    requestBody: body(`${name}Change`),
    responses: answer(200, name),
  };
}

function remove(name: string, tag: string): JsonObject {
  return {
    operationId: `delete${name}`,
    tags: [tag],
    summary: `Remove an item of ${name}`,
    responses: { 204: { description: "It is gone." }, ...ERRORS },
  };
}

// ------------------------------------------------------------------------------------------ components

function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function schemasOf(name: string, i: number, count: number): JsonObject {
  const first = i - (i % PER_AREA);
  const members: JsonObject = {
    name: { type: "string", minLength: 1, maxLength: 120, description: "The name people know it by." },
    description: { type: ["string", "null"], maxLength: 2000 },
    price: ref("Money"),
    address: ref("Address"),
    contacts: { type: "array", items: ref("Contact"), maxItems: 20 },
    labels: { type: "object", additionalProperties: { type: "string" } },
    schedule: {
      oneOf: [ref("DailySchedule"), ref("WeeklySchedule")],
      description: "When it is open. Without a schedule it is never open.",
    },
    priority: { type: "integer", minimum: 0, maximum: 10, default: 5 },
  };
  return {
    [name]: {
      type: "object",
      required: ["id", "name", "status"],
      properties: {
        id: { type: "string", readOnly: true },
        status: ref("Status"),
        created: ref("Stamp"),
        updated: ref("Stamp"),
        ...members,
        // Each resource refers to the one before, the first of an area to the last one and to other areas: all
        // schemas are one cycle, as in the documents of large platforms.
        parent: ref(`Resource${i === first ? Math.min(first + PER_AREA, count) - 1 : i - 1}`),
        ...(i === first && {
          before: ref(`Resource${Math.max(0, i - 1)}`),
          after: ref(`Resource${i + PER_AREA < count ? i + PER_AREA : 0}`),
        }),
        siblings: { type: "array", items: ref(`${name}Summary`) },
        comments: { type: "array", items: ref("Comment") },
      },
    },
    [`${name}Summary`]: {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, name: { type: "string" }, status: ref("Status") },
    },
    [`${name}Input`]: {
      type: "object",
      required: ["name"],
      properties: { ...members, parent_id: { type: "string" } },
      additionalProperties: false,
    },
    [`${name}Change`]: { allOf: [ref(`${name}Input`), { type: "object", minProperties: 1 }] },
    [`${name}Page`]: {
      type: "object",
      required: ["items"],
      properties: { items: { type: "array", items: ref(name) }, page: ref("Page") },
    },
  };
}

const SHARED: JsonObject = {
  Status: { type: "string", enum: ["draft", "active", "paused", "closed"], description: "Its state." },
  Stamp: {
    type: "object",
    properties: { at: { type: "string", format: "date-time" }, by: ref("Person") },
  },
  Person: {
    type: "object",
    required: ["id"],
    properties: { id: { type: "string" }, name: { type: "string" }, address: ref("Address") },
  },
  Money: {
    type: "object",
    required: ["amount", "currency"],
    properties: {
      amount: { type: "string", pattern: "^-?\\d+(\\.\\d{1,2})?$" },
      currency: { type: "string", minLength: 3, maxLength: 3 },
    },
  },
  Address: {
    type: "object",
    properties: {
      street: { type: "string" },
      city: { type: "string" },
      postcode: { type: "string", maxLength: 12 },
      country: { type: "string", pattern: "^[A-Z]{2}$" },
    },
  },
  Contact: {
    type: "object",
    required: ["kind"],
    properties: {
      kind: { type: "string", enum: ["mail", "phone", "post"] },
      value: { type: "string" },
      person: ref("Person"),
    },
  },
  DailySchedule: {
    type: "object",
    required: ["kind", "opens"],
    properties: {
      kind: { const: "daily" },
      opens: { type: "string", pattern: "^\\d{2}:\\d{2}$" },
      closes: { type: "string", pattern: "^\\d{2}:\\d{2}$" },
    },
  },
  WeeklySchedule: {
    type: "object",
    required: ["kind", "days"],
    properties: {
      kind: { const: "weekly" },
      days: { type: "array", items: { type: "integer", minimum: 1, maximum: 7 }, uniqueItems: true },
    },
  },
  Comment: {
    type: "object",
    required: ["text"],
    properties: {
      text: { type: "string" },
      by: ref("Person"),
      answers: { type: "array", items: ref("Comment") },
    },
  },
  Page: { type: "object", properties: { next: { type: ["string", "null"] }, total: { type: "integer" } } },
  Problem: {
    type: "object",
    properties: { title: { type: "string" }, detail: { type: "string" }, fields: { type: "array" } },
  },
};

const PARAMETERS: JsonObject = {
  Id: { name: "id", in: "path", required: true, schema: { type: "string", minLength: 1, maxLength: 64 } },
  Limit: {
    name: "limit",
    in: "query",
    description: "How many items a page holds at most.",
    schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
  },
  Cursor: { name: "cursor", in: "query", schema: { type: "string" } },
  Sort: { name: "sort", in: "query", schema: { type: "string", enum: ["updated", "created", "name"] } },
  IdempotencyKey: { name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 255 } },
};

const RESPONSES: JsonObject = Object.fromEntries(
  ["BadRequest", "Unauthorized", "NotFound", "TooManyRequests"].map((name) => [
    name,
    { description: `${name}.`, content: { "application/problem+json": { schema: ref("Problem") } } },
  ]),
);
