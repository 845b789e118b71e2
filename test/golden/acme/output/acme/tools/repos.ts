// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /repos/{owner}/{repo}/contents/{path} */
export const githubReposGetContent = defineTool({
  name: "github.repos_get_content",
  title: "Get a file",
  description: "Get a file",
  input: () => z.strictObject({
    owner: z.string(),
    repo: z.string(),
    path: z.string(),
    ref: z.string().optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "github",
    method: "GET",
    path: "/repos/{owner}/{repo}/contents/{path}",
    params: {
      owner: { in: "path" },
      repo: { in: "path" },
      path: { in: "path" },
      ref: { in: "query" },
    },
    accept: "text/plain",
  },
});
