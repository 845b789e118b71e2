// Generated from test/golden/read-write-only/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { allOf, component, integer, required, z } from "speclathe/schema";

export const Id = component(() => integer());
export type Id = z.output<ReturnType<typeof Id>>;

export const Member = component(() => allOf([
  User(),
  z.looseObject({
    since: z.string(),
  }),
  required("id"),
]));
export type Member = z.output<ReturnType<typeof Member>>;

export const MemberRequest = component(() => allOf([
  UserRequest(),
  z.looseObject({
    since: z.string(),
  }),
]));
export type MemberRequest = z.output<ReturnType<typeof MemberRequest>>;

export const Plain = component(() => z.looseObject({
  a: z.string().optional(),
}));
export type Plain = z.output<ReturnType<typeof Plain>>;

export const Team = component(() => z.looseObject({
  lead: User(),
  plain: Plain().optional(),
}));
export type Team = z.output<ReturnType<typeof Team>>;

export const TeamRequest = component(() => z.looseObject({
  lead: UserRequest(),
  plain: Plain().optional(),
}));
export type TeamRequest = z.output<ReturnType<typeof TeamRequest>>;

export const User = component(() => z.looseObject({
  id: Id(),
  name: z.string(),
  createdAt: z.string(),
  owner: z.union([
    Plain(),
    z.null(),
  ]).optional(),
}));
export type User = z.output<ReturnType<typeof User>>;

export const UserRequest = component(() => z.looseObject({
  name: z.string(),
  password: z.string(),
}));
export type UserRequest = z.output<ReturnType<typeof UserRequest>>;
