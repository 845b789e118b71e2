import type {
  CompletionHandler,
  Handler,
  ListHandler,
  PromptHandler,
  ResourceHandler,
} from "speclathe/handler";
import type * as prompts from "./output/acme/prompts.ts";
import type * as resources from "./output/acme/resources.ts";
import type * as tools from "./output/acme/tools/acme.ts";
import { pullsListFiles } from "./output/acme/tools/pulls.ts";

const CHANNELS = ["general", "incidents"];

export const completeChannel: CompletionHandler = (typed) => CHANNELS.filter((name) => name.startsWith(typed));

export const listChannels: ListHandler = () =>
  CHANNELS.map((name) => ({ uri: `slack://channels/${name}`, name }));

export const today: ResourceHandler<typeof resources.today> = ({ uri }) => `The day of ${uri}`;

export const review: PromptHandler<typeof prompts.review> = ({ number = "" }) => [
  { role: "user", content: `Review pull request ${number}.` },
  { role: "assistant", content: "Which repository is it in?" },
];

export const summarizeDiff: Handler<typeof tools.summarizeDiff> = async (args, context) => {
  const { repo, number, max_files } = args;
  const files = await context.call(pullsListFiles, { owner: "github-org", repo, pull_number: number });
  const lines = files.slice(0, max_files).map((file) => `${file.filename} +${file.additions} -${file.deletions}`);
  return { summary: lines.join("\n"), files: files.length };
};
