/** The description of an argument: what the document says, and whether it says so for the last time. */
export function describe(text: string | undefined, deprecated: boolean): { description?: string } {
  const description = [...(deprecated ? ["Deprecated."] : []), ...(text === undefined ? [] : [text])].join(
    " ",
  );
  return description === "" ? {} : { description };
}
