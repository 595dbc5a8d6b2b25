import express, { Router, type NextFunction, type Request, type Response } from "express";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { browserScript } from "../admin-shell/browser-script";
import { passingErrors } from "../admin-routes";
import { takeFault } from "../faults";
import { findShop, storefrontUrl, type World } from "../world";
import { accountRoutes } from "./account/account-routes";
import { cartRoutes } from "./cart/cart-routes";
import { checkoutRoutes } from "./checkout/checkout-routes";
import { browseRoutes, missing } from "./pages/browse-routes";
import { proxyRoutes } from "./proxy/proxy-routes";
import { ThemeError } from "./theme/theme-error";
import { readLocale, shopOfHost, visiting } from "./visit";

const Visitor = z
  .object({ email: z.email().nullable(), phone: z.string().nullable(), appId: z.string().min(1) })
  .strict()
  .refine(({ email, phone }) => email !== null || phone !== null);

/** Each shop's own pages, on its own host: http://acme.localhost:4100. */
export function storefrontRoutes(world: World): Router {
  const router = Router();
  router.get(["/storefront/:shop", "/storefront/:shop/*"], (request, response, next) => {
    const { shop: name = "" } = request.params as { shop?: string };
    const shop = findShop(world, name);
    if (!shop) {
      next();
      return;
    }
    const path = request.originalUrl.slice(`/storefront/${name}`.length);
    response.redirect(302, storefrontUrl(world, shop, path.startsWith("/") ? path : `/${path}`));
  });

  const pages = Router();
  pages.use(readLocale);
  // Before any body is read, since it is forwarded unchanged.
  proxyRoutes(pages, world);
  scriptRoutes(pages, world);
  pages.use(express.json({ limit: "100kb" }), express.urlencoded({ extended: false }));
  pages.post(
    "/storefront-visitor",
    visiting(world, ({ shop, request, response }) => {
      const visitor = Visitor.safeParse(request.body);
      if (visitor.success)
        shop.storefront.visitorCalls.push({ at: world.clock.nowIso(), ...visitor.data });
      response.status(visitor.success ? 204 : 422).end();
    }),
  );
  browseRoutes(pages, world);
  cartRoutes(pages, world);
  checkoutRoutes(pages, world);
  accountRoutes(pages, world);
  pages.get("*", visiting(world, missing));

  router.use((request, response, next) => {
    // Requests forwarded by the preload are for the admin's side of the shop.
    const isAdmin = /^\/(admin|api)\//.test(request.path);
    if (isAdmin || !shopOfHost(world, request)) next();
    else pages(request, response, next);
  });
  router.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof ThemeError)) {
      next(error);
      return;
    }
    world.log.unresolvedFields.add(`theme: ${error.message}`);
    console.error(error.message);
    response.status(500).type("text").send(error.message);
  });
  return router;
}

/** Files on Shopify's own hosts: the page's script, the worker around a pixel, the pixel. */
function scriptRoutes(router: Router, world: World): void {
  const css = ["./pages/storefront.css", "./pages/cart.css"]
    .map((path) => readFileSync(new URL(path, import.meta.url), "utf8"))
    .join("");
  router.get("/storefront.css", (_, response) => void response.type("css").send(css));
  const folder = new URL("./browser/", import.meta.url);
  const script = (...names: string[]) =>
    passingErrors(async (_, response) => {
      response.type("js").send(await browserScript(folder, ...names));
    });
  router.get("/storefront.js", script("consent", "pixel-host", "shopify-global", "consent-banner"));
  router.get("/pixel-worker.js", script("pixel-worker"));
  router.get("/pixel.js", (_, response) => {
    response.set("cache-control", "no-store");
    if (takeFault(world.faults.pixel, "hostDown")) response.status(503).end();
    else response.type("js").send(world.pixelBundle());
  });
}
