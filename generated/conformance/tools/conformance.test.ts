// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { testTool } from "speclathe/testing";
import server from "../index.ts";
import {
  confirmDelete,
  failingJob,
  greet,
  jsonSchema_2020_12Tool,
  multiInput,
  protocolErrorJob,
  slowCompute,
  testAudioContent,
  testElicitation,
  testElicitationSep1034Defaults,
  testElicitationSep1330Enums,
  testEmbeddedResource,
  testErrorHandling,
  testImageContent,
  testInputRequiredResultCapabilities,
  testInputRequiredResultElicitation,
  testInputRequiredResultListRoots,
  testInputRequiredResultMultiRound,
  testInputRequiredResultMultipleInputs,
  testInputRequiredResultRequestState,
  testInputRequiredResultSampling,
  testInputRequiredResultTamperedState,
  testLoggingTool,
  testMissingCapability,
  testMultipleContentTypes,
  testReconnection,
  testSampling,
  testSimpleText,
  testStreamingElicitation,
  testToolWithLogging,
  testToolWithProgress,
  testToolWithTask,
  testTriggerPromptChange,
  testTriggerToolChange,
  testXMcpHeader,
} from "./conformance.ts";

testTool(server, confirmDelete, {
  rejects: [
    { with: { filename: 0 }, at: "filename" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, failingJob, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, greet, {
  args: { name: "a" },
  rejects: [
    { without: "name", at: "name" },
    { with: { name: 0 }, at: "name" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    { name: "a call with name", args: { name: "Ada" }, mock: [], expect: { text: "Hello, Ada!" } },
  ],
});

testTool(server, jsonSchema_2020_12Tool, {
  args: { email: "a" },
  rejects: [
    { with: { name: 0 }, at: "name" },
    { with: { address: 0 }, at: "address" },
    { with: { contactMethod: "not one of these" }, at: "contactMethod" },
    { with: { phone: 0 }, at: "phone" },
    { with: { email: 0 }, at: "email" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, multiInput, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, protocolErrorJob, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, slowCompute, {
  rejects: [
    { with: { seconds: -1 }, at: "seconds" },
    { with: { label: 0 }, at: "label" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testAudioContent, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testElicitation, {
  args: { message: "a" },
  rejects: [
    { without: "message", at: "message" },
    { with: { message: 0 }, at: "message" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testElicitationSep1034Defaults, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testElicitationSep1330Enums, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testEmbeddedResource, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testErrorHandling, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "a call with no arguments",
      args: {},
      mock: [],
      expect: { isError: true, text: "This tool intentionally returns an error for testing" },
    },
  ],
});

testTool(server, testImageContent, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultCapabilities, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultElicitation, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultListRoots, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultMultiRound, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultMultipleInputs, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultRequestState, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultSampling, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testInputRequiredResultTamperedState, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testLoggingTool, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testMissingCapability, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testMultipleContentTypes, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testReconnection, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testSampling, {
  args: { prompt: "a" },
  rejects: [
    { without: "prompt", at: "prompt" },
    { with: { prompt: 0 }, at: "prompt" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testSimpleText, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
  cases: [
    {
      name: "a call with no arguments",
      args: {},
      mock: [],
      expect: { text: "This is a simple text response for testing." },
    },
  ],
});

testTool(server, testStreamingElicitation, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testToolWithLogging, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testToolWithProgress, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testToolWithTask, {
  rejects: [
    { with: { user_name: 0 }, at: "user_name" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testTriggerPromptChange, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testTriggerToolChange, {
  rejects: [
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});

testTool(server, testXMcpHeader, {
  args: { region: "a" },
  rejects: [
    { without: "region", at: "region" },
    { with: { region: 0 }, at: "region" },
    { with: { "not an argument": true }, at: "not an argument" },
  ],
});
