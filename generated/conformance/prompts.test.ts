// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { testPrompt } from "speclathe/testing";
import server from "./index.ts";
import {
  testPromptWithArguments,
  testPromptWithImage,
  testSimplePrompt,
} from "./prompts.ts";

testPrompt(server, testPromptWithArguments, [
  { args: { arg1: "a", arg2: "a" }, texts: ["Prompt with arguments: arg1='a', arg2='a'"] },
]);

testPrompt(server, testPromptWithImage, [
  { args: {}, texts: [null, "Please analyze the image above."] },
]);

testPrompt(server, testSimplePrompt, [
  { args: {}, texts: ["This is a simple prompt for testing."] },
]);
