import { createHash } from "node:crypto";
import { readBytes } from "./body.ts";
import { invalidBody, notFound, Problem } from "./problems.ts";
import type { Route } from "./router.ts";
import type { Store } from "./store.ts";

/** The first bytes of every file of the type. */
const SIGNATURES = new Map([
  ["image/png", Buffer.from("89504e470d0a1a0a", "hex")],
  ["image/jpeg", Buffer.from("ffd8ff", "hex")],
]);

export function coverRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/books/{bookId}/cover",
      handle: (ctx, id) => {
        const cover = store.covers.get(store.books.get(id).id);
        if (!cover) throw notFound("cover of book", id);
        ctx.body = cover.bytes;
        ctx.type = cover.mediaType;
      },
    },
    {
      method: "PUT",
      path: "/books/{bookId}/cover",
      handle: async (ctx, id) => {
        const book = store.books.get(id);
        const bytes = await readBytes(ctx);
        const mediaType = ctx.request.type;
        const signature = SIGNATURES.get(mediaType);
        if (!signature) throw new Problem(415, "A cover must be image/png or image/jpeg.");
        if (!bytes.subarray(0, signature.length).equals(signature)) {
          throw invalidBody([{ field: "", message: `must be the bytes of an ${mediaType} image` }]);
        }
        const updatedAt = store.timestamp();
        store.covers.set(book.id, { mediaType, bytes, updatedAt });
        ctx.body = {
          bookId: book.id,
          mediaType,
          size: bytes.length,
          sha256: createHash("sha256").update(bytes).digest("hex"),
          updatedAt,
        };
      },
    },
  ];
}
