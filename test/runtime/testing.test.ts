/** The rows that are worked out say what a declaration sends; what a person expects is of the server as it runs. */
import { z } from "zod";
import { hook } from "../../runtime/handler.ts";
import { defineServer } from "../../runtime/server.ts";
import { testTool } from "../../runtime/testing.ts";
import { defineTool } from "../../runtime/tool.ts";

const create = defineTool({
  name: "create",
  description: "Create one.",
  input: () => z.strictObject({ source: z.string().optional() }),
  annotations: {},
  http: { method: "POST", path: "/things", params: { source: { in: "query" } } },
});

const server = defineServer({
  name: "hooked",
  surface: {
    server: { name: "hooked", title: "Hooked", version: "1" },
    tools: [{ name: "create", description: "Create one.", inputSchema: { type: "object" } }],
  },
  groups: { all: async () => ({ create }) },
  hooks: async () => ({
    default: [hook(create, { before: (args) => ({ ...args, source: "a hook" }) })],
  }),
});

testTool(server, create, {
  sends: [
    { request: "POST /things" },
    { with: { source: "me" }, request: "POST /things?source=me", rejects: 0 },
  ],
  rejects: [{ with: { other: 1 }, at: "other" }],
  returns: { status: 200, json: { id: 1 } },
  errors: [{ status: 404, kind: "not_found" }],
  cases: [
    {
      name: "goes through the hooks, where a person says what is to be expected",
      args: { source: "me" },
      mock: [{ status: 200, body: { id: 1 } }],
      expect: { requests: ["POST /things?source=a%20hook"], result: { id: 1 } },
    },
  ],
});
