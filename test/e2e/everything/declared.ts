/** A server with some of everything, written by hand. */
import { z } from "zod";
import { definePrompt } from "../../../runtime/prompt.ts";
import { defineResource } from "../../../runtime/resource.ts";
import { defineServer } from "../../../runtime/server.ts";
import { defineTool } from "../../../runtime/tool.ts";

/** Of one red pixel. */
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

const tools = {
  readFile: defineTool({
    name: "read_file",
    description: "Reads a file of a repository.",
    input: () => z.strictObject({ owner: z.string(), path: z.string(), ref: z.string().optional() }),
    annotations: { readOnlyHint: true },
    http: {
      method: "GET",
      path: "/files/{owner}",
      params: { owner: { in: "path" }, path: { in: "query" }, ref: { in: "query" } },
    },
  }),
  inRegion: defineTool({
    name: "in_region",
    description: "Says where it was called.",
    input: () => z.strictObject({ region: z.string(), count: z.int().optional() }),
    annotations: {},
    http: { method: "GET", path: "/region", params: { region: { in: "query" }, count: { in: "query" } } },
  }),
};

const resources = {
  staticText: defineResource({
    name: "static_text",
    uri: "test://static-text",
    mimeType: "text/plain",
    text: "This is the content of the static text resource.",
  }),
  staticBinary: defineResource({
    name: "static_binary",
    uri: "test://static-binary",
    mimeType: "image/png",
    blob: PNG,
  }),
  notes: defineResource({
    name: "notes",
    uri: "test://notes",
    // Read for each server that is opened: test files share this module and name files of their own.
    get file() {
      return new URL(process.env.EVERYTHING_NOTES ?? "notes.md", import.meta.url);
    },
    subscribe: true,
  }),
  gone: defineResource({
    name: "gone",
    uri: "test://gone",
    file: new URL("gone.txt", import.meta.url),
  }),
  file: defineResource({
    name: "file",
    uri: "repo://{owner}/contents{+path}{?ref}",
    call: "read_file",
    complete: { owner: ["acme", "Ada", "bob"] },
  }),
  greeting: defineResource({
    name: "greeting",
    uri: "test://greeting/{name}",
    mimeType: "text/markdown",
    text: "# Hello, {$inputs.name}",
  }),
};

const prompts = {
  review: definePrompt({
    name: "review",
    args: {
      code: { required: true },
      language: { enum: ["python", "typescript", "perl"] },
      focus: {},
    },
    complete: { focus: Array.from({ length: 150 }, (_, index) => `topic ${index}`) },
    messages: [
      { role: "user", content: { text: "Review this {$inputs.language}: {$inputs.code}" } },
      { role: "assistant", content: { text: "$inputs.focus" } },
      { role: "user", content: { resource: "test://static-text" } },
      { role: "user", content: { image: PNG, mimeType: "image/png" } },
      { role: "user", content: { audio: "UklGRg==", mimeType: "audio/wav" } },
    ],
  }),
  summarise: definePrompt({
    name: "summarise",
    args: { uri: { required: true } },
    messages: [{ role: "user", content: { resource: "$inputs.uri" } }],
  }),
};

const object = (properties: Record<string, object>, required: string[]) =>
  ({ type: "object", properties, required, additionalProperties: false }) as const;

export default defineServer({
  name: "everything",
  surface: {
    server: { name: "everything", title: "Everything", version: "1.0.0", instructions: "Try everything." },
    tools: [
      {
        name: "in_region",
        description: "Says where it was called.",
        inputSchema: object(
          {
            region: { type: "string", "x-mcp-header": "Region" },
            count: { type: "integer", "x-mcp-header": "Count" },
          },
          ["region"],
        ),
      },
      {
        name: "read_file",
        description: "Reads a file of a repository.",
        inputSchema: object(
          { owner: { type: "string" }, path: { type: "string" }, ref: { type: "string" } },
          ["owner", "path"],
        ),
      },
    ],
    aliases: { at_region: "in_region" },
    resources: [
      { uri: "test://gone", name: "gone", description: "A file that is not there." },
      { uri: "test://notes", name: "notes", description: "Notes, which change." },
      {
        uri: "test://static-binary",
        name: "static_binary",
        description: "A picture.",
        mimeType: "image/png",
      },
      { uri: "test://static-text", name: "static_text", description: "A text.", mimeType: "text/plain" },
    ],
    resourceTemplates: [
      { uriTemplate: "repo://{owner}/contents{+path}{?ref}", name: "file", description: "A file." },
      { uriTemplate: "test://greeting/{name}", name: "greeting", description: "A greeting." },
    ],
    prompts: [
      {
        name: "review",
        title: "Review",
        description: "Asks for a review.",
        arguments: [{ name: "code", required: true }, { name: "language" }, { name: "focus" }],
      },
      { name: "summarise", description: "Asks for a summary.", arguments: [{ name: "uri", required: true }] },
    ],
  },
  groups: { all: async () => tools },
  resources: async () => resources,
  prompts: async () => prompts,
});
