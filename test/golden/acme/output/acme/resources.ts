// Generated from test/golden/acme/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const channel = defineResource({
  name: "channel",
  uri: "slack://channels/{id}",
  call: "resources.channel.read",
  with: {
    channel: "$inputs.id",
  },
  list: { handler: "test/golden/acme/acme.handlers.ts#listChannels" },
  complete: {
    id: { handler: "test/golden/acme/acme.handlers.ts#completeChannel" },
  },
});

export const motto = defineResource({
  name: "motto",
  uri: "acme://motto",
  mimeType: "text/plain",
  text: "Look before you leap.",
});

export const repoFile = defineResource({
  name: "repo_file",
  uri: "repo://{owner}/{repo}/contents/{+path}{?ref}",
  call: "github.repos_get_content",
  with: {
    owner: "$inputs.owner",
    repo: "$inputs.repo",
    path: "$inputs.path",
    ref: "$inputs.ref",
  },
  complete: {
    ref: ["main", "next"],
  },
});

export const runbook = defineResource({
  name: "runbook",
  uri: "acme://runbook",
  mimeType: "text/markdown",
  file: new URL("../../docs/runbook.md", import.meta.url),
});

export const today = defineResource({
  name: "today",
  uri: "acme://today",
  handler: "test/golden/acme/acme.handlers.ts#today",
});
