/** The code of specs/workbench.mcp.yaml: what a call is given goes to workbench/, and what comes back is put in its form. */
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
  return noted(tree, truncated && "There is more: ask for a directory of it, or exclude some.");
};

export const fileInfo: Handler<typeof tools.fileInfo> = async (args) => lists.fileInfo(await rootOf(), args);

export const readTextFile: Handler<typeof tools.readTextFile> = async (args, { signal }) => {
  const { text, firstLine, lastLine, totalLines, cut } = await readText(await rootOf(), args, signal);
  const whole = firstLine === 1 && lastLine === totalLines && !cut;
  const left = cut ? " The others would be too much at once." : "";
  const lines = lastLine < firstLine ? "none" : `${firstLine} to ${lastLine}`;
  return noted(text, !whole && `Lines: ${lines} of ${totalLines}.${left}`);
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
  const head = result.applied ? "Changed" : "This is what would change";
  const text = result.diff === "" ? "Nothing changes." : `${head}:\n${result.diff}`;
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
  return found(lines, result);
};

export const searchText: Handler<typeof tools.searchText> = async (args, { signal }) => {
  const result = await searches.searchText(await rootOf(), args, signal);
  const lines = result.matches.map(({ path, line, text }) => `${path}:${line}: ${text}`);
  return found(lines, result);
};

const STOPPED: Readonly<Record<searches.Stopped, string>> = {
  results: "There are more: narrow the search, or raise the limit.",
  entries: "There is too much here to look at all of it: search in a directory.",
  time: "The time was up before all was searched: search in a directory.",
};

function found(lines: readonly string[], result: { readonly stopped?: searches.Stopped }) {
  const text = lines.length === 0 ? "Nothing was found." : lines.join("\n");
  return content(
    [
      { type: "text", text },
      ...(result.stopped ? [{ type: "text" as const, text: STOPPED[result.stopped] }] : []),
    ],
    { ...result },
  );
}

/** A text, and what there is to say about it. */
function noted(text: string, note: string | false) {
  return content([
    { type: "text", text },
    ...(note === false ? [] : [{ type: "text" as const, text: note }]),
  ]);
}

// ------------------------------------------------------------------------------------------------ git

interface In {
  readonly repository?: string | undefined;
}

export const gitStatus: Handler<typeof tools.gitStatus> = async (args, { signal }) =>
  status(await opened(args, signal), signal);

export const gitDiff: Handler<typeof tools.gitDiff> = async ({ repository, ...args }, { signal }) => {
  const root = await rootOf();
  return told(
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
  if (path === undefined) return told(await history.show(opened, revision, signal), "");
  return told(await history.showFile(root, opened, revision, path, signal), "");
};

export const gitBlame: Handler<typeof tools.gitBlame> = async ({ repository, ...args }, { signal }) => {
  const root = await rootOf();
  return told(
    await history.blame(root, await repositoryAt(root, repository, signal), args, signal),
    "No lines.",
  );
};

export const gitBranches: Handler<typeof tools.gitBranches> = async ({ repository, ...args }, { signal }) =>
  branchList.branches(await opened({ repository }, signal), args, signal);

export const gitAdd: Handler<typeof tools.gitAdd> = async ({ repository, paths }, { signal }) => {
  const root = await rootOf();
  return changes.add(root, await repositoryAt(root, repository, signal), paths, signal);
};

export const gitCommit: Handler<typeof tools.gitCommit> = async ({ repository, message }, { signal }) =>
  changes.commit(await opened({ repository }, signal), message, signal);

async function opened({ repository }: In, signal: AbortSignal) {
  return repositoryAt(await rootOf(), repository, signal);
}

function told({ text, truncated }: history.Text, nothing: string) {
  return noted(text === "" ? nothing : text, truncated && "The rest was left out: ask for less, by path.");
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
