// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** specs/workbench.handlers.ts#createDirectory */
export const createDirectory = defineTool({
  name: "create_directory",
  title: "Create a directory",
  description: "Creates a directory and its missing parent directories. Leaves an existing directory unchanged.",
  input: () => z.strictObject({
    path: z.string().describe("The directory, relative to the root."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    created: z.boolean(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#createDirectory",
});

/** specs/workbench.handlers.ts#directoryTree */
export const directoryTree = defineTool({
  name: "directory_tree",
  title: "Show a directory tree",
  description: "Shows the names in a directory and its subdirectories, one per line. Directories end in a slash. Links are not followed.",
  input: () => z.strictObject({
    path: z.string().default(".").describe("The directory at the top of the tree."),
    depth: integer().min(1).max(10).default(3).describe("The number of levels."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of names or paths to leave out, as in search_files."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#directoryTree",
});

/** specs/workbench.handlers.ts#editFile */
export const editFile = defineTool({
  name: "edit_file",
  title: "Edit a file",
  description: "Replaces exact texts in a text file, in order, and applies either all edits or none. Each text must occur exactly once, unless `replace_all` is set: include as much of the surrounding text as makes it unique. Returns the difference. With `dry_run`, changes nothing.",
  input: () => z.strictObject({
    path: z.string().describe("The file, relative to the root."),
    edits: z.array(z.strictObject({
      old_text: z.string().min(1).describe("The text to replace, exactly as it is in the file, with its white space."),
      new_text: z.string().describe("The replacement."),
      replace_all: z.boolean().optional().describe("Replace every occurrence."),
    })).min(1).max(100),
    dry_run: z.boolean().default(false).describe("Show the difference without changing the file."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    applied: z.boolean(),
    diff: z.string(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#editFile",
});

/** specs/workbench.handlers.ts#fileInfo */
export const fileInfo = defineTool({
  name: "file_info",
  title: "Get file information",
  description: "Returns the type, size, times, mode and media type of a file, directory or link, and tells binary files from text files. Links are not followed.",
  input: () => z.strictObject({
    path: z.string().describe("The path, relative to the root."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    name: z.string(),
    type: z.enum([
      "file",
      "directory",
      "link",
      "other",
    ]),
    size: integer().optional(),
    modified: z.string().optional(),
    created: z.string().optional(),
    mode: z.string(),
    mimeType: z.string().optional(),
    binary: z.boolean().optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#fileInfo",
});

/** specs/workbench.handlers.ts#gitAdd */
export const gitAdd = defineTool({
  name: "git_add",
  title: "Stage changes",
  description: "Stages changes of files for the next commit, including new and deleted files.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    paths: z.array(z.string()).min(1).max(200).describe("Files and directories, relative to the root."),
  }),
  output: () => z.looseObject({
    staged: z.array(z.looseObject({
      path: z.string(),
      staged: z.string().optional(),
      unstaged: z.string().optional(),
      from: z.string().optional(),
    })),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitAdd",
});

/** specs/workbench.handlers.ts#gitBlame */
export const gitBlame = defineTool({
  name: "git_blame",
  title: "Show the last change of each line",
  description: "Shows the hash, author and date of the commit that last changed each line of a file.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    path: z.string().describe("The file, relative to the root."),
    revision: z.string().max(250).optional().describe("Show the file as of this commit; by default, the file in the working tree."),
    first_line: integer().min(1).default(1).describe("The number of the first line."),
    last_line: integer().min(1).optional().describe("The number of the last line."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitBlame",
});

/** specs/workbench.handlers.ts#gitBranches */
export const gitBranches = defineTool({
  name: "git_branches",
  title: "List branches",
  description: "Lists branches, most recent commit first, and marks the one that is checked out.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    remote: z.boolean().default(false).describe("Include the branches of remotes."),
  }),
  output: () => z.looseObject({
    branches: z.array(z.looseObject({
      name: z.string(),
      commit: z.string(),
      current: z.boolean(),
      upstream: z.string().optional(),
      date: z.string(),
      subject: z.string(),
    })),
    truncated: z.boolean(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitBranches",
});

/** specs/workbench.handlers.ts#gitCommit */
export const gitCommit = defineTool({
  name: "git_commit",
  title: "Commit staged changes",
  description: "Commits the staged changes to the branch that is checked out. Runs no hooks and signs nothing.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    message: z.string().min(1).max(20000).describe("A summary on the first line; then, after an empty line, the reason."),
  }),
  output: () => z.looseObject({
    commit: z.string(),
    branch: z.string().optional(),
    subject: z.string(),
    files: z.array(z.looseObject({
      path: z.string(),
      staged: z.string().optional(),
    })),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  timeoutMs: 30000,
  confirm: "Commit the staged changes?\n\n{$inputs.message}\n",
  handler: "specs/workbench.handlers.ts#gitCommit",
});

/** specs/workbench.handlers.ts#gitDiff */
export const gitDiff = defineTool({
  name: "git_diff",
  title: "Show differences",
  description: "Shows unstaged changes; with `staged`, the staged ones. With `base`, shows the difference from that commit to the working tree, or to the commit `target`.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    base: z.string().max(250).optional().describe("A commit, by branch, tag or hash: main, HEAD~1, 1a2b3c4."),
    target: z.string().max(250).optional().describe("The commit to compare with the base."),
    staged: z.boolean().default(false).describe("Show the changes that the next commit contains."),
    paths: z.array(z.string()).max(50).optional().describe("Files and directories, relative to the root; all by default."),
    context_lines: integer().min(0).max(50).default(3).describe("The number of unchanged lines around each change."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitDiff",
});

/** specs/workbench.handlers.ts#gitLog */
export const gitLog = defineTool({
  name: "git_log",
  title: "List commits",
  description: "Lists commits, newest first.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    revision: z.string().max(510).default("HEAD").describe("The commit to start from, or a range: main..topic."),
    path: z.string().optional().describe("List only commits that changed this file or directory, relative to the root."),
    author: z.string().max(200).optional().describe("A text in the name or address of the author."),
    message: z.string().max(200).optional().describe("A text in the message."),
    since: z.string().max(200).optional().describe("The earliest date: 2026-01-31, or 2 weeks ago."),
    until: z.string().max(200).optional().describe("The latest date."),
    skip: integer().min(0).max(100000).default(0).describe("The number of commits to skip."),
    limit: integer().min(1).max(200).default(20).describe("The maximum number of commits."),
  }),
  output: () => z.looseObject({
    commits: z.array(z.looseObject({
      commit: z.string(),
      parents: z.array(z.string()),
      author: z.string(),
      email: z.string(),
      date: z.string(),
      subject: z.string(),
      refs: z.array(z.string()),
    })),
    more: z.boolean(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitLog",
});

/** specs/workbench.handlers.ts#gitShow */
export const gitShow = defineTool({
  name: "git_show",
  title: "Show a commit",
  description: "Shows the author, message and changes of a commit. With `path`, shows that file as of the commit instead.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
    revision: z.string().max(250).describe("The commit, by branch, tag or hash."),
    path: z.string().optional().describe("A file, relative to the root."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitShow",
});

/** specs/workbench.handlers.ts#gitStatus */
export const gitStatus = defineTool({
  name: "git_status",
  title: "Show changed files",
  description: "Shows the branch, its distance from the upstream branch, and the changed files: `staged` is the change that the next commit contains, `unstaged` the change since then.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory of the repository."),
  }),
  output: () => z.looseObject({
    branch: z.string().optional(),
    commit: z.string().optional(),
    upstream: z.string().optional(),
    ahead: integer().optional(),
    behind: integer().optional(),
    clean: z.boolean(),
    files: z.array(z.looseObject({
      path: z.string(),
      staged: z.string().optional(),
      unstaged: z.string().optional(),
      from: z.string().optional(),
    })),
    truncated: z.boolean(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitStatus",
});

/** specs/workbench.handlers.ts#listDirectory */
export const listDirectory = defineTool({
  name: "list_directory",
  title: "List a directory",
  description: "Lists the entries of a directory by name, with sizes and times. Returns at most 1,000 entries.",
  input: () => z.strictObject({
    path: z.string().default(".").describe("The directory, relative to the root."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    entries: z.array(z.looseObject({
      name: z.string(),
      type: z.enum([
        "file",
        "directory",
        "link",
        "other",
      ]),
      size: integer().optional(),
      modified: z.string().optional(),
    })),
    truncated: z.boolean(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#listDirectory",
});

/** specs/workbench.handlers.ts#moveFile */
export const moveFile = defineTool({
  name: "move_file",
  title: "Move a file or directory",
  description: "Moves or renames a file or a directory. Replaces nothing; the target directory must exist.",
  input: () => z.strictObject({
    from: z.string().describe("The file or directory to move, relative to the root."),
    to: z.string().describe("The new path, including the name."),
  }),
  output: () => z.looseObject({
    from: z.string(),
    to: z.string(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  timeoutMs: 30000,
  confirm: "Move {$inputs.from} to {$inputs.to}?",
  handler: "specs/workbench.handlers.ts#moveFile",
});

/** specs/workbench.handlers.ts#readMediaFile */
export const readMediaFile = defineTool({
  name: "read_media_file",
  title: "Read an image or audio file",
  description: "Reads an image (PNG, JPEG, GIF, WebP, AVIF) or audio file (WAV, MP3, OGG, FLAC, M4A) of at most 8 MB, and returns it as an image or audio.",
  input: () => z.strictObject({
    path: z.string().describe("The file, relative to the root."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#readMediaFile",
});

/** specs/workbench.handlers.ts#readTextFile */
export const readTextFile = defineTool({
  name: "read_text_file",
  title: "Read a text file",
  description: "Reads a UTF-8 text file as a whole, or some of its lines: from first_line to last_line, the first lines (head), or the last lines (tail). Returns at most 200,000 characters; if lines are left out, the result names the lines that it contains.",
  input: () => z.strictObject({
    path: z.string().describe("The file, relative to the root."),
    first_line: integer().min(1).optional().describe("The number of the first line, from 1."),
    last_line: integer().min(1).optional().describe("The number of the last line."),
    head: integer().min(1).optional().describe("The number of lines to read from the beginning."),
    tail: integer().min(1).max(10000).optional().describe("The number of lines to read from the end."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#readTextFile",
});

/** specs/workbench.handlers.ts#searchFiles */
export const searchFiles = defineTool({
  name: "search_files",
  title: "Find files by name",
  description: "Finds files and directories by a pattern: `*` matches any characters of a name, `?` one character, `**` any directories, `[a-z]` one of several characters, `{a,b}` one of several texts. A pattern without a slash is matched against names (`*.ts`), any other one against paths relative to the searched directory (`src/**/*.test.ts`).",
  input: () => z.strictObject({
    pattern: z.string().min(1).max(500).describe("The pattern."),
    path: z.string().default(".").describe("The directory to search."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of names or paths to leave out. A directory is left out with its contents."),
    limit: integer().min(1).max(500).default(100).describe("The maximum number of results."),
  }),
  output: () => z.looseObject({
    matches: z.array(z.looseObject({
      path: z.string(),
      type: z.string(),
    })),
    stopped: z.enum([
      "results",
      "entries",
      "time",
    ]).optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#searchFiles",
});

/** specs/workbench.handlers.ts#searchText */
export const searchText = defineTool({
  name: "search_text",
  title: "Search text in files",
  description: "Finds the lines of text files that contain a text or match a regular expression (RE2 syntax, without lookaround and backreferences). Skips files of more than 2 MB.",
  input: () => z.strictObject({
    query: z.string().min(1).max(1000).describe("The text, or the regular expression."),
    regex: z.boolean().default(false).describe("Read the query as a regular expression."),
    ignore_case: z.boolean().default(false).describe("Ignore the difference between upper and lower case."),
    include: z.string().max(500).optional().describe("A pattern of the files to search, as in search_files."),
    path: z.string().default(".").describe("The directory to search."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of names or paths to leave out. A directory is left out with its contents."),
    limit: integer().min(1).max(500).default(100).describe("The maximum number of lines."),
  }),
  output: () => z.looseObject({
    matches: z.array(z.looseObject({
      path: z.string(),
      line: integer(),
      text: z.string(),
    })),
    files: integer(),
    stopped: z.enum([
      "results",
      "entries",
      "time",
    ]).optional(),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#searchText",
});

/** specs/workbench.handlers.ts#writeFile */
export const writeFile = defineTool({
  name: "write_file",
  title: "Write a file",
  description: "Writes a whole text file. Replaces an existing file only with `overwrite`; to change a part of a file, use edit_file. The directory must exist.",
  input: () => z.strictObject({
    path: z.string().describe("The file, relative to the root."),
    content: z.string().describe("The whole content of the file."),
    overwrite: z.boolean().default(false).describe("Replace the file if it exists."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    size: integer(),
    created: z.boolean(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  confirm: "Write {$inputs.path} (replace an existing file: {$inputs.overwrite})?\n\n{$inputs.content}\n",
  handler: "specs/workbench.handlers.ts#writeFile",
});
