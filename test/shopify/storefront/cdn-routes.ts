import { resolve } from "node:path";
import express, { Router } from "express";
import { drawProductPicture } from "../seed/product-picture";
import { fileStatus } from "../files/shop-files";
import { findShop, type World } from "../world";

/** Files from the CDN: drawings of products without images, files, the theme extension's assets. */
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
  router.get("/cdn/files/:shop/:name", (request, response) => {
    const store = findShop(world, request.params.shop)?.store;
    const file = [...(store?.files.values() ?? [])].find((it) => it.name === request.params.name);
    if (!store || !file?.mimeType || fileStatus(file) !== "READY") {
      response.status(404).end();
      return;
    }
    response
      .set({ "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" })
      .type(file.mimeType)
      .send(store.fileBytes.get(file.id));
  });
  return router;
}
