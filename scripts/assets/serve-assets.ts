import { readdirSync } from "node:fs";
import { extname } from "node:path";
import express, { Router, type RequestHandler } from "express";
import { COMPRESSED_TYPES, ENCODINGS } from "./encodings.ts";

/**
 * Serves the built assets, compressed if the browser accepts it. Their names change with their content, so browsers
 * cache them for a year.
 */
export function serveAssets(folder: string): RequestHandler {
  const files = new Set(readdirSync(folder));
  const router = Router();
  router.use((request, response, next) => {
    const name = request.path.slice(1);
    if (!files.has(name) || !COMPRESSED_TYPES.has(extname(name))) {
      next();
      return;
    }
    response.vary("Accept-Encoding");
    const encoding = ENCODINGS.find(
      (it) => files.has(name + it.suffix) && request.acceptsEncodings(it.name),
    );
    if (encoding) {
      response.type(extname(name)).set("Content-Encoding", encoding.name);
      request.url = `/${name}${encoding.suffix}`;
    }
    next();
  });
  router.use(
    express.static(folder, {
      immutable: true,
      maxAge: "1y",
      // Nothing to revalidate: these headers would add 110 bytes to each of a page's eighty files.
      etag: false,
      lastModified: false,
      acceptRanges: false,
    }),
  );
  return router;
}
