/**
 * A key of the tool spec is declared in one file of the format and typed in one file of the contract; everything
 * between passes it on without its name. A new key therefore touches at most five files: the format, the contract, the
 * model if it decides something, the runtime, and a golden case.
 *
 * If this fails for a key that you have added, some file names the key that could pass it on: reading spreads the
 * values of `presentation` (generator/toolspec/format/shared.ts), the model spreads them into the tool
 * (generator/model/operation-tool.ts, declared-tools.ts), and emit/declarations.ts prints every member of a tool that it does not
 * know. If the key needs more files, add it to EXCEPTIONS with the reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { polling, presentation } from "../../../generator/toolspec/format/shared.ts";

/** The parts of the tree, the more specific first, and the number of files of each that may name a key. */
const LIMITS = {
  "generator/toolspec/format/": 1,
  "generator/toolspec/": 0,
  "generator/model/": 1,
  "generator/emit/": 0,
  "generator/": 0,
  "runtime/contract/": 1,
  "runtime/": 1,
} as const;

type Part = keyof typeof LIMITS;

const PARTS = Object.keys(LIMITS) as Part[];

const EXCEPTIONS: {
  readonly [key: string]: { readonly [part in Part]?: number } & { readonly reason: string };
} = {
  task: {
    "runtime/": 4,
    reason: "tasks are a part of the protocol: calls, listings and test clients know them",
  },
  aliases: {
    "generator/toolspec/": 1,
    "generator/model/": 5,
    reason: "names must be unique across the server",
  },
  icons: {
    "generator/toolspec/": 1,
    "generator/model/": 2,
    "generator/emit/": 1,
    reason: "files become data; only surface.json has them",
  },
  timeout: {
    "generator/toolspec/": 2,
    "generator/model/": 2,
    "runtime/": 3,
    reason: "tools inherit it from the upstream and the server",
  },
  poll: {
    "generator/toolspec/": 1,
    "generator/model/": 5,
    "generator/emit/": 1,
    "runtime/": 3,
    reason: "it changes how a request is sent, so both opinions of the request know it",
  },
};

/** Words of every other declaration, too: their occurrences say nothing. */
const COMMON = ["title", "annotations", "tests"];

/** The names under which a key travels: durations get their unit. */
const NAMES: { readonly [key: string]: string } = { timeout: "timeoutMs" };

const files = ["generator", "runtime"].flatMap((half) =>
  readdirSync(half, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${half}/${file.replaceAll("\\", "/")}`),
);

/** Returns the files in which a word is the name of a property, or a string. */
function filesNaming(word: string): string[] {
  return files.filter((path) => {
    const text = readFileSync(path, "utf8");
    if (!text.includes(word)) return false;
    const names = (node: ts.Node): boolean =>
      (ts.isStringLiteral(node) && node.text === word) ||
      (ts.isIdentifier(node) && node.text === word && isMember(node.parent)) ||
      ts.forEachChild(node, names) === true;
    return names(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  });
}

function isMember(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertySignature(node) ||
    ts.isBindingElement(node)
  );
}

const keys = [...Object.keys(presentation), ...Object.keys(polling)].filter((key) => !COMMON.includes(key));

describe("names in few files the key", () => {
  it.each(keys)("%s", (key) => {
    const found = filesNaming(NAMES[key] ?? key);
    const tooMany = PARTS.flatMap((part) => {
      const named = found.filter((path) => PARTS.find((other) => path.startsWith(other)) === part);
      return named.length > (EXCEPTIONS[key]?.[part] ?? LIMITS[part]) ? named : [];
    });
    expect(tooMany).toEqual([]);
  });
});
