// Generated from test/golden/petstore/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  Pet,
} from "../schemas.ts";

/** POST /pets */
export const createPet = defineTool({
  name: "create_pet",
  title: "Create a pet",
  description: [
    "Create a pet",
    "Adds a pet to the shop.",
  ],
  input: () => z.strictObject({
    name: z.string().min(1),
    tag: z.string().nullable().optional(),
    weight: z.number().gt(0).optional(),
  }),
  output: () => Pet(),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  http: {
    method: "POST",
    path: "/pets",
    params: {
      name: { in: "body" },
      tag: { in: "body" },
      weight: { in: "body" },
    },
    body: { type: "application/json", required: true },
    accept: "application/json",
  },
});

/** DELETE /pets/{petId} */
export const deletePet = defineTool({
  name: "delete_pet",
  description: [
    "Deprecated.",
    "DELETE /pets/{petId}",
  ],
  input: () => z.strictObject({
    petId: integer().min(1).describe("Id of a pet."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "DELETE",
    path: "/pets/{petId}",
    params: {
      petId: { in: "path" },
    },
  },
});

/** GET /pets/{petId} */
export const getPet = defineTool({
  name: "get_pet",
  description: "GET /pets/{petId}",
  input: () => z.strictObject({
    petId: integer().min(1).describe("Id of a pet."),
  }),
  output: () => Pet(),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/pets/{petId}",
    params: {
      petId: { in: "path" },
    },
    accept: "application/json",
  },
});

/** GET /pets */
export const listPets = defineTool({
  name: "list_pets",
  title: "List all pets",
  description: "List all pets",
  input: () => z.strictObject({
    limit: integer().min(1).max(100).optional().describe("How many at most. Default: 20."),
    status: z.array(z.enum([
      "available",
      "sold",
    ])).optional(),
  }),
  output: () => z.array(Pet()),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  http: {
    method: "GET",
    path: "/pets",
    params: {
      limit: { in: "query" },
      status: { in: "query" },
    },
    accept: "application/json",
  },
});
