import { Router, type Request, type Response } from "express";
import { textOf } from "../admin-routes";
import { play } from "../happenings/play";
import { drawProductPicture } from "../seed/product-picture";
import { findShop, type LocalShop, type World } from "../world";
import { checkoutPage, homePage, missingPage, productPage } from "./storefront-pages";

/** Where links in mails lead: product pages, the recovery of a checkout, pictures. */
export function storefrontRoutes(world: World): Router {
  const router = Router();
  type ShopRoute = (shop: LocalShop, request: Request, response: Response) => void;
  const withShop =
    (answer: ShopRoute) =>
    (request: Request, response: Response): void => {
      const name = request.params["shop"] ?? request.get("x-sim-host") ?? request.query["shop"];
      const shop = findShop(world, textOf(name));
      if (shop) answer(shop, request, response);
      else response.status(404).type("text").send("No such store");
    };
  const missing = (shop: LocalShop, response: Response): void => {
    response.status(404).send(missingPage(world, shop));
  };

  router.get(
    "/storefront/:shop",
    withShop((shop, _, response) => void response.send(homePage(world, shop))),
  );

  const showProduct = withShop((shop, { params }, response) => {
    const product = [...shop.store.products.values()].find((it) => it.handle === params["handle"]);
    if (!product) {
      missing(shop, response);
      return;
    }
    response.send(productPage(world, shop, product));
  });
  router.get("/storefront/:shop/products/:handle", showProduct);
  router.get("/products/:handle", showProduct);

  router.get(
    "/storefront/:shop/checkouts/:token/recover",
    withShop((shop, { params }, response) => {
      const checkout = shop.store.checkouts.get(params["token"] ?? "");
      if (!checkout) {
        missing(shop, response);
        return;
      }
      response.send(checkoutPage(world, shop, checkout));
    }),
  );
  router.post(
    "/storefront/:shop/checkouts/:token/recover",
    withShop((shop, { params, originalUrl }, response) => {
      const checkout = shop.store.checkouts.get(params["token"] ?? "");
      if (!checkout) {
        missing(shop, response);
        return;
      }
      // The query is what the customer came with: the app's own marks among them.
      const landingSite = new URL(originalUrl, world.origin).search || null;
      if (checkout.completedAt === null) {
        play(world, shop, { kind: "checkout_completed", token: checkout.token, landingSite });
      }
      response.redirect(303, originalUrl);
    }),
  );
  router.get(
    "/storefront/:shop/*",
    withShop((shop, _, response) => missing(shop, response)),
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
