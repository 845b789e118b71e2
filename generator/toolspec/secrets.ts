import type { SpecReader } from "./reader.ts";
import type { Spot } from "./spot.ts";

/** Headers and parameters that prove who asks. */
const SECRET_NAME =
  /^(?:proxy-)?authorization$|^cookie$|^x-api-key$|(?:^|[-_])(?:api[-_]?key|access[-_]?key|subscription[-_]?key|auth[-_]?token|access[-_]?token|token|secret|password|passwd|credentials?)$/i;

/** Of a query some names are so common that they prove nothing: `page_token`. */
const SECRET_PARAMETER =
  /^(?:api[-_]?key|access[-_]?token|auth[-_]?token|client[-_]?secret|secret|password)$/i;

/** A secret that is written down where it is committed. */
export function checkSecret(
  name: string,
  spot: Spot,
  kind: "header" | "parameter" | "argument",
  reader: SpecReader,
): void {
  const isSecret = (kind === "parameter" ? SECRET_PARAMETER : SECRET_NAME).test(name);
  const { text } = spot;
  if (!isSecret || text === undefined || text === "" || /\$(?:env|inputs|steps|item)\b/.test(text)) return;
  const scheme = /^(?<scheme>Bearer|Basic|Token)\s/i.exec(text)?.groups?.scheme;
  reader.report(
    "literal-secret",
    spot,
    `the ${kind} ${name} is written down here, for everybody who reads this file`,
    `Put it into the environment, and write ${scheme === undefined ? "$env.NAME" : `"${scheme} {$env.NAME}"`} here.`,
  );
}

/** A base URL with a password in it. */
export function checkUrl(spot: Spot, reader: SpecReader): void {
  if (!/^https?:\/\/[^/]*@/i.test(spot.text ?? "")) return;
  reader.report(
    "literal-secret",
    spot,
    "the URL has a name or a password in it",
    "Leave them out, and send `Authorization` among the `headers`, from the environment.",
  );
}
