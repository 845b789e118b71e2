import type { SpecHttp, SpecStep, ToolSpec } from "../../generator/toolspec/tool-spec.ts";

const NONE = new Map<never, never>();

function http(more: Partial<SpecHttp> = {}): SpecHttp {
  return {
    upstream: "chat",
    method: "POST",
    path: "/chat/{channel}",
    params: new Map([["channel", "$inputs.channel"]]),
    query: new Map([["who", "text {$inputs.channel}"]]),
    headers: new Map([["X-Team", "team"]]),
    body: { type: "application/json", value: { text: "$inputs.text", list: ["one", { deep: "two" }] } },
    poll: {
      status: "$response.header.location",
      done: [{ value: "$response.body#/state", is: "done" }],
      failed: [{ any: [{ value: "$response.body#/state", in: ["failed"] }] }],
      result: "$response.body#/url",
      intervalMs: 10,
    },
    pointer: [],
    ...more,
  };
}

function step(id: string, call: SpecStep["call"], more: Partial<SpecStep> = {}): SpecStep {
  return {
    id,
    call,
    with: NONE,
    when: [],
    concurrency: 1,
    success: [],
    onFailure: { then: "fail" },
    outputs: NONE,
    pointer: [],
    ...more,
  };
}

const text = { type: "string" } as const;
const code = (name: string) => ({ file: "specs/canary.handlers.ts", name });

/** A spec in which there is a text in every place where the format has one. */
export const CANARY_SPEC: ToolSpec = {
  name: "canary",
  file: "specs/canary.mcp.yaml",
  server: {
    title: "Title",
    version: "1",
    instructions: "Instructions.",
    websiteUrl: "https://canary.example",
    icons: [{ src: "https://canary.example/i.png", mimeType: "image/png", sizes: ["any"], theme: "dark" }],
  },
  upstreams: [
    {
      name: "chat",
      baseUrl: "https://chat.example",
      headers: new Map([["X-Key", "Bearer {$env.KEY}"]]),
      include: [],
      exclude: [],
      operations: NONE,
      pointer: [],
    },
  ],
  schemas: NONE,
  tools: [
    {
      name: "post_message",
      aliases: ["say"],
      title: "Title",
      description: "One.\n\nTwo.",
      icons: [{ src: "data:image/png;base64,AAAA" }],
      confirm: "Really post {$inputs.text}?",
      input: {
        arguments: [
          { name: "channel", schema: text, required: true, description: "Channel", pointer: [] },
          { name: "text", schema: { ...text, enum: ["one", "two"] }, required: true, pointer: [] },
          { name: "note", schema: text, required: false, default: "none", pointer: [] },
        ],
      },
      output: {
        schema: { type: "object", properties: { ok: text }, description: "Result" },
        verbatim: { type: "object", properties: { ok: { type: "string" } }, description: "Result" },
      },
      action: { kind: "http", http: http(), result: { url: "$response.body#/url", of: "text" } },
      tests: [
        {
          name: "Name",
          args: { channel: "C", text: "one" },
          mock: [{ status: 200, headers: { "x-a": "b" }, body: { ok: "yes" } }],
          expect: { requests: ["POST /chat/C"], result: { ok: "yes" }, text: "yes", error: "internal" },
          pointer: [],
        },
      ],
      pointer: [],
    },
    {
      name: "triage",
      aliases: [],
      description: "Triage.",
      input: { arguments: [{ name: "text", schema: text, required: true, pointer: [] }] },
      action: {
        kind: "steps",
        steps: [
          step(
            "said",
            { kind: "tool", target: "post_message" },
            {
              with: new Map([
                ["channel", "text"],
                ["text", "$inputs.text"],
              ]),
              when: [{ value: "$inputs.text", is: "one", not: "two", in: ["three"] }],
              success: [{ value: "$response.body#/ok", is: "yes" }],
              outputs: new Map([["url", "see {$response.body#/url}"]]),
            },
          ),
          step(
            "asked",
            { kind: "http", http: http({ headers: new Map([["X-Url", "$steps.said.outputs.url"]]) }) },
            { forEach: "$steps.said.outputs.list" },
          ),
          step(
            "coded",
            { kind: "handler", handler: code("coded") },
            { with: new Map([["text", "$inputs.text"]]) },
          ),
        ],
        result: ["text", "$steps.said.outputs.url"],
      },
      pointer: [],
    },
    {
      name: "coded",
      aliases: [],
      description: "Code. */ of a person",
      input: {
        arguments: [],
        schema: {
          type: "object",
          properties: { a: { ...text, default: "b", description: "A" } },
          patternProperties: { "^x": text },
        },
        verbatim: { type: "object", properties: { a: { type: "string", default: "b" } } },
      },
      action: { kind: "handler", handler: code("codeOf") },
      pointer: [],
    },
  ],
  resources: [
    {
      name: "note",
      uri: "canary://note",
      variables: [],
      title: "Title",
      description: "Description",
      mimeType: "text/plain",
      annotations: { audience: ["user"], priority: 1, lastModified: "2026-01-01" },
      icons: [{ src: "https://canary.example/i.png" }],
      source: { kind: "text", text: "Text" },
      complete: NONE,
      subscribe: true,
      pointer: [],
    },
    {
      name: "book",
      uri: "canary://book",
      variables: [],
      source: { kind: "file", file: "specs/book.md" },
      complete: NONE,
      subscribe: false,
      pointer: [],
    },
    {
      name: "bytes",
      uri: "canary://bytes",
      variables: [],
      source: { kind: "blob", blob: "AAAA" },
      complete: NONE,
      subscribe: false,
      pointer: [],
    },
    {
      name: "thing",
      uri: "canary://things/{text}",
      variables: ["text"],
      source: {
        kind: "call",
        call: { kind: "tool", target: "triage" },
        with: new Map([["text", "$inputs.text"]]),
      },
      list: code("listThings"),
      complete: new Map([["text", { kind: "values", values: ["one", "two"] }]]),
      subscribe: false,
      pointer: [],
    },
  ],
  prompts: [
    {
      name: "ask",
      title: "Title",
      description: "Description",
      icons: [{ src: "https://canary.example/i.png" }],
      arguments: [
        {
          name: "text",
          schema: { ...text, enum: ["one"] },
          required: true,
          description: "Text",
          pointer: [],
        },
      ],
      complete: new Map([["other", { kind: "handler", handler: code("completeText") }]]),
      source: {
        kind: "messages",
        messages: [
          { role: "user", content: { kind: "text", text: "Ask {$inputs.text}" } },
          { role: "user", content: { kind: "resource", uri: "canary://note" } },
          { role: "assistant", content: { kind: "image", data: "AAAA", mimeType: "image/png" } },
        ],
      },
      pointer: [],
    },
    {
      name: "coded",
      arguments: [],
      complete: NONE,
      source: { kind: "handler", handler: code("promptOf") },
      pointer: [],
    },
  ],
} as ToolSpec;
