/** The limits of one call. */
export const LIMITS = {
  /** Bytes of a file that is read line by line. */
  readFile: 64 * 1024 * 1024,
  /** Characters of text in one answer. */
  text: 200_000,
  /** Bytes of an image or audio file. */
  media: 8 * 1024 * 1024,
  /** Bytes of a file that is written or edited. */
  writeFile: 4 * 1024 * 1024,
  /** Entries of one directory. */
  entries: 1000,
  /** Entries of a tree. */
  tree: 2000,
  treeDepth: 10,
  /** Entries that a search visits. */
  visits: 50_000,
  searchDepth: 40,
  /** Bytes of a file that is searched. */
  searchFile: 2 * 1024 * 1024,
  searchMs: 10_000,
  results: 500,
  /** Characters of a line in a result. */
  line: 400,
} as const;
