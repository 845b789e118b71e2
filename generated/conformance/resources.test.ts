// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { testResource } from "speclathe/testing";
import server from "./index.ts";
import {
  staticBinary,
  staticText,
  watchedResource,
} from "./resources.ts";

testResource(server, staticBinary, [
  {
    uri: "test://static-binary",
    blob: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
  },
]);

testResource(server, staticText, [
  { uri: "test://static-text", text: "This is the content of the static text resource." },
]);

testResource(server, watchedResource, [
  { uri: "test://watched-resource", text: "Nothing has happened yet." },
]);
