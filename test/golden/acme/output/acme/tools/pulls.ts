// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** GET /repos/{owner}/{repo}/pulls/{pull_number}/files */
export const pullsListFiles = defineTool({
  name: "pulls_list_files",
  title: "List the files that a pull request changes",
  description: "List the files that a pull request changes",
  input: () => z.strictObject({
    owner: z.string(),
    repo: z.string(),
    pull_number: integer(),
  }),
  output: () => z.array(z.looseObject({
    filename: z.string(),
    additions: integer(),
    deletions: integer(),
  })),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  timeoutMs: 20000,
  http: {
    upstream: "github",
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
    params: {
      owner: { in: "path" },
      repo: { in: "path" },
      pull_number: { in: "path" },
    },
    accept: "application/json",
  },
});
