/** The documents of the project: their links, their tables and their examples. */
import { readdirSync, readFileSync } from "node:fs";

/** Every document that a reader follows links through. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .sort(),
];

export function readDocument(path: string): string {
  return readFileSync(path, "utf8");
}

const FENCE = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/** A document without its code blocks. */
function prose(markdown: string): string {
  return markdown.replace(FENCE, "");
}

/** The targets of the links of a document. */
export function linksOf(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.target ?? "");
}

/** The anchors that GitHub gives the headings of a document. */
export function anchorsOf(markdown: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = [...prose(markdown).matchAll(/^#{1,6} (?<heading>.+)$/gm)].map(({ groups }) => {
    const slug = (groups?.heading ?? "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set(anchors);
}

/** The paths of the project's code that a document names in backticks. */
export function pathsOf(markdown: string): string[] {
  return [
    ...prose(markdown).matchAll(/`(?<path>(?:generator|runtime|test|bin|examples)\/[^`\s*<{…]*)`/g),
  ].map(({ groups }) => groups?.path ?? "");
}

/** The cells of the rows of all tables in a text, without the backticks around a cell. */
export function rowsOf(markdown: string): string[][] {
  return [...markdown.matchAll(/^\|(?<row>.+)\|$/gm)]
    .map(({ groups }) => (groups?.row ?? "").split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter(([first]) => !/^-+$/.test(first ?? ""))
    .map((cells) => cells.map((cell) => /^`([^`]+)`$/.exec(cell)?.[1] ?? cell));
}

interface Section {
  readonly heading: string;
  readonly text: string;
  /** The code blocks that begin with a comment that names a file, by that file. */
  readonly files: Readonly<Record<string, string>>;
  /** The diagnostics that the section shows, as the command prints them. */
  readonly diagnostics: string;
}

/** The second-level sections of a document, beginning with what comes before the first of them. */
export function sectionsOf(markdown: string): Section[] {
  return markdown.split(/^## /m).map((text, i) => {
    const blocks = [...text.matchAll(FENCE)].map(
      ({ groups }) => groups as { language: string; text: string },
    );
    const named = blocks.flatMap((block): [string, string][] => {
      const file = /^(?:#|\/\/|<!--) (?<file>[\w./-]+\.\w+)/.exec(block.text)?.groups?.file;
      return file === undefined ? [] : [[file, block.text]];
    });
    return {
      heading: i === 0 ? "the beginning" : (text.split("\n", 1)[0] ?? ""),
      text,
      files: Object.fromEntries(named),
      diagnostics: blocks
        .filter(({ language }) => language === "text")
        .map((block) => block.text.trimEnd())
        .join("\n"),
    };
  });
}

/** The section of a document with this heading. Throws if there is none. */
export function sectionOf(path: string, heading: string): Section {
  const found = sectionsOf(readDocument(path)).find((section) => section.heading === heading);
  if (!found) throw new Error(`${path} has no section "${heading}"`);
  return found;
}
