// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const files = defineResource({
  name: "files",
  uri: "workbench://file/{+path}",
  handler: "specs/workbench.handlers.ts#readFile",
  list: { handler: "specs/workbench.handlers.ts#listFiles" },
  complete: {
    path: { handler: "specs/workbench.handlers.ts#completePath" },
  },
  subscribe: true,
});

export const gitDiff = defineResource({
  name: "git_diff",
  uri: "workbench://git/diff{?base,path}",
  mimeType: "text/x-diff",
  handler: "specs/workbench.handlers.ts#readDiff",
  complete: {
    base: { handler: "specs/workbench.handlers.ts#completeBranch" },
    path: { handler: "specs/workbench.handlers.ts#completePath" },
  },
});

export const gitLog = defineResource({
  name: "git_log",
  uri: "workbench://git/log",
  mimeType: "text/plain",
  handler: "specs/workbench.handlers.ts#readLog",
});

export const gitStaged = defineResource({
  name: "git_staged",
  uri: "workbench://git/staged",
  mimeType: "text/x-diff",
  handler: "specs/workbench.handlers.ts#readStaged",
});

export const readme = defineResource({
  name: "readme",
  uri: "workbench://readme",
  mimeType: "text/markdown",
  file: new URL("../../specs/workbench/README.md", import.meta.url),
  subscribe: true,
});
