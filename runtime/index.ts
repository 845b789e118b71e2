/** Speclathe as a library: a Koa application that serves MCP. */
export { type AppOptions, createApp, type McpApp } from "./app.ts";
export type { Catalogue } from "./catalogue.ts";
export { type ErrorKind, ToolError } from "./errors.ts";
export { type Listening, type ListenOptions, listen, listenStdio } from "./serve.ts";
export type { AdvertisedTool, ServerDefinition, Surface } from "./server.ts";
export type { Tool, ToolDefinition } from "./tool.ts";
export type { UpstreamOptions } from "./upstream.ts";
