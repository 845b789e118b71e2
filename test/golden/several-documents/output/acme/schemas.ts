// Generated from test/golden/several-documents/acme.mcp.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export const ChatUser = component(() => z.looseObject({
  id: z.string().optional(),
}));
export type ChatUser = z.output<ReturnType<typeof ChatUser>>;

export type Issue = {
  id?: number | undefined;
  title: string;
  by?: TrackerUser | undefined;
  blocks?: Issue[] | undefined;
  [key: string]: unknown;
};
export const Issue = component((): z.ZodType<Issue> => z.looseObject({
  id: integer().optional(),
  title: z.string(),
  by: TrackerUser().optional(),
  blocks: z.array(z.lazy(() => Issue())).optional(),
}));

export type IssueRequest = {
  title: string;
  by?: TrackerUser | undefined;
  blocks?: IssueRequest[] | undefined;
  [key: string]: unknown;
};
export const IssueRequest = component((): z.ZodType<IssueRequest> => z.looseObject({
  title: z.string(),
  by: TrackerUser().optional(),
  blocks: z.array(z.lazy(() => IssueRequest())).optional(),
}));

export const Message = component(() => z.looseObject({
  text: z.string().max(100),
  from: ChatUser().optional(),
}));
export type Message = z.output<ReturnType<typeof Message>>;

export const TrackerUser = component(() => z.looseObject({
  login: z.string().optional(),
}));
export type TrackerUser = z.output<ReturnType<typeof TrackerUser>>;
