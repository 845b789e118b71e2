// Generated from specs/bookshop.openapi.yaml. Do not edit; run `speclathe generate`.

import { allOf, component, integer, minProperties, pattern, required, z } from "speclathe/schema";

export const Address = component(() => z.looseObject({
  name: z.string().min(1).max(120),
  line1: z.string().min(1).max(120),
  line2: z.string().max(120).nullable().optional(),
  city: z.string().min(1).max(80),
  postcode: z.string().min(1).max(12),
  country: z.string().check(pattern("^[A-Z]{2}$")),
}));
export type Address = z.output<ReturnType<typeof Address>>;

export const Author = component(() => allOf([
  AuthorInput(),
  z.looseObject({
    id: AuthorId(),
  }),
  required("born", "died", "homepage"),
]));
export type Author = z.output<ReturnType<typeof Author>>;

export const AuthorId = component(() => z.string().check(pattern("^au_[0-9a-z]{6}$")));
export type AuthorId = z.output<ReturnType<typeof AuthorId>>;

export const AuthorInput = component(() => z.looseObject({
  name: z.string().min(1).max(120),
  born: z.string().nullable().optional(),
  died: z.string().nullable().optional(),
  homepage: z.string().max(500).nullable().optional(),
}));
export type AuthorInput = z.output<ReturnType<typeof AuthorInput>>;

export const AuthorPage = component(() => z.looseObject({
  items: z.array(Author()),
  nextCursor: NextCursor(),
}));
export type AuthorPage = z.output<ReturnType<typeof AuthorPage>>;

export const Book = component(() => allOf([
  BookInput(),
  z.looseObject({
    id: BookId(),
    averageRating: z.number().min(1).max(5).nullable(),
    coverUrl: z.string().nullable(),
    createdAt: Timestamp(),
    updatedAt: Timestamp(),
  }),
  required("format", "language", "stock", "isbn", "description"),
]));
export type Book = z.output<ReturnType<typeof Book>>;

export const BookFilter = component(() => z.strictObject({
  genre: Genre().optional(),
  maxPrice: Money().optional(),
  inStock: z.boolean().optional(),
}));
export type BookFilter = z.output<ReturnType<typeof BookFilter>>;

export const BookId = component(() => z.string().check(pattern("^bk_[0-9a-z]{6}$")));
export type BookId = z.output<ReturnType<typeof BookId>>;

export const BookInput = component(() => z.looseObject({
  title: z.string().min(1).max(200),
  authorIds: z.array(AuthorId()).min(1).max(10),
  genre: Genre(),
  format: Format().optional(),
  language: z.string().check(pattern("^[a-z]{2}$")).optional(),
  publishedYear: integer().min(1400).max(2100),
  price: Money(),
  stock: integer().min(0).max(9999).optional(),
  isbn: z.string().check(pattern("^97[89][0-9]{10}$")).nullable().optional(),
  description: z.string().max(2000).nullable().optional(),
}));
export type BookInput = z.output<ReturnType<typeof BookInput>>;

export const BookInputAuthorIds = component(() => z.array(AuthorId()).min(1).max(10));
export type BookInputAuthorIds = z.output<ReturnType<typeof BookInputAuthorIds>>;

export const BookInputPublishedYear = component(() => integer().min(1400).max(2100));
export type BookInputPublishedYear = z.output<ReturnType<typeof BookInputPublishedYear>>;

export const BookInputTitle = component(() => z.string().min(1).max(200));
export type BookInputTitle = z.output<ReturnType<typeof BookInputTitle>>;

export const BookPage = component(() => z.looseObject({
  items: z.array(Book()),
  nextCursor: NextCursor(),
}));
export type BookPage = z.output<ReturnType<typeof BookPage>>;

export const BookPatch = component(() => z.looseObject({
  title: BookInputTitle().optional(),
  authorIds: BookInputAuthorIds().optional(),
  genre: Genre().optional(),
  format: Format().optional(),
  language: z.string().check(pattern("^[a-z]{2}$")).optional(),
  publishedYear: BookInputPublishedYear().optional(),
  price: Money().optional(),
  stock: integer().min(0).max(9999).optional(),
  isbn: z.string().check(pattern("^97[89][0-9]{10}$")).nullable().optional(),
  description: z.string().max(2000).nullable().optional(),
}).check(minProperties(1)));
export type BookPatch = z.output<ReturnType<typeof BookPatch>>;

export const CancelInput = component(() => z.looseObject({
  reason: z.string().min(1).max(200).nullable().optional(),
}));
export type CancelInput = z.output<ReturnType<typeof CancelInput>>;

export const CardPayment = component(() => z.looseObject({
  method: z.literal("card"),
  savedCardId: z.string().check(pattern("^cd_[0-9a-z]{6}$")),
}));
export type CardPayment = z.output<ReturnType<typeof CardPayment>>;

export const Cover = component(() => z.looseObject({
  bookId: BookId(),
  mediaType: z.enum([
    "image/png",
    "image/jpeg",
  ]),
  size: integer().min(1).max(1048576),
  sha256: z.string().check(pattern("^[0-9a-f]{64}$")),
  updatedAt: Timestamp(),
}));
export type Cover = z.output<ReturnType<typeof Cover>>;

export const Cursor = component(() => z.string().min(1).max(500));
export type Cursor = z.output<ReturnType<typeof Cursor>>;

export const Format = component(() => z.enum([
  "hardback",
  "paperback",
  "ebook",
]));
export type Format = z.output<ReturnType<typeof Format>>;

export const Genre = component(() => z.enum([
  "adventure",
  "gothic",
  "historical",
  "mystery",
  "romance",
  "satire",
  "science-fiction",
  "social",
]));
export type Genre = z.output<ReturnType<typeof Genre>>;

export const InvoicePayment = component(() => z.looseObject({
  method: z.literal("invoice"),
  company: z.string().min(1).max(120),
  dueInDays: integer().min(7).max(90).optional(),
}));
export type InvoicePayment = z.output<ReturnType<typeof InvoicePayment>>;

export const Money = component(() => integer().min(0).max(1000000));
export type Money = z.output<ReturnType<typeof Money>>;

export const NextCursor = component(() => z.string().nullable());
export type NextCursor = z.output<ReturnType<typeof NextCursor>>;

export const Order = component(() => allOf([
  OrderInput(),
  z.looseObject({
    id: OrderId(),
    status: OrderStatus(),
    total: integer().min(0),
    placedAt: Timestamp(),
    cancelledAt: z.string().nullable(),
    cancelReason: z.string().nullable(),
  }),
  required("giftNote"),
]));
export type Order = z.output<ReturnType<typeof Order>>;

export const OrderId = component(() => z.string().check(pattern("^or_[0-9a-z]{6}$")));
export type OrderId = z.output<ReturnType<typeof OrderId>>;

export const OrderInput = component(() => z.looseObject({
  customerEmail: z.string().max(254),
  lines: z.array(OrderLine()).min(1).max(50),
  shippingAddress: Address(),
  payment: Payment(),
  giftNote: z.string().max(300).nullable().optional(),
}));
export type OrderInput = z.output<ReturnType<typeof OrderInput>>;

export const OrderInputRequest = component(() => z.looseObject({
  customerEmail: z.string().max(254),
  lines: z.array(OrderLineRequest()).min(1).max(50),
  shippingAddress: Address(),
  payment: Payment(),
  giftNote: z.string().max(300).nullable().optional(),
}));
export type OrderInputRequest = z.output<ReturnType<typeof OrderInputRequest>>;

export const OrderLine = component(() => z.looseObject({
  bookId: BookId(),
  quantity: integer().min(1).max(99),
  unitPrice: Money().optional(),
}));
export type OrderLine = z.output<ReturnType<typeof OrderLine>>;

export const OrderLineRequest = component(() => z.looseObject({
  bookId: BookId(),
  quantity: integer().min(1).max(99),
}));
export type OrderLineRequest = z.output<ReturnType<typeof OrderLineRequest>>;

export const OrderPage = component(() => z.looseObject({
  items: z.array(Order()),
  nextCursor: NextCursor(),
}));
export type OrderPage = z.output<ReturnType<typeof OrderPage>>;

export const OrderStatus = component(() => z.enum([
  "pending",
  "paid",
  "shipped",
  "cancelled",
]));
export type OrderStatus = z.output<ReturnType<typeof OrderStatus>>;

export const Payment = component(() => z.xor([
  CardPayment(),
  InvoicePayment(),
]));
export type Payment = z.output<ReturnType<typeof Payment>>;

export const Review = component(() => allOf([
  ReviewInput(),
  z.looseObject({
    id: ReviewId(),
    bookId: BookId(),
    createdAt: Timestamp(),
  }),
  required("title"),
]));
export type Review = z.output<ReturnType<typeof Review>>;

export const ReviewId = component(() => z.string().check(pattern("^rv_[0-9a-z]{6}$")));
export type ReviewId = z.output<ReturnType<typeof ReviewId>>;

export const ReviewInput = component(() => z.looseObject({
  rating: integer().min(1).max(5),
  title: z.string().min(1).max(120).nullable().optional(),
  text: z.string().min(1).max(4000),
  reviewer: z.string().min(1).max(80),
}));
export type ReviewInput = z.output<ReturnType<typeof ReviewInput>>;

export const ReviewPage = component(() => z.looseObject({
  items: z.array(Review()),
  nextCursor: NextCursor(),
}));
export type ReviewPage = z.output<ReturnType<typeof ReviewPage>>;

export const Timestamp = component(() => z.string());
export type Timestamp = z.output<ReturnType<typeof Timestamp>>;
