import { resolve } from "node:path";
import express, { Router } from "express";
import { drawProductPicture } from "../seed/product-picture";
import type { World } from "../world";

/** What comes from the CDN: pictures of products that have none of their own, the theme extension's files. */
export function cdnRoutes(world: World): Router {
  const router = Router();
  router.use(
    "/cdn/theme/assets",
    express.static(resolve(world.themeFolder, "assets"), { etag: false }),
  );
  router.get("/cdn/products/:id.svg", (request, response) => {
    const { id } = request.params;
    const product = [...world.shops.values()].flatMap((it) => it.store.products.get(id) ?? [])[0];
    if (!product) {
      response.status(404).end();
      return;
    }
    response
      .set("cache-control", "public, max-age=3600")
      .type("svg")
      .send(drawProductPicture(product));
  });
  return router;
}
