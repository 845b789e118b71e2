// Generated from test/golden/recursion/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, record, z } from "speclathe/schema";

export type Company = {
  staff?: Person[] | undefined;
  [key: string]: unknown;
};
export const Company = component((): z.ZodType<Company> => z.looseObject({
  staff: z.array(z.lazy(() => Person())).optional(),
}));

export type Endless = {
  next: Endless;
  [key: string]: unknown;
};
export const Endless = component((): z.ZodType<Endless> => z.looseObject({
  next: z.lazy(() => Endless()),
}));

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export const JsonValue = component((): z.ZodType<JsonValue> => z.union([
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
  ]).nullable(),
  z.array(z.lazy(() => JsonValue())),
  record(z.lazy(() => JsonValue())),
]));

export type Person = {
  employer?: Company | undefined;
  [key: string]: unknown;
};
export const Person = component((): z.ZodType<Person> => z.looseObject({
  employer: z.lazy(() => Company()).optional(),
}));

export type Tree = {
  name: string;
  children: Tree[];
  value?: JsonValue | undefined;
  [key: string]: unknown;
};
export const Tree = component((): z.ZodType<Tree> => z.looseObject({
  name: z.string(),
  children: z.array(z.lazy(() => Tree())),
  value: z.lazy(() => JsonValue()).optional(),
}));
