// Generated from test/golden/swagger2/input.openapi.yaml. Do not edit; run `speclathe generate`.

import { component, integer, z } from "speclathe/schema";

export type Book = {
  id?: number | undefined;
  kind: "Book" | "Magazine";
  title: string;
  subtitle?: string | null | undefined;
  sequels?: Book[] | undefined;
  [key: string]: unknown;
};
export const Book = component((): z.ZodType<Book> => z.looseObject({
  id: integer().optional(),
  kind: z.enum([
    "Book",
    "Magazine",
  ]),
  title: z.string(),
  subtitle: z.string().nullable().optional(),
  sequels: z.array(z.lazy(() => Book())).optional(),
}));

export type BookRequest = {
  kind: "Book" | "Magazine";
  title: string;
  subtitle?: string | null | undefined;
  sequels?: BookRequest[] | undefined;
  [key: string]: unknown;
};
export const BookRequest = component((): z.ZodType<BookRequest> => z.looseObject({
  kind: z.enum([
    "Book",
    "Magazine",
  ]),
  title: z.string(),
  subtitle: z.string().nullable().optional(),
  sequels: z.array(z.lazy(() => BookRequest())).optional(),
}));
