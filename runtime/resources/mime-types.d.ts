declare module "mime-types" {
  /** The media type of a file name or an extension. */
  export function lookup(name: string): string | false;
}
