/** Speclathe as a library: a Koa application that serves MCP. */

export type { Catalogue } from "./catalogue.ts";
export { type ErrorKind, ToolError } from "./errors.ts";
export type { UpstreamOptions } from "./http/upstream.ts";
export { type AppOptions, createApp, type McpApp } from "./serve/app.ts";
export { type Listening, type ListenOptions, listen, listenStdio } from "./serve/serve.ts";
export type { AdvertisedTool, ServerDefinition, Surface } from "./server.ts";
export type { SessionOptions } from "./sessions/options.ts";
export type { SessionStore } from "./sessions/store.ts";
export type { Tool, ToolDefinition } from "./tool.ts";
