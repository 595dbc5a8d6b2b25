import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";

/** Lines of CSV as a file to keep, sent as they are read. */
export function streamCsv(lines: AsyncIterable<string> | Iterable<string>, name: string): Response {
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${encodeURIComponent(name)}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
