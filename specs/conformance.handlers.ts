/** The code of specs/conformance.mcp.yaml. The official conformance suite defines the names and texts. */
import { setTimeout as wait } from "node:timers/promises";
import {
  type Content,
  type Context,
  content,
  type Form,
  type Handler,
  type PromptHandler,
  type Question,
  type Reply,
  type ResourceHandler,
  type Sample,
  ToolError,
} from "speclathe/handler";
import type * as prompts from "../generated/conformance/prompts.ts";
import type * as resources from "../generated/conformance/resources.ts";
import type * as tools from "../generated/conformance/tools/conformance.ts";

// ------------------------------------------------------------------------------------------- results

const IMAGE: Content = {
  type: "image",
  mimeType: "image/png",
  data: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
};

/** Eight samples of silence. */
const SOUND: Content = {
  type: "audio",
  mimeType: "audio/wav",
  data: "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==",
};

export const simpleText: Handler<typeof tools.testSimpleText> = () =>
  "This is a simple text response for testing.";

export const imageContent: Handler<typeof tools.testImageContent> = () => content(IMAGE);

export const audioContent: Handler<typeof tools.testAudioContent> = () => content(SOUND);

export const embeddedResource: Handler<typeof tools.testEmbeddedResource> = () =>
  content({
    type: "resource",
    resource: {
      uri: "test://embedded-resource",
      mimeType: "text/plain",
      text: "This is an embedded resource content.",
    },
  });

export const multipleContentTypes: Handler<typeof tools.testMultipleContentTypes> = () =>
  content([
    { type: "text", text: "Multiple content types test:" },
    IMAGE,
    {
      type: "resource",
      resource: {
        uri: "test://mixed-content-resource",
        mimeType: "application/json",
        text: JSON.stringify({ test: "data", value: 123 }),
      },
    },
  ]);

export const errorHandling: Handler<typeof tools.testErrorHandling> = () => {
  throw new ToolError("rejected", "This tool intentionally returns an error for testing");
};

// ----------------------------------------------------------------------------------------- arguments

export const jsonSchema: Handler<typeof tools.jsonSchema_2020_12Tool> = (args) =>
  `Arguments: ${JSON.stringify(args)}`;

export const mcpHeader: Handler<typeof tools.testXMcpHeader> = (args) => `Arguments: ${JSON.stringify(args)}`;

// ------------------------------------------------------------------------------------- notifications

export const toolWithLogging: Handler<typeof tools.testToolWithLogging> = async (_args, context) => {
  await context.log("info", "Tool execution started");
  await wait(50);
  await context.log("info", "Tool processing data");
  await wait(50);
  await context.log("info", "Tool execution completed");
  return "Logged three times.";
};

export const loggingTool: Handler<typeof tools.testLoggingTool> = async (_args, context) => {
  await context.log("info", "This is a log message");
  return "Logged.";
};

export const toolWithProgress: Handler<typeof tools.testToolWithProgress> = async (_args, context) => {
  await context.progress(0, 100);
  await wait(50);
  await context.progress(50, 100);
  await wait(50);
  await context.progress(100, 100);
  return "Progressed three times.";
};

export const reconnection: Handler<typeof tools.testReconnection> = async (_args, context) => {
  context.closeStream();
  await wait(100);
  return "The stream was closed and resumed.";
};

export const triggerToolChange: Handler<typeof tools.testTriggerToolChange> = (_args, context) => {
  context.changed.tools();
  return "Notified.";
};

export const triggerPromptChange: Handler<typeof tools.testTriggerPromptChange> = (_args, context) => {
  context.changed.prompts();
  return "Notified.";
};

// ----------------------------------------------------------------------------------------- questions

type Sampling = Extract<Question, { readonly sample: unknown }>;

const sample = (text: string, maxTokens: number): Sampling => ({
  sample: { messages: [{ role: "user", content: { type: "text", text } }], maxTokens },
});

const form = (
  message: string,
  properties: Form["schema"]["properties"],
  required: readonly string[] = [],
): { readonly elicit: Form } => ({ elicit: { message, schema: { type: "object", properties, required } } });

const NAME = form("What is your name?", { name: { type: "string" } }, ["name"]);

const CONFIRM = form("Please confirm", { ok: { type: "boolean" } }, ["ok"]);

function textOf({ content: sampled }: Sample): string {
  const [first] = Array.isArray(sampled) ? sampled : [sampled];
  return (first as { readonly text?: string } | undefined)?.text ?? JSON.stringify(sampled);
}

function replyText({ action, content: given }: Reply): string {
  return `action=${action}, content=${JSON.stringify(given ?? {})}`;
}

export const sampling: Handler<typeof tools.testSampling> = async ({ prompt }, context) =>
  `LLM response: ${textOf(await context.ask("sample", sample(prompt, 100)))}`;

export const elicitation: Handler<typeof tools.testElicitation> = async ({ message }, context) => {
  const question = form(
    message,
    {
      username: { type: "string", description: "User's response" },
      email: { type: "string", description: "User's email address" },
    },
    ["username", "email"],
  );
  const { action, content: given } = await context.ask("user", question);
  return `User response: action: ${action}, content: ${JSON.stringify(given ?? {})}`;
};

export const elicitationDefaults: Handler<typeof tools.testElicitationSep1034Defaults> = async (
  _args,
  context,
) => {
  const question = form("Please review your details", {
    name: { type: "string", description: "Your name", default: "John Doe" },
    age: { type: "integer", description: "Your age", default: 30 },
    score: { type: "number", description: "Your score", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", description: "Whether you are verified", default: true },
  });
  return `Elicitation completed: ${replyText(await context.ask("details", question))}`;
};

const titled = (count: string): readonly { const: string; title: string }[] => [
  { const: "value1", title: `First ${count}` },
  { const: "value2", title: `Second ${count}` },
  { const: "value3", title: `Third ${count}` },
];

export const elicitationEnums: Handler<typeof tools.testElicitationSep1330Enums> = async (_args, context) => {
  const options = ["option1", "option2", "option3"];
  const question = form("Please choose", {
    untitledSingle: { type: "string", enum: options },
    titledSingle: { type: "string", oneOf: titled("Option") },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: options } },
    titledMulti: { type: "array", items: { anyOf: titled("Choice") } },
  });
  return `Elicitation completed: ${replyText(await context.ask("choices", question))}`;
};

export const missingCapability: Handler<typeof tools.testMissingCapability> = async (_args, context) =>
  textOf(await context.ask("anything", sample("Say anything.", 10)));

export const streamingElicitation: Handler<typeof tools.testStreamingElicitation> = () =>
  "No question asked.";

export const askElicitation: Handler<typeof tools.testInputRequiredResultElicitation> = async (
  _args,
  context,
) => {
  const { content: given } = await context.ask("user_name", NAME);
  return `Hello, ${given?.name ?? "whoever you are"}!`;
};

export const askSampling: Handler<typeof tools.testInputRequiredResultSampling> = async (_args, context) =>
  textOf(await context.ask("capital_question", sample("What is the capital of France?", 100)));

export const askRoots: Handler<typeof tools.testInputRequiredResultListRoots> = async (_args, context) => {
  const roots = await context.ask("client_roots", { roots: true });
  return `Roots: ${roots.map(({ uri }) => uri).join(", ")}`;
};

export const askWithState: Handler<
  typeof tools.testInputRequiredResultRequestState | typeof tools.testInputRequiredResultTamperedState
> = async (_args, context) => {
  const state = await context.once("state", () => "state-ok");
  const { action } = await context.ask("confirm", CONFIRM);
  return `${state}: ${action}`;
};

export const askSeveral: Handler<typeof tools.testInputRequiredResultMultipleInputs> = async (
  _args,
  context,
) => {
  const answers = await context.askAll({
    user_name: NAME,
    greeting: sample("Generate a greeting", 50),
    client_roots: { roots: true } as const,
  });
  const { user_name, greeting, client_roots } = answers;
  return `${textOf(greeting)}, ${user_name.content?.name ?? "whoever you are"} (${client_roots.length} roots)`;
};

export const askTwice: Handler<typeof tools.testInputRequiredResultMultiRound> = async (_args, context) => {
  const name = form("Step 1: What is your name?", { name: { type: "string" } }, ["name"]);
  const color = form("Step 2: What is your favorite color?", { color: { type: "string" } }, ["color"]);
  const first = await context.ask("step1", name);
  const second = await context.ask("step2", color);
  return `${first.content?.name} likes ${second.content?.color}.`;
};

export const askSupportedQuestions: Handler<typeof tools.testInputRequiredResultCapabilities> = async (
  _args,
  context,
) => {
  const { capabilities } = context.client;
  const questions: Record<string, Question> = {
    ...("elicitation" in capabilities && { user_name: NAME }),
    ...("sampling" in capabilities && { greeting: sample("Generate a greeting", 50) }),
    ...("roots" in capabilities && { client_roots: { roots: true } }),
  };
  const answers = await context.askAll(questions);
  return `Asked: ${Object.keys(answers).join(", ") || "nothing"}`;
};

// --------------------------------------------------------------------------------------------- tasks

export const greet: Handler<typeof tools.greet> = ({ name }) => `Hello, ${name}!`;

export const slowCompute: Handler<typeof tools.slowCompute> = async ({ seconds = 0 }, { signal }) => {
  await wait(seconds * 1000, undefined, { signal });
  return `Computed for ${seconds} s.`;
};

export const failingJob: Handler<typeof tools.failingJob> = async (_args, { signal }) => {
  await wait(1000, undefined, { signal });
  throw new ToolError("rejected", "The job failed.");
};

export const protocolErrorJob: Handler<typeof tools.protocolErrorJob> = async () => {
  await wait(50);
  throw new Error("the job broke down");
};

const yes = (message: string) => form(message, { confirm: { type: "boolean" } }, ["confirm"]);

export const confirmDelete: Handler<typeof tools.confirmDelete> = async ({ filename = "it" }, context) => {
  const { action, content: given } = await context.ask("confirm", yes(`Delete ${filename}?`));
  return action === "accept" && given.confirm === true ? `Deleted ${filename}.` : `Kept ${filename}.`;
};

export const multiInput: Handler<typeof tools.multiInput> = async (_args, context) => {
  const { first, second } = await context.askAll({ first: yes("The first?"), second: yes("The second?") });
  return `First: ${first.action}, second: ${second.action}.`;
};

/** The hook in conformance.hooks.ts asks for the name before the task starts. */
export const toolWithTask: Handler<typeof tools.testToolWithTask> = async ({ user_name = "" }) => {
  await wait(50);
  return `Hello, ${user_name}!`;
};

// -------------------------------------------------------------------------------- resources, prompts

export const templateData: ResourceHandler<typeof resources.templateData> = ({ uri, variables: { id } }) => [
  {
    uri,
    mimeType: "application/json",
    text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  },
];

export const promptWithResource: PromptHandler<typeof prompts.testPromptWithEmbeddedResource> = ({
  resourceUri = "",
}) => [
  {
    role: "user",
    content: {
      type: "resource",
      resource: {
        uri: resourceUri,
        mimeType: "text/plain",
        text: "Embedded resource content for testing.",
      },
    },
  },
  { role: "user", content: "Please process the embedded resource above." },
];

export const promptThatAsks: PromptHandler<typeof prompts.testInputRequiredResultPrompt> = async (
  _args,
  context: Context,
) => {
  const question = form("What context should the prompt use?", { context: { type: "string" } }, ["context"]);
  const { content: given } = await context.ask("user_context", question);
  return `Use this context: ${given?.context ?? "none"}`;
};
