// Generated from specs/conformance.mcp.yaml. Do not edit; run `speclathe generate`.

import { definePrompt } from "speclathe/prompt";

export const testInputRequiredResultPrompt = definePrompt({
  name: "test_input_required_result_prompt",
  handler: "specs/conformance.handlers.ts#promptThatAsks",
});

export const testPromptWithArguments = definePrompt({
  name: "test_prompt_with_arguments",
  args: {
    arg1: { required: true },
    arg2: { required: true },
  },
  complete: {
    arg1: ["paris", "park", "party"],
  },
  messages: [
    { role: "user", content: { text: "Prompt with arguments: arg1='{$inputs.arg1}', arg2='{$inputs.arg2}'" } },
  ],
});

export const testPromptWithEmbeddedResource = definePrompt({
  name: "test_prompt_with_embedded_resource",
  args: {
    resourceUri: { required: true },
  },
  handler: "specs/conformance.handlers.ts#promptWithResource",
});

export const testPromptWithImage = definePrompt({
  name: "test_prompt_with_image",
  messages: [
    { role: "user", content: { image: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==", mimeType: "image/png" } },
    { role: "user", content: { text: "Please analyze the image above." } },
  ],
});

export const testSimplePrompt = definePrompt({
  name: "test_simple_prompt",
  messages: [
    { role: "user", content: { text: "This is a simple prompt for testing." } },
  ],
});
