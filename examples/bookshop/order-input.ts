import { Check } from "./check.ts";
import { COUNTRY, EMAIL, idOf } from "./formats.ts";
import type { Address, OrderInput, OrderLine, Payment } from "./model.ts";
import type { Store } from "./store.ts";

export function readOrder(store: Store, body: unknown): OrderInput {
  const check = new Check(body);
  const input: OrderInput = {
    customerEmail: check.text("customerEmail", EMAIL),
    lines: check.list("lines", 1, 50, (items, index) => readLine(store, items.object(index))),
    shippingAddress: readAddress(check.object("shippingAddress")),
    payment: readPayment(check.object("payment")),
    giftNote: check.has("giftNote") ? check.text("giftNote", { min: 0, max: 300 }) : null,
  };
  check.done();
  return input;
}

function readLine(store: Store, check: Check): OrderLine {
  const bookId = check.text("bookId", idOf("bk"));
  if (bookId !== "" && !store.books.has(bookId)) check.refuse("bookId", `there is no book ${bookId}`);
  return { bookId, quantity: check.integer("quantity", 1, 99) };
}

function readAddress(check: Check): Address {
  return {
    name: check.text("name", { max: 120 }),
    line1: check.text("line1", { max: 120 }),
    line2: check.has("line2") ? check.text("line2", { min: 0, max: 120 }) : null,
    city: check.text("city", { max: 80 }),
    postcode: check.text("postcode", { max: 12 }),
    country: check.text("country", COUNTRY),
  };
}

function readPayment(check: Check): Payment {
  const method = check.choice("method", ["card", "invoice"]);
  if (method === "card") return { method, savedCardId: check.text("savedCardId", idOf("cd")) };
  return {
    method,
    company: check.text("company", { max: 120 }),
    dueInDays: check.given("dueInDays") ? check.integer("dueInDays", 7, 90) : 30,
  };
}
