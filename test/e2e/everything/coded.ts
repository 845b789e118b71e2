/** A server whose tools, resources and prompts are code. */
import { z } from "zod";
import { type Context, content, type Handler, ToolError } from "../../../runtime/handler.ts";
import { definePrompt } from "../../../runtime/prompt.ts";
import { defineResource } from "../../../runtime/resource.ts";
import { type Code, defineServer } from "../../../runtime/server.ts";
import { defineTool, type Tool } from "../../../runtime/tool.ts";

type Args = Record<string, unknown>;

const NAME_FORM = {
  message: "What is your name?",
  schema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
} as const;

const COLOUR_FORM = {
  message: "Which colour?",
  schema: {
    type: "object",
    properties: { colour: { type: "string", enum: ["red", "blue"] } },
    required: ["colour"],
  },
} as const;

const QUESTION = {
  messages: [{ role: "user", content: { type: "text", text: "What is the capital of France?" } }],
  maxTokens: 100,
} as const;

let made = 0;
let aborted = 0;
let waiting = 0;
let proceed = (): void => {};

/** Handlers by name; each is a tool without arguments. */
const TOOLS: Readonly<Record<string, (args: Args, context: Context) => unknown>> = {
  text: () => "a text",
  value: () => ({ n: 1 }),
  list: () => [1, 2],
  nothing: () => undefined,
  blocks: () =>
    content(
      [
        { type: "text", text: "one" },
        { type: "image", data: "iVBORw==", mimeType: "image/png" },
        { type: "audio", data: "UklGRg==", mimeType: "audio/wav" },
        { type: "resource", resource: { uri: "test://r", mimeType: "text/plain", text: "two" } },
        { type: "resource_link", uri: "test://l", name: "three" },
      ],
      { n: 2 },
    ),
  fails: () => {
    throw new Error("the password is hunter2");
  },
  refuses: () => {
    throw new ToolError("conflict", "There is one already.");
  },
  who: (_args, { client }) => ({
    ...client,
    hasSession: client.sessionId !== undefined,
    sessionId: undefined,
  }),
  logs: async (_args, context) => {
    await context.log("debug", "at first");
    await context.log("info", "then", { n: 1 });
    await context.log("error", "at last");
    return "logged";
  },
  progresses: async (_args, context) => {
    await context.progress(0, 2, "starting");
    await context.progress(1, 2);
    await context.progress(2, 2);
    return "done";
  },
  // A client may drop progress that it reads together with the response, so the response waits for `proceed`.
  progresses_and_waits: async (_args, context) => {
    const proceeded = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    await context.progress(0, 2, "starting");
    await context.progress(1, 2);
    await context.progress(2, 2);
    await proceeded;
    return "done";
  },
  proceed: () => proceed(),
  announces: (_args, { changed }) => {
    changed.tools();
    changed.prompts();
    changed.resources();
    changed.resource("test://watched");
    changed.resource("test://other");
    return "announced";
  },
  waits: (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      waiting += 1;
      signal.addEventListener("abort", () => {
        aborted += 1;
        reject(signal.reason);
      });
    }),
  waited: () => ({ waiting, aborted }),
  asks_person: async (_args, context) => {
    const reply = await context.ask("name", { elicit: NAME_FORM });
    return reply.action === "accept" ? `Hello, ${reply.content.name}!` : `You chose to ${reply.action}.`;
  },
  asks_model: async (_args, context) => {
    const { content: said } = await context.ask("capital", { sample: QUESTION });
    return { said };
  },
  asks_folders: async (_args, context) => ({ roots: await context.ask("roots", { roots: true }) }),
  asks_at_page: async (_args, context) => {
    const { action } = await context.ask("page", {
      visit: { message: "Sign in there.", url: "https://example.com/sign-in" },
    });
    return action;
  },
  asks_twice: async (_args, context) => {
    const number = await context.once("number", () => ++made);
    const name = await context.ask("name", { elicit: NAME_FORM });
    const { colour, folders } = await context.askAll({
      colour: { elicit: COLOUR_FORM },
      folders: { roots: true },
    });
    return { number, name: name.content, colour: colour.content, folders };
  },
  made: () => ({ made }),
};

const tool = (name: string, definition: Partial<Tool> = {}): Tool =>
  defineTool({
    name,
    description: `Runs ${name}.`,
    input: () => z.strictObject({}),
    annotations: {},
    handler: `code.ts#${name}`,
    ...definition,
  } as Parameters<typeof defineTool>[0]);

const tools = Object.fromEntries(Object.keys(TOOLS).map((name) => [name, tool(name)]));

const resources = {
  watched: defineResource({
    name: "watched",
    uri: "test://watched",
    handler: "code.ts#read",
    subscribe: true,
  }),
  bytes: defineResource({
    name: "bytes",
    uri: "test://bytes",
    mimeType: "image/png",
    handler: "code.ts#bytes",
  }),
  asking: defineResource({ name: "asking", uri: "test://asking", handler: "code.ts#asking" }),
  asking_too: defineResource({ name: "asking_too", uri: "test://asking-too", handler: "code.ts#asking" }),
  broken: defineResource({ name: "broken", uri: "test://broken", handler: "code.ts#broken" }),
  called: defineResource({ name: "called", uri: "test://called", call: "blocks" }),
  valued: defineResource({ name: "valued", uri: "test://valued", call: "value" }),
  refused: defineResource({ name: "refused", uri: "test://refused", call: "refuses" }),
  page: defineResource({
    name: "page",
    uri: "test://page/{chapter}/{number}",
    mimeType: "text/markdown",
    handler: "code.ts#page",
    list: { handler: "code.ts#pages" },
    complete: { number: { handler: "code.ts#numbers" } },
  }),
  bad: defineResource({
    name: "bad",
    uri: "test://bad/{x}",
    handler: "code.ts#read",
    list: { handler: "code.ts#fails" },
  }),
};

const prompts = {
  simple: definePrompt({ name: "simple", handler: "code.ts#simple" }),
  asking: definePrompt({
    name: "asking",
    args: { topic: { required: true } },
    handler: "code.ts#askingPrompt",
  }),
  embedding: definePrompt({
    name: "embedding",
    messages: [
      { role: "user", content: { resource: "test://asking" } },
      { role: "user", content: { resource: "test://asking-too" } },
    ],
  }),
  broken: definePrompt({ name: "broken", handler: "code.ts#broken" }),
};

const CODE: Readonly<Record<string, Code>> = {
  ...TOOLS,
  read: ({ uri }: { uri: string }) => `content of ${uri}`,
  bytes: () => new Uint8Array([1, 2, 3]),
  asking: async (_request: unknown, context: Context) => {
    const { content: given } = await context.ask("name", { elicit: NAME_FORM });
    return `for ${given?.name}`;
  },
  broken: () => 42,
  page: ({ variables }: { variables: Record<string, string> }) =>
    `# ${variables.chapter}, page ${variables.number}`,
  pages: () => [
    { uri: "test://page/a/1", name: "a 1", description: "The first." },
    { uri: "test://page/a/2", name: "a 2", mimeType: "text/plain" },
  ],
  numbers: (typed: string, given: Record<string, string>) =>
    ["1", "12", "2"]
      .filter((number) => number.startsWith(typed))
      .map((number) => `${number}${given.chapter ?? ""}`),
  simple: () => "Say something.",
  askingPrompt: async ({ topic }: { topic: string }, context: Context) => {
    const { content: given } = await context.ask("name", { elicit: NAME_FORM });
    return [
      { role: "user", content: `About ${topic}` },
      { role: "assistant", content: { type: "text", text: `for ${given?.name}` } },
    ];
  },
} satisfies Record<string, Code | Handler<Tool>>;

const surfaceTools = Object.keys(TOOLS)
  .sort()
  .map((name) => ({
    name,
    description: `Runs ${name}.`,
    inputSchema: { type: "object", properties: {}, additionalProperties: false } as const,
  }));

const listed = Object.values(resources);

export default defineServer({
  name: "coded",
  surface: {
    server: { name: "coded", title: "Coded", version: "1.0.0" },
    tools: surfaceTools,
    resources: listed.filter(({ uri }) => !uri.includes("{")).map(({ uri, name }) => ({ uri, name })),
    resourceTemplates: listed
      .filter(({ uri }) => uri.includes("{"))
      .map(({ uri, name }) => ({ uriTemplate: uri, name })),
    prompts: [
      { name: "asking", arguments: [{ name: "topic", required: true }] },
      { name: "broken" },
      { name: "embedding" },
      { name: "simple" },
    ],
  },
  groups: { all: async () => tools },
  resources: async () => resources,
  prompts: async () => prompts,
  handlers: { "code.ts": async () => CODE },
});
