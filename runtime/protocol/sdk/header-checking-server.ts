import {
  type Implementation,
  McpServer,
  type ServerCapabilities,
  type ServerOptions,
} from "@modelcontextprotocol/server";

/** The input schema of a tool with `x-mcp-header` arguments; undefined for any other tool. */
type HeaderSchema = (tool: string) => Record<string, unknown> | undefined;

/**
 * An `McpServer` without tools of its own, for which `createMcpHandler` compares the arguments of a call with the
 * `Mcp-Param-*` headers. Request handlers are registered on its `server`.
 *
 * Relies on this behaviour of `@modelcontextprotocol/server` 2.4:
 * - `createMcpHandler` asks `toolInputSchemaJson`, which is marked `@internal`, before it dispatches a `tools/call`
 *   of 2026-07-28, and only of an `McpServer`.
 * - The constructor of `McpServer` registers its own handlers for the capabilities that it is given, and adds
 *   `listChanged: true` to them. Capabilities that are registered later on its `server` stay as they are.
 */
export class HeaderCheckingServer extends McpServer {
  readonly #headerSchema: HeaderSchema;

  constructor(
    info: Implementation,
    { capabilities, ...options }: ServerOptions & { readonly capabilities: ServerCapabilities },
    headerSchema: HeaderSchema,
  ) {
    super(info, options);
    this.#headerSchema = headerSchema;
    this.server.registerCapabilities(capabilities);
  }

  override toolInputSchemaJson(name: string): Record<string, unknown> | undefined {
    return this.#headerSchema(name);
  }
}
