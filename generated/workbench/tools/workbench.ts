// Generated from specs/workbench.mcp.yaml. Do not edit; run `speclathe generate`.

import { integer, z } from "speclathe/schema";
import { defineTool } from "speclathe/tool";

/** specs/workbench.handlers.ts#createDirectory */
export const createDirectory = defineTool({
  name: "create_directory",
  title: "Make a directory",
  description: "Makes a directory, with those above it that are missing. One that is there is left as it is.",
  input: () => z.strictObject({
    path: z.string().describe("The directory, from the root."),
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
  title: "Show a tree of directories",
  description: "Shows the names in a directory and those below it, one a line. Directories end in a slash; links are not followed.",
  input: () => z.strictObject({
    path: z.string().default(".").describe("Where the tree begins."),
    depth: integer().min(1).max(10).default(3).describe("How many levels."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of what to leave out, as in search_files."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#directoryTree",
});

/** specs/workbench.handlers.ts#editFile */
export const editFile = defineTool({
  name: "edit_file",
  title: "Edit a file",
  description: "Replaces exact texts in a text file, one after the other; all of them or none. Each must be there exactly once, unless `replace_all` is set: give as much of the text around it as makes it the only one. Answers with the difference; with `dry_run` nothing is changed.",
  input: () => z.strictObject({
    path: z.string().describe("The file, from the root."),
    edits: z.array(z.strictObject({
      old_text: z.string().min(1).describe("What is there, exactly, with its white space."),
      new_text: z.string().describe("What takes its place."),
      replace_all: z.boolean().optional().describe("Replace it wherever it is."),
    })).min(1).max(100),
    dry_run: z.boolean().default(false).describe("Only show what would change."),
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
  title: "Tell about a file",
  description: "Tells of a file, a directory or a link what it is, its size, its times, its media type, and whether it is binary. Links are not followed.",
  input: () => z.strictObject({
    path: z.string().describe("The path, from the root."),
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
  description: "Stages what was done to files, new and deleted ones too, for the next commit.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    paths: z.array(z.string()).min(1).max(200).describe("Files and directories, from the root."),
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
  title: "Show who changed each line",
  description: "Shows for each line of a file the commit that changed it last: its hash, its author and its date.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    path: z.string().describe("The file, from the root."),
    revision: z.string().max(250).optional().describe("The file as of a commit; as it is now, if it is left out."),
    first_line: integer().min(1).default(1).describe("The first line wanted."),
    last_line: integer().min(1).optional().describe("The last line wanted."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitBlame",
});

/** specs/workbench.handlers.ts#gitBranches */
export const gitBranches = defineTool({
  name: "git_branches",
  title: "List branches",
  description: "Lists branches, those with the latest commit first, and says which one is checked out.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    remote: z.boolean().default(false).describe("Also those of remotes."),
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
  title: "Commit what is staged",
  description: "Commits what is staged, to the branch that is checked out. Hooks do not run, and nothing is signed.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    message: z.string().min(1).max(20000).describe("A line that says what it does; then, after an empty line, why."),
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
  confirm: "Commit what is staged?\n\n{$inputs.message}\n",
  handler: "specs/workbench.handlers.ts#gitCommit",
});

/** specs/workbench.handlers.ts#gitDiff */
export const gitDiff = defineTool({
  name: "git_diff",
  title: "Show a difference",
  description: "Shows differences: of what is not staged; with `staged`, of what is; from the commit `base` to the working tree, or to the commit `target`.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    base: z.string().max(250).optional().describe("A commit by branch, tag or hash: main, HEAD~1, 1a2b3c4."),
    target: z.string().max(250).optional().describe("A commit to compare the base with."),
    staged: z.boolean().default(false).describe("What the next commit will have."),
    paths: z.array(z.string()).max(50).optional().describe("Files and directories, from the root; all, if it is left out."),
    context_lines: integer().min(0).max(50).default(3).describe("Lines around each change."),
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
    repository: z.string().default(".").describe("A directory in the repository."),
    revision: z.string().max(510).default("HEAD").describe("Where to begin, or a range: main..topic."),
    path: z.string().optional().describe("Commits that changed this file or directory alone, from the root."),
    author: z.string().max(200).optional().describe("Text in the author's name or address."),
    message: z.string().max(200).optional().describe("Text in the message."),
    since: z.string().max(200).optional().describe("A date: 2026-01-31, or 2 weeks ago."),
    until: z.string().max(200).optional().describe("A date."),
    skip: integer().min(0).max(100000).default(0).describe("How many to leave out first."),
    limit: integer().min(1).max(200).default(20).describe("How many at most."),
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
  description: "Shows a commit: who made it, its message, and what it changed. With `path` it shows that file as it was in the commit instead.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
    revision: z.string().max(250).describe("The commit by branch, tag or hash."),
    path: z.string().optional().describe("A file, from the root."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#gitShow",
});

/** specs/workbench.handlers.ts#gitStatus */
export const gitStatus = defineTool({
  name: "git_status",
  title: "Show what has changed",
  description: "Shows the branch, how it stands to its upstream, and the files that have changed: `staged` is what the next commit will do to a file, `unstaged` what was done to it since.",
  input: () => z.strictObject({
    repository: z.string().default(".").describe("A directory in the repository."),
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
  description: "Lists what is in a directory, by name, with sizes and times. At most 1,000 entries.",
  input: () => z.strictObject({
    path: z.string().default(".").describe("The directory, from the root."),
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
  title: "Move a file",
  description: "Moves or renames a file or a directory. Nothing is replaced, and the directory it goes to must exist.",
  input: () => z.strictObject({
    from: z.string().describe("What is moved, from the root."),
    to: z.string().describe("Its new path, with its name."),
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
  title: "Read an image or a sound",
  description: "Reads an image (PNG, JPEG, GIF, WebP, AVIF) or a sound (WAV, MP3, OGG, FLAC, M4A) to be seen or heard. At most 8 MB.",
  input: () => z.strictObject({
    path: z.string().describe("The file, from the root."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#readMediaFile",
});

/** specs/workbench.handlers.ts#readTextFile */
export const readTextFile = defineTool({
  name: "read_text_file",
  title: "Read a text file",
  description: "Reads a text file (UTF-8), all of it or some of its lines: from first_line to last_line, the first ones (head), or the last ones (tail). At most 200,000 characters at once; where lines are left out, the answer says which it has.",
  input: () => z.strictObject({
    path: z.string().describe("The file, from the root."),
    first_line: integer().min(1).optional().describe("The first line wanted, from 1."),
    last_line: integer().min(1).optional().describe("The last line wanted."),
    head: integer().min(1).optional().describe("How many lines from the beginning."),
    tail: integer().min(1).max(10000).optional().describe("How many lines from the end."),
  }),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  handler: "specs/workbench.handlers.ts#readTextFile",
});

/** specs/workbench.handlers.ts#searchFiles */
export const searchFiles = defineTool({
  name: "search_files",
  title: "Find files by name",
  description: "Finds files and directories whose path matches a pattern: `*` and `?` stand for characters of a name, `**` for any directories, `[a-z]` for one of several characters, `{a,b}` for either. A pattern without a slash is about names alone (`*.ts`), any other one about the path from where the search begins (`src/**/*.test.ts`).",
  input: () => z.strictObject({
    pattern: z.string().min(1).max(500).describe("What to find."),
    path: z.string().default(".").describe("The directory in which to search."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of what to leave out, directories with all that is in them."),
    limit: integer().min(1).max(500).default(100).describe("How many at most."),
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
  title: "Search in files",
  description: "Finds lines of text files that contain a text, or match a regular expression (RE2 syntax: no lookaround, no backreferences). Files of more than 2 MB are left out.",
  input: () => z.strictObject({
    query: z.string().min(1).max(1000).describe("The text, or the regular expression."),
    regex: z.boolean().default(false).describe("The query is a regular expression."),
    ignore_case: z.boolean().default(false).describe("Capitals are like small letters."),
    include: z.string().max(500).optional().describe("Files to search in, as a pattern of search_files."),
    path: z.string().default(".").describe("The directory in which to search."),
    exclude: z.array(z.string().max(500)).max(20).default(["node_modules"]).describe("Patterns of what to leave out, directories with all that is in them."),
    limit: integer().min(1).max(500).default(100).describe("How many lines at most."),
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
  description: "Writes a whole text file. One that exists is replaced only with `overwrite`; to change a part of it use edit_file. The directory must exist.",
  input: () => z.strictObject({
    path: z.string().describe("The file, from the root."),
    content: z.string().describe("All that will be in it."),
    overwrite: z.boolean().default(false).describe("Replace the file if it exists."),
  }),
  output: () => z.looseObject({
    path: z.string(),
    size: integer(),
    created: z.boolean(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  timeoutMs: 30000,
  confirm: "Write {$inputs.path} (replacing what is there: {$inputs.overwrite})?\n\n{$inputs.content}\n",
  handler: "specs/workbench.handlers.ts#writeFile",
});
