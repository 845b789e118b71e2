/**
 * The stored objects of the bookshop. The document specs/bookshop.openapi.yaml describes those of requests and
 * responses.
 */

export const GENRES = [
  "adventure",
  "gothic",
  "historical",
  "mystery",
  "romance",
  "satire",
  "science-fiction",
  "social",
] as const;
export const FORMATS = ["hardback", "paperback", "ebook"] as const;
export const ORDER_STATUSES = ["pending", "paid", "shipped", "cancelled"] as const;

export type Genre = (typeof GENRES)[number];
export type Format = (typeof FORMATS)[number];
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface BookInput {
  title: string;
  authorIds: string[];
  genre: Genre;
  format: Format;
  language: string;
  publishedYear: number;
  price: number;
  stock: number;
  isbn: string | null;
  description: string | null;
}

export interface Book extends BookInput {
  id: string;
  createdAt: string;
  updatedAt: string;
}

export interface AuthorInput {
  name: string;
  born: string | null;
  died: string | null;
  homepage: string | null;
}

export interface Author extends AuthorInput {
  id: string;
}

export interface Cover {
  mediaType: string;
  bytes: Buffer;
  updatedAt: string;
}

export interface Address {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  postcode: string;
  country: string;
}

export type Payment =
  | { method: "card"; savedCardId: string }
  | { method: "invoice"; company: string; dueInDays: number };

export interface OrderLine {
  bookId: string;
  quantity: number;
}

export interface OrderInput {
  customerEmail: string;
  lines: OrderLine[];
  shippingAddress: Address;
  payment: Payment;
  giftNote: string | null;
}

export interface Order extends OrderInput {
  id: string;
  status: OrderStatus;
  /** Prices are copied from the books, so that later price changes do not affect past orders. */
  lines: (OrderLine & { unitPrice: number })[];
  total: number;
  placedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
}

export interface ReviewInput {
  rating: number;
  title: string | null;
  text: string;
  reviewer: string;
}

export interface Review extends ReviewInput {
  id: string;
  bookId: string;
  createdAt: string;
}
