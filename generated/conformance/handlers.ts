// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import type {
  Handler,
  PromptHandler,
  ResourceHandler,
} from "speclathe/handler";
import type * as prompts from "./prompts.ts";
import type * as resources from "./resources.ts";
import type * as tools from "./tools/conformance.ts";

export const handlers = {
  "specs/conformance.handlers.ts#askElicitation": (): Promise<Handler<typeof tools.testInputRequiredResultElicitation>> => import("../../specs/conformance.handlers.ts").then((m) => m.askElicitation),
  "specs/conformance.handlers.ts#askRoots": (): Promise<Handler<typeof tools.testInputRequiredResultListRoots>> => import("../../specs/conformance.handlers.ts").then((m) => m.askRoots),
  "specs/conformance.handlers.ts#askSampling": (): Promise<Handler<typeof tools.testInputRequiredResultSampling>> => import("../../specs/conformance.handlers.ts").then((m) => m.askSampling),
  "specs/conformance.handlers.ts#askSeveral": (): Promise<Handler<typeof tools.testInputRequiredResultMultipleInputs>> => import("../../specs/conformance.handlers.ts").then((m) => m.askSeveral),
  "specs/conformance.handlers.ts#askSupportedQuestions": (): Promise<Handler<typeof tools.testInputRequiredResultCapabilities>> => import("../../specs/conformance.handlers.ts").then((m) => m.askSupportedQuestions),
  "specs/conformance.handlers.ts#askTwice": (): Promise<Handler<typeof tools.testInputRequiredResultMultiRound>> => import("../../specs/conformance.handlers.ts").then((m) => m.askTwice),
  "specs/conformance.handlers.ts#askWithState": (): Promise<Handler<typeof tools.testInputRequiredResultRequestState> & Handler<typeof tools.testInputRequiredResultTamperedState>> => import("../../specs/conformance.handlers.ts").then((m) => m.askWithState),
  "specs/conformance.handlers.ts#audioContent": (): Promise<Handler<typeof tools.testAudioContent>> => import("../../specs/conformance.handlers.ts").then((m) => m.audioContent),
  "specs/conformance.handlers.ts#confirmDelete": (): Promise<Handler<typeof tools.confirmDelete>> => import("../../specs/conformance.handlers.ts").then((m) => m.confirmDelete),
  "specs/conformance.handlers.ts#elicitation": (): Promise<Handler<typeof tools.testElicitation>> => import("../../specs/conformance.handlers.ts").then((m) => m.elicitation),
  "specs/conformance.handlers.ts#elicitationDefaults": (): Promise<Handler<typeof tools.testElicitationSep1034Defaults>> => import("../../specs/conformance.handlers.ts").then((m) => m.elicitationDefaults),
  "specs/conformance.handlers.ts#elicitationEnums": (): Promise<Handler<typeof tools.testElicitationSep1330Enums>> => import("../../specs/conformance.handlers.ts").then((m) => m.elicitationEnums),
  "specs/conformance.handlers.ts#embeddedResource": (): Promise<Handler<typeof tools.testEmbeddedResource>> => import("../../specs/conformance.handlers.ts").then((m) => m.embeddedResource),
  "specs/conformance.handlers.ts#errorHandling": (): Promise<Handler<typeof tools.testErrorHandling>> => import("../../specs/conformance.handlers.ts").then((m) => m.errorHandling),
  "specs/conformance.handlers.ts#failingJob": (): Promise<Handler<typeof tools.failingJob>> => import("../../specs/conformance.handlers.ts").then((m) => m.failingJob),
  "specs/conformance.handlers.ts#greet": (): Promise<Handler<typeof tools.greet>> => import("../../specs/conformance.handlers.ts").then((m) => m.greet),
  "specs/conformance.handlers.ts#imageContent": (): Promise<Handler<typeof tools.testImageContent>> => import("../../specs/conformance.handlers.ts").then((m) => m.imageContent),
  "specs/conformance.handlers.ts#jsonSchema": (): Promise<Handler<typeof tools.jsonSchema_2020_12Tool>> => import("../../specs/conformance.handlers.ts").then((m) => m.jsonSchema),
  "specs/conformance.handlers.ts#loggingTool": (): Promise<Handler<typeof tools.testLoggingTool>> => import("../../specs/conformance.handlers.ts").then((m) => m.loggingTool),
  "specs/conformance.handlers.ts#mcpHeader": (): Promise<Handler<typeof tools.testXMcpHeader>> => import("../../specs/conformance.handlers.ts").then((m) => m.mcpHeader),
  "specs/conformance.handlers.ts#missingCapability": (): Promise<Handler<typeof tools.testMissingCapability>> => import("../../specs/conformance.handlers.ts").then((m) => m.missingCapability),
  "specs/conformance.handlers.ts#multiInput": (): Promise<Handler<typeof tools.multiInput>> => import("../../specs/conformance.handlers.ts").then((m) => m.multiInput),
  "specs/conformance.handlers.ts#multipleContentTypes": (): Promise<Handler<typeof tools.testMultipleContentTypes>> => import("../../specs/conformance.handlers.ts").then((m) => m.multipleContentTypes),
  "specs/conformance.handlers.ts#promptThatAsks": (): Promise<PromptHandler<typeof prompts.testInputRequiredResultPrompt>> => import("../../specs/conformance.handlers.ts").then((m) => m.promptThatAsks),
  "specs/conformance.handlers.ts#promptWithResource": (): Promise<PromptHandler<typeof prompts.testPromptWithEmbeddedResource>> => import("../../specs/conformance.handlers.ts").then((m) => m.promptWithResource),
  "specs/conformance.handlers.ts#protocolErrorJob": (): Promise<Handler<typeof tools.protocolErrorJob>> => import("../../specs/conformance.handlers.ts").then((m) => m.protocolErrorJob),
  "specs/conformance.handlers.ts#reconnection": (): Promise<Handler<typeof tools.testReconnection>> => import("../../specs/conformance.handlers.ts").then((m) => m.reconnection),
  "specs/conformance.handlers.ts#sampling": (): Promise<Handler<typeof tools.testSampling>> => import("../../specs/conformance.handlers.ts").then((m) => m.sampling),
  "specs/conformance.handlers.ts#simpleText": (): Promise<Handler<typeof tools.testSimpleText>> => import("../../specs/conformance.handlers.ts").then((m) => m.simpleText),
  "specs/conformance.handlers.ts#slowCompute": (): Promise<Handler<typeof tools.slowCompute>> => import("../../specs/conformance.handlers.ts").then((m) => m.slowCompute),
  "specs/conformance.handlers.ts#streamingElicitation": (): Promise<Handler<typeof tools.testStreamingElicitation>> => import("../../specs/conformance.handlers.ts").then((m) => m.streamingElicitation),
  "specs/conformance.handlers.ts#templateData": (): Promise<ResourceHandler<typeof resources.templateData>> => import("../../specs/conformance.handlers.ts").then((m) => m.templateData),
  "specs/conformance.handlers.ts#toolWithLogging": (): Promise<Handler<typeof tools.testToolWithLogging>> => import("../../specs/conformance.handlers.ts").then((m) => m.toolWithLogging),
  "specs/conformance.handlers.ts#toolWithProgress": (): Promise<Handler<typeof tools.testToolWithProgress>> => import("../../specs/conformance.handlers.ts").then((m) => m.toolWithProgress),
  "specs/conformance.handlers.ts#toolWithTask": (): Promise<Handler<typeof tools.testToolWithTask>> => import("../../specs/conformance.handlers.ts").then((m) => m.toolWithTask),
  "specs/conformance.handlers.ts#triggerPromptChange": (): Promise<Handler<typeof tools.testTriggerPromptChange>> => import("../../specs/conformance.handlers.ts").then((m) => m.triggerPromptChange),
  "specs/conformance.handlers.ts#triggerToolChange": (): Promise<Handler<typeof tools.testTriggerToolChange>> => import("../../specs/conformance.handlers.ts").then((m) => m.triggerToolChange),
};
