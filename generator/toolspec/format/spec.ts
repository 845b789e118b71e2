/**
 * The format of `*.mcp.yaml`, version 1: the one place that says which keys there are and what they take. The JSON
 * Schema for editors (mcp.schema.json) is made from it.
 */
import { map, object, only, text } from "./build.ts";
import { description, duration, icons, NAMES, title } from "./common.ts";
import { prompt, resource } from "./resource.ts";
import { tool } from "./tool.ts";
import { upstream } from "./upstream.ts";

const server = object("the server", "What clients see of the server.", {
  title: title("the server"),
  version: text("The version of the server, in quotes.").optional(),
  instructions: description("the server").optional(),
  websiteUrl: text("A page about it.", {
    pattern: /^https?:\/\/\S+$/,
    takes: "a URL",
    fix: "Write an https URL.",
  }).optional(),
  icons: icons("the server"),
});

export const toolSpec = object(
  "a tool spec",
  "A server for MCP clients: what it is called, calls and offers.",
  {
    $schema: text("Where editors find the schema of this file.").optional(),
    speclathe: only("The version of the format: 1.", 1, "Write `speclathe: 1` at the start of the file."),
    server: server.optional(),
    timeout: duration("How long a call may take, of tools that say nothing of their own.").optional(),
    upstreams: map("APIs that tools call, by name.", upstream, NAMES.server).optional(),
    tools: map("Tools, by name.", tool, NAMES.tool).optional(),
    resources: map("Resources, by name.", resource, NAMES.resource).optional(),
    prompts: map("Prompts, by name.", prompt, NAMES.prompt).optional(),
  },
);
