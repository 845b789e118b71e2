/** Code that a spec refers to is checked against what it is the code of: the compiler names what does not fit. */
import { beforeAll, describe, expect, it } from "vitest";
import { compileAll } from "../support/compile.ts";
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

/** Changes of the code or the spec after which they no longer fit, and the compiler's error. */
const FAULTS: [string, change: { spec?: string; code?: string }, RegExp][] = [
  [
    "a result of another type",
    { code: CODE.replace("words: words.length", "words: text") },
    /specs\/acme\.handlers\.ts\(6,14\): error TS\d+: .*countWords|Type 'string' is not assignable to type 'number'/s,
  ],
  [
    "code of another kind",
    {
      code: CODE.replace(
        "export async function today({ uri }: { uri: string })",
        "async function today({ uri }: { uri: string })",
      ),
    },
    /generated\/acme\/handlers\.ts\(\d+,\d+\): error TS\d+: .*today/,
  ],
  [
    "arguments that no call gives",
    {
      code: CODE.replace("today({ uri }: { uri: string })", "today({ uri }: { uri: string; zone: number })"),
    },
    /generated\/acme\/handlers\.ts\(\d+,\d+\): error TS\d+: .*'zone'/s,
  ],
  [
    "an argument that is gone from the spec",
    { spec: SPEC.replace("least: integer = 1", "most: integer = 1") },
    /specs\/acme\.handlers\.ts\(6,\d+\): error TS\d+: Property 'least' does not exist/,
  ],
];

const generate = (folder: Folder) => folder.generate({ out: folder.at("generated") });

describe("code and what it is the code of are type-checked together:", () => {
  let stub = "";
  let errors: string[] = [];

  beforeAll(async () => {
    const stubs = new Folder({ "specs/acme.mcp.yaml": SPEC }, true);
    expect((await generate(stubs)).text).toBe("");
    stub = stubs.read("specs/acme.handlers.ts");

    const written = new Folder({ "specs/acme.mcp.yaml": SPEC, "specs/acme.handlers.ts": CODE }, true);
    expect((await generate(written)).text).toBe("");
    expect(written.read("specs/acme.handlers.ts")).toBe(CODE);

    const faulty: Folder[] = [];
    for (const [, { spec = SPEC, code = CODE }] of FAULTS) {
      const folder = new Folder({ "specs/acme.mcp.yaml": spec, "specs/acme.handlers.ts": CODE }, true);
      expect((await generate(folder)).text).toBe("");
      folder.put("specs/acme.handlers.ts", code);
      faulty.push(folder);
    }
    const folders = [stubs, written, ...faulty];
    errors = await compileAll(folders);
    return () => {
      for (const folder of folders) folder.remove();
    };
  });

  it("stubs fit", () => {
    for (const name of ["countWords", "today", "zones", "days", "ask"])
      expect(stub).toContain(`export const ${name}: `);
    expect(errors[0]).toBe("");
  });

  it("code that was written into them fits, and is not written over", () => {
    expect(errors[1]).toBe("");
  });

  it.each(FAULTS.map(([name, , fault], i) => [name, fault, i + 2] as const))(
    "%s is an error",
    (_, fault, i) => {
      expect(errors[i]).toMatch(fault);
    },
  );
});
