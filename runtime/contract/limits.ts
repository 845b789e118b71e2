/** Limits that both the generator and the runtime, or several stages of the generator, hold to. */

/** UTF-16 code units of the description of a tool, resource, prompt or server. */
export const MAX_DESCRIPTION = 2_000;

/** Expressions in a URI template. */
export const MAX_URI_EXPRESSIONS = 50;

/** Names that every MCP client accepts for a tool, and model APIs for an argument. */
export const MCP_NAME = /^[A-Za-z0-9_-]{1,64}$/;
