import type { Address, Format, Genre, OrderStatus, Payment } from "./model.ts";
import { plainPng } from "./png.ts";
import type { Store } from "./store.ts";

const STOCKED_AT = "2025-01-06T09:00:00.000Z";

type AuthorRow = [name: string, born: string, died: string, article: string];

const AUTHORS: AuthorRow[] = [
  ["Jane Austen", "1775-12-16", "1817-07-18", "Jane_Austen"],
  ["Mary Shelley", "1797-08-30", "1851-02-01", "Mary_Shelley"],
  ["Bram Stoker", "1847-11-08", "1912-04-20", "Bram_Stoker"],
  ["Charles Dickens", "1812-02-07", "1870-06-09", "Charles_Dickens"],
  ["H. G. Wells", "1866-09-21", "1946-08-13", "H._G._Wells"],
  ["Jules Verne", "1828-02-08", "1905-03-24", "Jules_Verne"],
  ["Arthur Conan Doyle", "1859-05-22", "1930-07-07", "Arthur_Conan_Doyle"],
  ["Emily Brontë", "1818-07-30", "1848-12-19", "Emily_Bront%C3%AB"],
  ["Mark Twain", "1835-11-30", "1910-04-21", "Mark_Twain"],
  ["Oscar Wilde", "1854-10-16", "1900-11-30", "Oscar_Wilde"],
];

type BookRow = [
  title: string,
  author: number,
  genre: Genre,
  format: Format,
  year: number,
  price: number,
  stock: number,
];

const BOOKS: BookRow[] = [
  ["Pride and Prejudice", 1, "romance", "paperback", 1813, 899, 25],
  ["Emma", 1, "romance", "paperback", 1815, 899, 14],
  ["Persuasion", 1, "romance", "ebook", 1817, 399, 999],
  ["Northanger Abbey", 1, "satire", "paperback", 1817, 799, 0],
  ["Frankenstein; or, The Modern Prometheus", 2, "gothic", "hardback", 1818, 1899, 8],
  ["The Last Man", 2, "science-fiction", "paperback", 1826, 999, 3],
  ["Dracula", 3, "gothic", "hardback", 1897, 1999, 11],
  ["The Jewel of Seven Stars", 3, "gothic", "ebook", 1903, 299, 999],
  ["A Tale of Two Cities", 4, "historical", "paperback", 1859, 999, 17],
  ["Great Expectations", 4, "social", "hardback", 1861, 2199, 6],
  ["Bleak House", 4, "social", "paperback", 1853, 1199, 9],
  ["The Time Machine", 5, "science-fiction", "paperback", 1895, 699, 30],
  ["The War of the Worlds", 5, "science-fiction", "paperback", 1898, 799, 22],
  ["The Invisible Man", 5, "science-fiction", "ebook", 1897, 349, 999],
  ["Twenty Thousand Leagues Under the Seas", 6, "adventure", "hardback", 1870, 2499, 5],
  ["Around the World in Eighty Days", 6, "adventure", "paperback", 1872, 849, 19],
  ["Journey to the Centre of the Earth", 6, "adventure", "paperback", 1864, 849, 0],
  ["A Study in Scarlet", 7, "mystery", "paperback", 1887, 749, 21],
  ["The Hound of the Baskervilles", 7, "mystery", "hardback", 1902, 1799, 13],
  ["The Sign of the Four", 7, "mystery", "ebook", 1890, 299, 999],
  ["Wuthering Heights", 8, "gothic", "paperback", 1847, 899, 16],
  ["Adventures of Huckleberry Finn", 9, "adventure", "paperback", 1884, 949, 12],
  ["The Prince and the Pauper", 9, "historical", "hardback", 1881, 1599, 4],
  ["The Picture of Dorian Gray", 10, "gothic", "paperback", 1890, 899, 18],
];

const ADA = "ada@reader.example";
const DESK = "desk@northside.example";
const HOME: Address = {
  name: "Ada Reader",
  line1: "12 Library Lane",
  line2: null,
  city: "Oxford",
  postcode: "OX1 1AA",
  country: "GB",
};
const SCHOOL: Address = { ...HOME, name: "Northside School", line1: "1 School Road", line2: "Reception" };
const CARD: Payment = { method: "card", savedCardId: "cd_000001" };
const INVOICE: Payment = { method: "invoice", company: "Northside School", dueInDays: 30 };

/** An order maps the position of a book to the number of copies. */
type OrderRow = [
  status: OrderStatus,
  placedAt: string,
  email: string,
  address: Address,
  payment: Payment,
  quantities: Record<number, number>,
];

const ORDERS: OrderRow[] = [
  ["shipped", "2025-01-14T10:12:00.000Z", ADA, HOME, CARD, { 1: 1, 7: 1 }],
  ["shipped", "2025-02-03T16:40:00.000Z", DESK, SCHOOL, INVOICE, { 12: 15, 18: 15 }],
  ["cancelled", "2025-02-20T08:05:00.000Z", ADA, HOME, CARD, { 15: 1 }],
  ["pending", "2025-03-02T11:30:00.000Z", DESK, SCHOOL, INVOICE, { 9: 10 }],
  ["paid", "2025-03-09T19:22:00.000Z", "ben@reader.example", HOME, CARD, { 5: 1, 21: 2 }],
  ["paid", "2025-03-11T07:58:00.000Z", ADA, HOME, CARD, { 19: 1 }],
];

type ReviewRow = [book: number, rating: number, title: string | null, text: string, reviewer: string];

const REVIEWS: ReviewRow[] = [
  [1, 5, "A joy", "Funny and sharp on every page.", "Ada"],
  [1, 4, null, "Slow to start, then I could not stop.", "Ben"],
  [1, 5, "Again", "My third reading, and not the last.", "Chidi"],
  [5, 5, "Still alive", "Sadder and wiser than any of the films.", "Dana"],
  [5, 4, null, "The letters at the start repay patience.", "Ada"],
  [7, 4, "Chilling", "Read the first four chapters by daylight.", "Elif"],
  [12, 5, null, "A whole future in an afternoon.", "Ben"],
  [13, 3, "Uneven", "A great first half; the ending comes quickly.", "Farid"],
  [16, 4, null, "A cheerful race against the clock.", "Dana"],
  [19, 5, "The best of them", "The moor is the main character.", "Chidi"],
  [21, 2, "Not for me", "Everyone is unkind to everyone.", "Farid"],
  [24, 4, null, "Every second line is quotable.", "Elif"],
];

/** Fills an empty store. The document's examples name these ids: new rows go at the end of their table. */
export function seed(store: Store): void {
  const authors = AUTHORS.map(([name, born, died, article]) =>
    store.authors.create((id) => {
      return { id, name, born, died, homepage: `https://en.wikipedia.org/wiki/${article}` };
    }),
  );
  const books = BOOKS.map(([title, author, genre, format, publishedYear, price, stock], index) =>
    store.books.create((id) => ({
      id,
      title,
      authorIds: [nth(authors, author).id],
      genre,
      format,
      language: "en",
      publishedYear,
      price,
      stock,
      isbn: demoIsbn(index + 1),
      description: null,
      createdAt: STOCKED_AT,
      updatedAt: STOCKED_AT,
    })),
  );
  for (const [status, placedAt, customerEmail, shippingAddress, payment, quantities] of ORDERS) {
    const lines = Object.entries(quantities).map(([book, quantity]) => {
      const { id, price } = nth(books, Number(book));
      return { bookId: id, quantity, unitPrice: price };
    });
    store.orders.create((id) => ({
      id,
      status,
      customerEmail,
      lines,
      shippingAddress,
      payment,
      giftNote: null,
      total: lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0),
      placedAt,
      cancelledAt: status === "cancelled" ? placedAt : null,
      cancelReason: status === "cancelled" ? "Ordered by mistake" : null,
    }));
  }
  REVIEWS.forEach(([book, rating, title, text, reviewer], index) => {
    const createdAt = new Date(Date.UTC(2025, 1, index + 1, 12)).toISOString();
    const bookId = nth(books, book).id;
    store.reviews.create((id) => ({ id, bookId, rating, title, text, reviewer, createdAt }));
  });
  store.covers.set(nth(books, 1).id, {
    mediaType: "image/png",
    bytes: plainPng(8, 12, [122, 31, 43]),
    updatedAt: STOCKED_AT,
  });
}

/** Rows refer to one another by their place, counted from 1 as the ids are. */
function nth<T>(items: T[], place: number): T {
  const item = items[place - 1];
  if (item === undefined) throw new RangeError(`the seed has no item ${place}`);
  return item;
}

/** Not the ISBN of a real edition, but with the check digit of one. */
function demoIsbn(number: number): string {
  const digits = `978${String(number).padStart(9, "0")}`;
  const weighted = [...digits].map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 3));
  const sum = weighted.reduce((total, value) => total + value, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
