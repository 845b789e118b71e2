/** The code of specs/workbench.mcp.yaml: passes calls to workbench/, and converts the values it returns to results. */
import {
  type CompletionHandler,
  content,
  type Handler,
  type ListHandler,
  type PromptHandler,
  type ResourceHandler,
} from "speclathe/handler";
import type * as tools from "../generated/workbench/tools/workbench.ts";
import * as lists from "./workbench/files/list.ts";
import { readMedia } from "./workbench/files/media.ts";
import { readText } from "./workbench/files/read.ts";
import { rootOf } from "./workbench/files/root.ts";
import * as searches from "./workbench/files/search.ts";
import * as writes from "./workbench/files/write.ts";
import * as branchList from "./workbench/git/branches.ts";
import * as changes from "./workbench/git/change.ts";
import * as history from "./workbench/git/history.ts";
import { repositoryAt } from "./workbench/git/repository.ts";
import { status } from "./workbench/git/status.ts";
import * as prompts from "./workbench/prompts.ts";
import * as resources from "./workbench/resources.ts";

// ---------------------------------------------------------------------------------------------- files

export const listDirectory: Handler<typeof tools.listDirectory> = async (args) =>
  lists.listDirectory(await rootOf(), args);

export const directoryTree: Handler<typeof tools.directoryTree> = async (args, { signal }) => {
  const { tree, truncated } = await lists.directoryTree(await rootOf(), args, signal);
  return textWithNote(
    tree,
    truncated && "The tree is incomplete: give a subdirectory as path, or exclude some.",
  );
};

export const fileInfo: Handler<typeof tools.fileInfo> = async (args) => lists.fileInfo(await rootOf(), args);

export const readTextFile: Handler<typeof tools.readTextFile> = async (args, { signal }) => {
  const { text, firstLine, lastLine, totalLines, cut } = await readText(await rootOf(), args, signal);
  const whole = firstLine === 1 && lastLine === totalLines && !cut;
  const left = cut ? " The others exceed the size of one result: read them by first_line." : "";
  const lines = lastLine < firstLine ? "none" : `${firstLine} to ${lastLine}`;
  return textWithNote(text, !whole && `Lines: ${lines} of ${totalLines}.${left}`);
};

export const readMediaFile: Handler<typeof tools.readMediaFile> = async (args) =>
  content(await readMedia(await rootOf(), args));

export const writeFile: Handler<typeof tools.writeFile> = async (args, { changed }) => {
  const result = await writes.writeText(await rootOf(), args);
  if (result.created) changed.resources();
  return result;
};

export const editFile: Handler<typeof tools.editFile> = async (args) => {
  const result = await writes.editText(await rootOf(), args);
  const head = result.applied ? "Changed" : "Not applied (dry_run)";
  const text = result.diff === "" ? "The edits change nothing." : `${head}:\n${result.diff}`;
  return content({ type: "text", text }, { ...result });
};

export const createDirectory: Handler<typeof tools.createDirectory> = async (args) =>
  writes.makeDirectory(await rootOf(), args);

export const moveFile: Handler<typeof tools.moveFile> = async (args, { changed }) => {
  const result = await writes.move(await rootOf(), args);
  changed.resources();
  return result;
};

export const searchFiles: Handler<typeof tools.searchFiles> = async (args, { signal }) => {
  const result = await searches.searchFiles(await rootOf(), args, signal);
  const lines = result.matches.map(({ path, type }) => (type === "directory" ? `${path}/` : path));
  return searchResult(lines, result);
};

export const searchText: Handler<typeof tools.searchText> = async (args, { signal }) => {
  const result = await searches.searchText(await rootOf(), args, signal);
  const lines = result.matches.map(({ path, line, text }) => `${path}:${line}: ${text}`);
  return searchResult(lines, result);
};

const STOP_NOTES: Readonly<Record<searches.Stopped, string>> = {
  results: "There are more results: narrow the search, or raise the limit.",
  entries: "The search ended at its limit of entries: give a subdirectory as path.",
  time: "The search ended at its time limit: give a subdirectory as path.",
};

function searchResult(lines: readonly string[], result: { readonly stopped?: searches.Stopped }) {
  const text = lines.length === 0 ? "No results." : lines.join("\n");
  return content(
    [
      { type: "text", text },
      ...(result.stopped ? [{ type: "text" as const, text: STOP_NOTES[result.stopped] }] : []),
    ],
    { ...result },
  );
}

/** Returns a text, followed by a note about it. */
function textWithNote(text: string, note: string | false) {
  return content([
    { type: "text", text },
    ...(note === false ? [] : [{ type: "text" as const, text: note }]),
  ]);
}

// ------------------------------------------------------------------------------------------------ git

interface GitArgs {
  readonly repository?: string | undefined;
}

export const gitStatus: Handler<typeof tools.gitStatus> = async (args, { signal }) =>
  status(await openRepository(args, signal), signal);

export const gitDiff: Handler<typeof tools.gitDiff> = async ({ repository, ...args }, { signal }) => {
  const root = await rootOf();
  return gitOutput(
    await history.diff(root, await repositoryAt(root, repository, signal), args, signal),
    "No difference.",
  );
};

export const gitLog: Handler<typeof tools.gitLog> = async ({ repository, ...args }, { signal }) => {
  const root = await rootOf();
  return history.log(root, await repositoryAt(root, repository, signal), args, signal);
};

export const gitShow: Handler<typeof tools.gitShow> = async ({ repository, revision, path }, { signal }) => {
  const root = await rootOf();
  const opened = await repositoryAt(root, repository, signal);
  if (path === undefined) return gitOutput(await history.show(opened, revision, signal), "");
  return gitOutput(await history.showFile(root, opened, revision, path, signal), "");
};

export const gitBlame: Handler<typeof tools.gitBlame> = async ({ repository, ...args }, { signal }) => {
  const root = await rootOf();
  return gitOutput(
    await history.blame(root, await repositoryAt(root, repository, signal), args, signal),
    "No lines.",
  );
};

export const gitBranches: Handler<typeof tools.gitBranches> = async ({ repository, ...args }, { signal }) =>
  branchList.branches(await openRepository({ repository }, signal), args, signal);

export const gitAdd: Handler<typeof tools.gitAdd> = async ({ repository, paths }, { signal }) => {
  const root = await rootOf();
  return changes.add(root, await repositoryAt(root, repository, signal), paths, signal);
};

export const gitCommit: Handler<typeof tools.gitCommit> = async ({ repository, message }, { signal }) =>
  changes.commit(await openRepository({ repository }, signal), message, signal);

async function openRepository({ repository }: GitArgs, signal: AbortSignal) {
  return repositoryAt(await rootOf(), repository, signal);
}

/** `empty` is the result for an empty output. */
function gitOutput({ text, truncated }: history.Text, empty: string) {
  return textWithNote(text === "" ? empty : text, truncated && "The output is cut: restrict it to a path.");
}

// ---------------------------------------------------------------------------------- resources, prompts

export const readFile: ResourceHandler = async ({ uri, variables }, { changed }) =>
  resources.readResource(await rootOf(), uri, one(variables.path) ?? ".", changed);

export const listFiles: ListHandler = async ({ signal }) => resources.listResources(await rootOf(), signal);

export const readLog: ResourceHandler = async (_, { signal }) => resources.readLog(await rootOf(), signal);

export const readStaged: ResourceHandler = async (_, { signal }) =>
  resources.readStaged(await rootOf(), signal);

export const readDiff: ResourceHandler = async ({ variables }, { signal }) =>
  resources.readDiff(await rootOf(), { base: one(variables.base), path: one(variables.path) }, signal);

export const completePath: CompletionHandler = async (typed) => resources.suggestPaths(await rootOf(), typed);

export const completeBranch: CompletionHandler = async (typed, _, { signal }) =>
  resources.suggestBranches(await rootOf(), typed, signal);

export const codeReview: PromptHandler = async (args, { signal }) =>
  prompts.codeReview(await rootOf(), args, signal);

export const explainFile: PromptHandler = async (args, { signal }) =>
  prompts.explainFile(await rootOf(), args, signal);

export const commitMessage: PromptHandler = async (args, { signal }) =>
  prompts.commitMessage(await rootOf(), args, signal);

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
