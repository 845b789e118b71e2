/** Sample strings for regular expressions. */
import type { AST } from "@eslint-community/regexpp";
import { parsePattern } from "../regex.ts";

/** The most repetitions that are printed of a quantifier without an upper bound. */
const MAX_REPEAT = 1000;

/**
 * A short string that a regular expression is likely to match, for schemas with a pattern and no example. Undefined
 * if the pattern has lookaround, backreferences or a negated class that names all common characters. The caller
 * has to check the result: word boundaries and most Unicode properties are ignored.
 */
export function sampleOf(pattern: string, minLength = 0): string | undefined {
  const parsed = parsePattern(pattern);
  if (!parsed) return undefined;
  for (const repeat of [0, 1, minLength]) {
    const text = sampleOfAlternatives(parsed, repeat);
    if (text !== undefined && text.length >= minLength) return text;
  }
  return undefined;
}

/** The first alternative that is not empty. */
function sampleOfAlternatives(
  { alternatives }: { readonly alternatives: readonly AST.Alternative[] },
  repeat: number,
): string | undefined {
  const samples = alternatives.map(({ elements }) => {
    const parts = elements.map((element) => sampleOfElement(element, repeat));
    return parts.includes(undefined) ? undefined : parts.join("");
  });
  return samples.includes(undefined) ? undefined : (samples.find((sample) => sample !== "") ?? "");
}

/** `repeat`: the repetitions of a quantifier beyond its minimum. */
function sampleOfElement(node: AST.Element, repeat: number): string | undefined {
  switch (node.type) {
    case "Group":
    case "CapturingGroup":
      return sampleOfAlternatives(node, repeat);
    case "Quantifier": {
      const count = Math.min(node.min + repeat, node.max, Math.max(node.min, MAX_REPEAT));
      return sampleOfElement(node.element, repeat)?.repeat(count);
    }
    case "Assertion":
      return node.kind === "lookahead" || node.kind === "lookbehind" ? undefined : "";
    case "CharacterClass":
      return sampleOfClass(node);
    case "CharacterSet":
    case "Character":
      return sampleOfCharacter(node);
    default:
      return undefined;
  }
}

/** The first member of a class; of a negated one, the first of a few characters that it does not name. */
function sampleOfClass({ elements, negate }: AST.CharacterClass): string | undefined {
  const ranges = elements.map((element) =>
    element.type === "CharacterClassRange"
      ? { low: sampleOfCharacter(element.min), high: sampleOfCharacter(element.max) }
      : { low: sampleOfCharacter(element), high: sampleOfCharacter(element) },
  );
  if (!negate) return ranges.length === 0 ? "" : ranges[0]?.low;
  return [..."a1A-_ .~"].find(
    (char) => !ranges.some(({ low = "", high = "" }) => char >= low && char <= high),
  );
}

function sampleOfCharacter(node: AST.CharacterClassElement | AST.CharacterSet): string | undefined {
  if (node.type === "Character") return String.fromCodePoint(node.value);
  if (node.type !== "CharacterSet") return undefined;
  switch (node.kind) {
    case "any":
      return "a";
    case "digit":
      return node.negate ? "a" : "1";
    case "space":
      return node.negate ? "a" : " ";
    case "word":
      return node.negate ? "-" : "a";
    case "property":
      return /^.p\{(?:(?:gc|General_Category)=)?N/i.test(node.raw) !== node.negate ? "1" : "a";
  }
}
