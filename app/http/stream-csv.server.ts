import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";

/** Streams CSV lines as a file download. */
export function streamCsv(lines: AsyncIterable<string> | Iterable<string>, name: string): Response {
  return new Response(createReadableStreamFromReadable(Readable.from(inContext(lines))), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${encodeURIComponent(name)}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** Lines that are read after the response started still run in the shop's scope. */
function inContext(lines: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  const run = AsyncLocalStorage.snapshot();
  const iterator =
    Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  const end = { done: true as const, value: undefined };
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => run(() => iterator.next()),
      return: async () => run(() => iterator.return?.() ?? end),
    }),
  };
}
