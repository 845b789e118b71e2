// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { allOf, ifThenElse, ifType, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";
import {
  JsonSchema202012ToolAddress,
} from "../schemas.ts";

/** specs/conformance.handlers.ts#confirmDelete */
export const confirmDelete = defineTool({
  name: "confirm_delete",
  description: "Asks while it runs as a task.",
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
  description: "Greets.",
  input: () => z.strictObject({
    name: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#greet",
});

/** specs/conformance.handlers.ts#jsonSchema */
export const jsonSchema_2020_12Tool = defineTool({
  name: "json_schema_2020_12_tool",
  description: "Has a schema with the newer words of JSON Schema, which clients must be shown as it is.",
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
  description: "Asks two things at once while it runs as a task.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#multiInput",
});

/** specs/conformance.handlers.ts#protocolErrorJob */
export const protocolErrorJob = defineTool({
  name: "protocol_error_job",
  description: "Breaks down.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  task: "optional",
  handler: "specs/conformance.handlers.ts#protocolErrorJob",
});

/** specs/conformance.handlers.ts#slowCompute */
export const slowCompute = defineTool({
  name: "slow_compute",
  description: "Takes its time.",
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
  description: "Answers with a sound.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#audioContent",
});

/** specs/conformance.handlers.ts#elicitation */
export const testElicitation = defineTool({
  name: "test_elicitation",
  description: "Asks the person for a name and an address.",
  input: () => z.strictObject({
    message: z.string().describe("What to ask."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitation",
});

/** specs/conformance.handlers.ts#elicitationDefaults */
export const testElicitationSep1034Defaults = defineTool({
  name: "test_elicitation_sep1034_defaults",
  description: "Asks with a default for each kind of value.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitationDefaults",
});

/** specs/conformance.handlers.ts#elicitationEnums */
export const testElicitationSep1330Enums = defineTool({
  name: "test_elicitation_sep1330_enums",
  description: "Asks with each kind of choice.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#elicitationEnums",
});

/** specs/conformance.handlers.ts#embeddedResource */
export const testEmbeddedResource = defineTool({
  name: "test_embedded_resource",
  description: "Answers with a resource that is embedded.",
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
  description: "Answers with an image.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#imageContent",
});

/** specs/conformance.handlers.ts#askWhatIsPossible */
export const testInputRequiredResultCapabilities = defineTool({
  name: "test_input_required_result_capabilities",
  description: "Asks only what the client can answer.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askWhatIsPossible",
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
  description: "Asks twice, one after the other.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askTwice",
});

/** specs/conformance.handlers.ts#askSeveral */
export const testInputRequiredResultMultipleInputs = defineTool({
  name: "test_input_required_result_multiple_inputs",
  description: "Asks three things at once.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askSeveral",
});

/** specs/conformance.handlers.ts#askWithState */
export const testInputRequiredResultRequestState = defineTool({
  name: "test_input_required_result_request_state",
  description: "Asks for a yes, and carries a state over.",
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
  description: "Asks for a yes, and carries a state over that nobody may change.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#askWithState",
});

/** specs/conformance.handlers.ts#loggingTool */
export const testLoggingTool = defineTool({
  name: "test_logging_tool",
  description: "Logs, if the client wants to hear of it.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#loggingTool",
});

/** specs/conformance.handlers.ts#missingCapability */
export const testMissingCapability = defineTool({
  name: "test_missing_capability",
  description: "Needs a client that can sample.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#missingCapability",
});

/** specs/conformance.handlers.ts#multipleContentTypes */
export const testMultipleContentTypes = defineTool({
  name: "test_multiple_content_types",
  description: "Answers with a text, an image and a resource.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#multipleContentTypes",
});

/** specs/conformance.handlers.ts#reconnection */
export const testReconnection = defineTool({
  name: "test_reconnection",
  description: "Ends its stream in the middle of the call, so that the client takes it up again.",
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
    prompt: z.string().describe("What to ask it."),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#sampling",
});

/** specs/conformance.handlers.ts#simpleText */
export const testSimpleText = defineTool({
  name: "test_simple_text",
  description: "Answers with a text.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#simpleText",
});

/** specs/conformance.handlers.ts#streamingElicitation */
export const testStreamingElicitation = defineTool({
  name: "test_streaming_elicitation",
  description: "Answers without a question, so that nothing but a result is on the stream.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#streamingElicitation",
});

/** specs/conformance.handlers.ts#toolWithLogging */
export const testToolWithLogging = defineTool({
  name: "test_tool_with_logging",
  description: "Logs three times while it runs.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#toolWithLogging",
});

/** specs/conformance.handlers.ts#toolWithProgress */
export const testToolWithProgress = defineTool({
  name: "test_tool_with_progress",
  description: "Tells three times how far it is.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#toolWithProgress",
});

/** specs/conformance.handlers.ts#toolWithTask */
export const testToolWithTask = defineTool({
  name: "test_tool_with_task",
  description: "Asks for a name first, and runs as a task then.",
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
  description: "Tells clients that the prompts have changed.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#triggerPromptChange",
});

/** specs/conformance.handlers.ts#triggerToolChange */
export const testTriggerToolChange = defineTool({
  name: "test_trigger_tool_change",
  description: "Tells clients that the tools have changed.",
  input: () => z.strictObject({
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#triggerToolChange",
});

/** specs/conformance.handlers.ts#mcpHeader */
export const testXMcpHeader = defineTool({
  name: "test_x_mcp_header",
  description: "Has an argument that travels in a header too, where proxies can see it.",
  input: () => z.strictObject({
    region: z.string(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
  handler: "specs/conformance.handlers.ts#mcpHeader",
});
