/** Code that a spec refers to is checked against what it is the code of: the compiler names what does not fit. */
import { expect, it } from "vitest";
import { compile } from "../support/compile.ts";
import { Folder } from "../support/folders.ts";

const SPEC = `speclathe: 1
tools:
  count_words:
    description: Count the words of a text.
    input: { text: string, least: integer = 1 }
    output: { words: integer }
    handler: ./acme.handlers.ts#countWords
resources:
  today: { uri: "acme://today/{zone}", handler: ./acme.handlers.ts#today, complete: { zone: ./acme.handlers.ts#zones } }
  days: { uri: "acme://days/{day}", text: A day, list: ./acme.handlers.ts#days }
prompts:
  ask: { args: { what: string }, handler: ./acme.handlers.ts#ask }
`;

/** It uses the server itself and its own tool, which must lead the types in no circle. */
const CODE = `import type { CompletionHandler, Handler, ListHandler, PromptHandler, ResourceHandler } from "speclathe/handler";
import server from "../generated/acme/index.ts";
import type * as resources from "../generated/acme/resources.ts";
import { countWords as tool } from "../generated/acme/tools/acme.ts";

export const countWords: Handler<typeof tool> = async ({ text, least }, context) => {
  const words = text.split(" ").filter((word) => word.length >= least);
  await context.log("info", server.name);
  return { words: words.length };
};
export async function today({ uri }: { uri: string }): Promise<string> {
  return uri;
}
export const typed: ResourceHandler<typeof resources.today> = today;
export const zones: CompletionHandler = (start) => [start];
export const days: ListHandler = () => [{ uri: "acme://days/1", name: "one" }];
export const ask: PromptHandler = async ({ what }, context) => {
  const { words } = await context.call(tool, { text: what ?? "" });
  return \`\${words} words\`;
};
`;

const generate = (folder: Folder) => folder.generate({ out: folder.at("generated") });

it("stubs are written once, and fit", { timeout: 60_000 }, async () => {
  const folder = new Folder({ "specs/acme.mcp.yaml": SPEC });
  expect((await generate(folder)).text).toBe("");
  const stub = folder.read("specs/acme.handlers.ts");
  for (const name of ["countWords", "today", "zones", "days", "ask"])
    expect(stub).toContain(`export const ${name}: `);
  expect(await compile(folder)).toBe("");

  folder.put("specs/acme.handlers.ts", CODE);
  expect((await generate(folder)).text).toBe("");
  expect(folder.read("specs/acme.handlers.ts")).toBe(CODE);
  expect(await compile(folder)).toBe("");
});

it.each<[string, [string, string], RegExp]>([
  [
    "a result of another type",
    ["words: words.length", "words: text"],
    /specs\/acme\.handlers\.ts\(6,14\): error TS\d+: .*countWords|Type 'string' is not assignable to type 'number'/s,
  ],
  [
    "code of another kind",
    [
      "export async function today({ uri }: { uri: string })",
      "async function today({ uri }: { uri: string })",
    ],
    /generated\/acme\/handlers\.ts\(\d+,\d+\): error TS\d+: .*today/,
  ],
  [
    "arguments that nobody gives",
    ["today({ uri }: { uri: string })", "today({ uri }: { uri: string; zone: number })"],
    /generated\/acme\/handlers\.ts\(\d+,\d+\): error TS\d+: .*'zone'/s,
  ],
])(
  "%s is an error",
  async (_, [from, to], fault) => {
    const folder = new Folder({ "specs/acme.mcp.yaml": SPEC, "specs/acme.handlers.ts": CODE });
    await generate(folder);
    folder.put("specs/acme.handlers.ts", CODE.replace(from, to));
    expect(await compile(folder)).toMatch(fault);
  },
  60_000,
);

it("an argument that is gone from the spec fails the code that used it", { timeout: 60_000 }, async () => {
  const folder = new Folder({ "specs/acme.mcp.yaml": SPEC, "specs/acme.handlers.ts": CODE });
  folder.put("specs/acme.mcp.yaml", SPEC.replace("least: integer = 1", "most: integer = 1"));
  expect((await generate(folder)).text).toBe("");
  expect(await compile(folder)).toMatch(
    /specs\/acme\.handlers\.ts\(6,\d+\): error TS\d+: Property 'least' does not exist/,
  );
});
