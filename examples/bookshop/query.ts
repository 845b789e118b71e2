import { Check } from "./check.ts";
import { type FieldError, invalidQuery } from "./problems.ts";

/** The document's style of a parameter: `repeated` is form with explode, `comma` is form without. */
export type QueryStyle = "text" | "integer" | "boolean" | "repeated" | "comma";

/**
 * Parses a query string by the styles of its parameters. A deepObject parameter is listed property by
 * property, as in `filter[genre]`. Unknown names are refused: a misspelt filter would return every item.
 */
export function readQuery(querystring: string, styles: Record<string, QueryStyle>): Check {
  const params = new URLSearchParams(querystring);
  const errors = [...new Set(params.keys())].flatMap((field): FieldError[] => {
    if (!Object.hasOwn(styles, field)) return [{ field, message: "is not a known parameter" }];
    const once = styles[field] !== "repeated";
    return once && params.getAll(field).length > 1 ? [{ field, message: "must be given once" }] : [];
  });
  if (errors.length > 0) throw invalidQuery(errors);
  const values = Object.entries(styles)
    .filter(([name]) => params.has(name))
    .map(([name, style]) => [name, parse(params.getAll(name), style)]);
  return new Check(Object.fromEntries(values));
}

function parse(texts: string[], style: QueryStyle): unknown {
  if (style === "repeated") return texts;
  const [text = ""] = texts;
  if (style === "comma") return text.split(",");
  if (style === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (style === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  // A value that does not parse is passed on as it is, for the check to refuse it.
  return text;
}
