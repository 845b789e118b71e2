// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { allOf, ifThenElse, ifType, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  JsonSchema202012ToolAddress,
} from "../schemas.ts";

/** specs/conformance.handlers.ts#confirmDelete */
export const confirmDelete = defineTool({
  name: "confirm_delete",
  description: "Asks for a confirmation while it runs as a task.",
  input: () => z.strictObject({
    filename: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#confirmDelete",
});

/** specs/conformance.handlers.ts#failingJob */
export const failingJob = defineTool({
  name: "failing_job",
  description: "Fails after a second, as a task.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "required",
  handler: "specs/conformance.handlers.ts#failingJob",
});

/** specs/conformance.handlers.ts#greet */
export const greet = defineTool({
  name: "greet",
  description: "Greets by name.",
  input: () => z.strictObject({
    name: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#greet",
});

/** specs/conformance.handlers.ts#jsonSchema */
export const jsonSchema_2020_12Tool = defineTool({
  name: "json_schema_2020_12_tool",
  description: "Has an input schema with keywords of JSON Schema 2020-12, which clients must get unchanged.",
  input: () => allOf([
    z.strictObject({
      name: z.string().optional(),
      address: JsonSchema202012ToolAddress().optional(),
      contactMethod: z.enum([
        "phone",
        "email",
      ]).optional(),
      phone: z.string().optional(),
      email: z.string().optional(),
    }),
    z.union([
      ifType("object", z.looseObject({
        phone: z.unknown(),
      })),
      ifType("object", z.looseObject({
        email: z.unknown(),
      })),
    ]),
    ifThenElse(ifType("object", z.looseObject({
      contactMethod: z.literal("phone"),
    })), ifType("object", z.looseObject({
      phone: z.unknown(),
    })), ifType("object", z.looseObject({
      email: z.unknown(),
    }))),
  ]),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#jsonSchema",
});

/** specs/conformance.handlers.ts#multiInput */
export const multiInput = defineTool({
  name: "multi_input",
  description: "Asks two questions at once while it runs as a task.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#multiInput",
});

/** specs/conformance.handlers.ts#protocolErrorJob */
export const protocolErrorJob = defineTool({
  name: "protocol_error_job",
  description: "Throws an unexpected error.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#protocolErrorJob",
});

/** specs/conformance.handlers.ts#slowCompute */
export const slowCompute = defineTool({
  name: "slow_compute",
  description: "Computes for the given number of seconds.",
  input: () => z.strictObject({
    seconds: z.number().min(0).optional(),
    label: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#slowCompute",
});

/** specs/conformance.handlers.ts#audioContent */
export const testAudioContent = defineTool({
  name: "test_audio_content",
  description: "Returns audio.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#audioContent",
});

/** specs/conformance.handlers.ts#elicitation */
export const testElicitation = defineTool({
  name: "test_elicitation",
  description: "Asks the person for a user name and an e-mail address.",
  input: () => z.strictObject({
    message: z.string().describe("The question."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitation",
});

/** specs/conformance.handlers.ts#elicitationDefaults */
export const testElicitationSep1034Defaults = defineTool({
  name: "test_elicitation_sep1034_defaults",
  description: "Asks with a default for each type of value.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitationDefaults",
});

/** specs/conformance.handlers.ts#elicitationEnums */
export const testElicitationSep1330Enums = defineTool({
  name: "test_elicitation_sep1330_enums",
  description: "Asks with each kind of enum.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitationEnums",
});

/** specs/conformance.handlers.ts#embeddedResource */
export const testEmbeddedResource = defineTool({
  name: "test_embedded_resource",
  description: "Returns an embedded resource.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#embeddedResource",
});

/** specs/conformance.handlers.ts#errorHandling */
export const testErrorHandling = defineTool({
  name: "test_error_handling",
  description: "Always fails.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#errorHandling",
});

/** specs/conformance.handlers.ts#imageContent */
export const testImageContent = defineTool({
  name: "test_image_content",
  description: "Returns an image.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#imageContent",
});

/** specs/conformance.handlers.ts#askSupportedQuestions */
export const testInputRequiredResultCapabilities = defineTool({
  name: "test_input_required_result_capabilities",
  description: "Asks only questions that the client supports.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askSupportedQuestions",
});

/** specs/conformance.handlers.ts#askElicitation */
export const testInputRequiredResultElicitation = defineTool({
  name: "test_input_required_result_elicitation",
  description: "Asks for a name.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askElicitation",
});

/** specs/conformance.handlers.ts#askRoots */
export const testInputRequiredResultListRoots = defineTool({
  name: "test_input_required_result_list_roots",
  description: "Asks for the client's roots.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askRoots",
});

/** specs/conformance.handlers.ts#askTwice */
export const testInputRequiredResultMultiRound = defineTool({
  name: "test_input_required_result_multi_round",
  description: "Asks two questions, one after the other.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askTwice",
});

/** specs/conformance.handlers.ts#askSeveral */
export const testInputRequiredResultMultipleInputs = defineTool({
  name: "test_input_required_result_multiple_inputs",
  description: "Asks three questions at once.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askSeveral",
});

/** specs/conformance.handlers.ts#askWithState */
export const testInputRequiredResultRequestState = defineTool({
  name: "test_input_required_result_request_state",
  description: "Asks for a confirmation, and passes state to the next round.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askWithState",
});

/** specs/conformance.handlers.ts#askSampling */
export const testInputRequiredResultSampling = defineTool({
  name: "test_input_required_result_sampling",
  description: "Asks the client's model for the capital of France.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askSampling",
});

/** specs/conformance.handlers.ts#askWithState */
export const testInputRequiredResultTamperedState = defineTool({
  name: "test_input_required_result_tampered_state",
  description: "Asks for a confirmation, and refuses state that a client changed.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askWithState",
});

/** specs/conformance.handlers.ts#loggingTool */
export const testLoggingTool = defineTool({
  name: "test_logging_tool",
  description: "Sends a log message, if the client requests log messages.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#loggingTool",
});

/** specs/conformance.handlers.ts#missingCapability */
export const testMissingCapability = defineTool({
  name: "test_missing_capability",
  description: "Requires a client that supports sampling.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#missingCapability",
});

/** specs/conformance.handlers.ts#multipleContentTypes */
export const testMultipleContentTypes = defineTool({
  name: "test_multiple_content_types",
  description: "Returns a text, an image and a resource.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#multipleContentTypes",
});

/** specs/conformance.handlers.ts#reconnection */
export const testReconnection = defineTool({
  name: "test_reconnection",
  description: "Closes its stream during the call, so that the client has to resume it.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#reconnection",
});

/** specs/conformance.handlers.ts#sampling */
export const testSampling = defineTool({
  name: "test_sampling",
  description: "Asks the client's model.",
  input: () => z.strictObject({
    prompt: z.string().describe("The prompt for the model."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#sampling",
});

/** specs/conformance.handlers.ts#simpleText */
export const testSimpleText = defineTool({
  name: "test_simple_text",
  description: "Returns a text.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#simpleText",
});

/** specs/conformance.handlers.ts#streamingElicitation */
export const testStreamingElicitation = defineTool({
  name: "test_streaming_elicitation",
  description: "Returns without a question, so that the stream contains only the result.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#streamingElicitation",
});

/** specs/conformance.handlers.ts#toolWithLogging */
export const testToolWithLogging = defineTool({
  name: "test_tool_with_logging",
  description: "Sends three log messages while it runs.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#toolWithLogging",
});

/** specs/conformance.handlers.ts#toolWithProgress */
export const testToolWithProgress = defineTool({
  name: "test_tool_with_progress",
  description: "Reports progress three times.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#toolWithProgress",
});

/** specs/conformance.handlers.ts#toolWithTask */
export const testToolWithTask = defineTool({
  name: "test_tool_with_task",
  description: "Asks for a name, and then runs as a task.",
  input: () => z.strictObject({
    user_name: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "required",
  handler: "specs/conformance.handlers.ts#toolWithTask",
});

/** specs/conformance.handlers.ts#triggerPromptChange */
export const testTriggerPromptChange = defineTool({
  name: "test_trigger_prompt_change",
  description: "Notifies clients of changed prompts.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#triggerPromptChange",
});

/** specs/conformance.handlers.ts#triggerToolChange */
export const testTriggerToolChange = defineTool({
  name: "test_trigger_tool_change",
  description: "Notifies clients of changed tools.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#triggerToolChange",
});

/** specs/conformance.handlers.ts#mcpHeader */
export const testXMcpHeader = defineTool({
  name: "test_x_mcp_header",
  description: "Has an argument that clients also send in a header, for proxies.",
  input: () => z.strictObject({
    region: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#mcpHeader",
});
