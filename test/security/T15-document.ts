import type { JsonObject } from "../../generator/json.ts";

/** A document in which there is a text in every place where OpenAPI 3.1 has one. */
export const CANARY_DOCUMENT: JsonObject = {
  openapi: "3.1.0",
  info: { title: "Title", version: "1", description: "Description.", summary: "Summary", "x-info": "Value" },
  servers: [{ url: "https://api.example/v1", description: "Server" }],
  tags: [{ name: "first", description: "Tag" }],
  security: [{ key: ["scope"] }],
  paths: {
    "/things/{id}": {
      summary: "Path",
      description: "Of a path",
      parameters: [{ $ref: "#/components/parameters/Id" }],
      get: {
        operationId: "getThing",
        tags: ["first"],
        summary: "Get a thing",
        description: "One.\n\nTwo.",
        parameters: [
          {
            name: "filter",
            in: "query",
            description: "Filter",
            schema: {
              type: "string",
              enum: ["one", "two"],
              default: "one",
              title: "Filter",
              description: "Which",
            },
            example: "one",
          },
          {
            name: "X-Header",
            in: "header",
            description: "Header",
            schema: { type: "string", title: "Value" },
          },
          { name: "session", in: "cookie", schema: { type: "string", pattern: "^[a-z]+$" } },
          {
            name: "json",
            in: "query",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
          },
        ],
        responses: {
          "200": {
            description: "Found",
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Thing" },
                examples: { sample: { summary: "Sample", value: { name: "one" } } },
              },
            },
          },
          default: { description: "Other" },
        },
        "x-extension": { "x-inner": "Value" },
      },
    },
    "/files": {
      post: {
        operationId: "upload",
        tags: ["second"],
        summary: "Upload",
        requestBody: {
          description: "Body",
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                properties: {
                  file: { type: "string", format: "binary", description: "File" },
                  meta: { type: "object", properties: { note: { type: "string", examples: ["Note"] } } },
                },
                required: ["file"],
              },
            },
          },
        },
        responses: { "201": { description: "Made" } },
      },
    },
    "/forms": {
      post: {
        operationId: "send",
        tags: ["second"],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                oneOf: [{ $ref: "#/components/schemas/Tree" }, { type: "array", items: { type: "string" } }],
              },
            },
          },
        },
        responses: {
          "200": { description: "Text", content: { "text/plain": { schema: { type: "string" } } } },
        },
      },
    },
  },
  components: {
    parameters: {
      Id: { name: "id", in: "path", required: true, description: "Id", schema: { type: "string" } },
    },
    schemas: {
      Thing: {
        title: "Thing",
        description: "A thing",
        type: "object",
        properties: {
          name: { type: "string", description: "Name", default: "Default", examples: ["Example"] },
          kind: { enum: ["a", { b: "c" }], description: "Kind" },
          data: { const: { key: "value" } },
          map: { type: "object", additionalProperties: { type: "string" }, propertyNames: { enum: ["key"] } },
          tree: { $ref: "#/components/schemas/Tree" },
        },
        required: ["name"],
        dependentRequired: { kind: ["name"] },
        dependentSchemas: { data: { required: ["name"] } },
      },
      Tree: {
        type: "object",
        description: "A tree",
        properties: {
          label: { type: "string" },
          children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        },
        unevaluatedProperties: { type: "string" },
      },
    },
    securitySchemes: {
      key: { type: "apiKey", in: "query", name: "key", description: "Key" },
    },
  },
};
