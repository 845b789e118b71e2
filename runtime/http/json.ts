/** What JSON texts of strangers need beside `JSON.parse`. */

/**
 * Levels of objects and lists in each other. No API needs as many, and up to here a value can be walked and
 * written with recursion, in this process and in those that read what it writes.
 */
const MAX_DEPTH = 500;

/** Whether a JSON text is nested deeper than anything but an attack. */
export function isTooDeep(text: string): boolean {
  // Each level takes two characters.
  if (text.length <= MAX_DEPTH * 2) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i);
    } else if (code === BRACE || code === BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === BRACE_END || code === BRACKET_END) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 123, 125, 91, 93];

/** Where the string ends that begins here; the end of the text if it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/** A value's text on one line: as it was read if that is one, with numbers that JavaScript cannot hold. */
export function compactJson(text: string, value: unknown): string {
  const trimmed = text.trim();
  return /[\r\n]/.test(trimmed) ? JSON.stringify(value) : trimmed;
}
