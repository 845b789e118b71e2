// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { defineResource } from "speclathe/resource";

export const staticBinary = defineResource({
  name: "static_binary",
  uri: "test://static-binary",
  mimeType: "image/png",
  blob: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
});

export const staticText = defineResource({
  name: "static_text",
  uri: "test://static-text",
  mimeType: "text/plain",
  text: "This is the content of the static text resource.",
});

export const templateData = defineResource({
  name: "template_data",
  uri: "test://template/{id}/data",
  mimeType: "application/json",
  handler: "specs/conformance.handlers.ts#templateData",
  complete: {
    id: ["123", "456"],
  },
});

export const watchedResource = defineResource({
  name: "watched_resource",
  uri: "test://watched-resource",
  mimeType: "text/plain",
  text: "Nothing has happened yet.",
  subscribe: true,
});
