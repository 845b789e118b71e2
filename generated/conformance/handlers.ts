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
  "specs/conformance.handlers.ts": (): Promise<{
    askElicitation: Handler<typeof tools.testInputRequiredResultElicitation>;
    askRoots: Handler<typeof tools.testInputRequiredResultListRoots>;
    askSampling: Handler<typeof tools.testInputRequiredResultSampling>;
    askSeveral: Handler<typeof tools.testInputRequiredResultMultipleInputs>;
    askSupportedQuestions: Handler<typeof tools.testInputRequiredResultCapabilities>;
    askTwice: Handler<typeof tools.testInputRequiredResultMultiRound>;
    askWithState: Handler<typeof tools.testInputRequiredResultRequestState> & Handler<typeof tools.testInputRequiredResultTamperedState>;
    audioContent: Handler<typeof tools.testAudioContent>;
    confirmDelete: Handler<typeof tools.confirmDelete>;
    elicitation: Handler<typeof tools.testElicitation>;
    elicitationDefaults: Handler<typeof tools.testElicitationSep1034Defaults>;
    elicitationEnums: Handler<typeof tools.testElicitationSep1330Enums>;
    embeddedResource: Handler<typeof tools.testEmbeddedResource>;
    errorHandling: Handler<typeof tools.testErrorHandling>;
    failingJob: Handler<typeof tools.failingJob>;
    greet: Handler<typeof tools.greet>;
    imageContent: Handler<typeof tools.testImageContent>;
    jsonSchema: Handler<typeof tools.jsonSchema_2020_12Tool>;
    loggingTool: Handler<typeof tools.testLoggingTool>;
    mcpHeader: Handler<typeof tools.testXMcpHeader>;
    missingCapability: Handler<typeof tools.testMissingCapability>;
    multiInput: Handler<typeof tools.multiInput>;
    multipleContentTypes: Handler<typeof tools.testMultipleContentTypes>;
    promptThatAsks: PromptHandler<typeof prompts.testInputRequiredResultPrompt>;
    promptWithResource: PromptHandler<typeof prompts.testPromptWithEmbeddedResource>;
    protocolErrorJob: Handler<typeof tools.protocolErrorJob>;
    reconnection: Handler<typeof tools.testReconnection>;
    sampling: Handler<typeof tools.testSampling>;
    simpleText: Handler<typeof tools.testSimpleText>;
    slowCompute: Handler<typeof tools.slowCompute>;
    streamingElicitation: Handler<typeof tools.testStreamingElicitation>;
    templateData: ResourceHandler<typeof resources.templateData>;
    toolWithLogging: Handler<typeof tools.testToolWithLogging>;
    toolWithProgress: Handler<typeof tools.testToolWithProgress>;
    toolWithTask: Handler<typeof tools.testToolWithTask>;
    triggerPromptChange: Handler<typeof tools.testTriggerPromptChange>;
    triggerToolChange: Handler<typeof tools.testTriggerToolChange>;
  }> => import("../../specs/conformance.handlers.ts"),
};
