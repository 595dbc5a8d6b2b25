import { readFileSync } from "node:fs";
import { Router, type Request, type Response } from "express";
import { z } from "zod";
import { passingErrors, textOf } from "../admin-routes";
import { builtSegmentAction } from "../admin-extensions/built-segment-action";
import { grantScopes, install } from "../control/installation";
import { mintIdToken } from "../id-token";
import { segmentPage } from "../admin-extensions/segment-page";
import { gid } from "../store-records";
import { themeExtension } from "../storefront/theme/theme-extension";
import { changeSubscription, type AppSubscriptionRecord } from "../subscriptions";
import { findShop, type LocalShop, type World } from "../world";
import { appAddress } from "./app-address";
import { browserScript } from "./browser-script";
import { chargePage } from "./charge-page";
import { installPage, shellPage } from "./shell-page";

const ScopesQuestion = z.object({
  action: z.enum(["query", "request", "revoke"]),
  scopes: z.array(z.string()),
});

/** The admin's pages, scripts and endpoints for its browser. */
export function shellRoutes(world: World): Router {
  const router = Router();
  const css = ["./shell.css", "./overlays.css"]
    .map((path) => readFileSync(new URL(path, import.meta.url), "utf8"))
    .join("");
  type ShopRoute = (shop: LocalShop, request: Request, response: Response) => void | Promise<void>;
  const withShop = (answer: ShopRoute) =>
    passingErrors(async (request, response) => {
      const shop = findShop(world, request.params["handle"] ?? "");
      if (shop) return answer(shop, request, response);
      response.status(404).type("text").send("No such store");
    });

  router.get("/admin-shell/shell.css", (_, response) => void response.type("css").send(css));
  router.get("/admin-shell/shell.js", script("shell"));
  router.get("/shopifycloud/app-bridge.js", script("app-bridge", "app-bridge-elements"));

  router.get("/", (_, response) => {
    const [first] = world.shops.values();
    response.redirect(`/store/${first?.handle}`);
  });
  const openApp = withShop(async (shop, request, response) => {
    response.set("cache-control", "no-store").type("html");
    if (!shop.installation) return void response.send(installPage(world, shop));
    // Shopify's admin is in the merchant's language; this one takes the browser's.
    const locale = request.acceptsLanguages().find((it) => it !== "*");
    const address = await appAddress(world, shop, appPath(world, shop, request), locale);
    response.send(shellPage(world, shop, address));
  });
  router.get("/store/:handle", openApp);
  router.get("/store/:handle/apps/:app", openApp);
  router.get("/store/:handle/apps/:app/*", openApp);

  router.get(
    "/store/:handle/customers/segments/:segment",
    withShop((shop, { params }, response) => {
      const segment = shop.store.segments.get(params["segment"] ?? "");
      if (segment) response.type("html").send(segmentPage(world, shop, segment));
      else response.status(404).type("text").send("No such segment");
    }),
  );
  router.get("/admin-extensions/segment-action.js", (_, response) => {
    response.type("js").send(builtSegmentAction());
  });

  const withCharge = (
    answer: (shop: LocalShop, charge: AppSubscriptionRecord, at: [Request, Response]) => void,
  ) =>
    withShop((shop, request, response) => {
      const charge = shop.subscriptions.find(({ id }) => id === request.params["charge"]);
      if (charge) answer(shop, charge, [request, response]);
      else response.status(404).type("text").send("No such charge");
    });
  const chargeAt = "/store/:handle/charges/:charge/confirm";
  router.get(
    chargeAt,
    withCharge((shop, charge, [, response]) => {
      response.type("html").send(chargePage(world, shop, charge));
    }),
  );
  router.post(
    chargeAt,
    withCharge((shop, charge, [{ body }, response]) => {
      const { answer } = z.object({ answer: z.enum(["approve", "decline"]) }).parse(body);
      changeSubscription(world, shop, charge, answer);
      // After declining, the merchant returns to the app; the app's return URL is only for approvals.
      const back = new URL(charge.returnUrl.replace("https://admin.shopify.com", world.origin));
      back.searchParams.set("charge_id", charge.id);
      response.redirect(303, answer === "approve" ? back.href : `/store/${shop.handle}`);
    }),
  );

  router.post(
    "/store/:handle/install",
    withShop((shop, _, response) => {
      install(world, shop);
      response.redirect(303, `/store/${shop.handle}`);
    }),
  );
  router.post(
    "/store/:handle/id-token",
    withShop(async (shop, _, response) => {
      response.json({ idToken: await mintIdToken(world.app, { shop: shop.domain }) });
    }),
  );
  router.post(
    "/store/:handle/extensions",
    withShop((shop, _, response) => {
      response.json([themeExtension(world, shop)]);
    }),
  );
  router.post(
    "/store/:handle/scopes",
    withShop((shop, { body }, response) => {
      const { action, scopes } = ScopesQuestion.parse(body);
      const granted = shop.installation?.scopes ?? [];
      if (action === "request") grantScopes(world, shop, [...new Set([...granted, ...scopes])]);
      if (action === "revoke")
        grantScopes(
          world,
          shop,
          granted.filter((it) => !scopes.includes(it)),
        );
      const { scopes: required, optionalScopes: optional } = world.config;
      response.json({ granted: shop.installation?.scopes ?? [], required, optional });
    }),
  );
  router.get(
    "/store/:handle/clock",
    withShop((_, __, response) => {
      response.json(world.clock.reading());
    }),
  );
  router.get(
    "/store/:handle/resources",
    withShop(({ store }, { query }, response) => {
      const words = textOf(query["query"]).toLowerCase();
      const isCollection = query["type"] === "collection";
      const records = isCollection ? store.collections : store.products;
      const found = [...records.values()]
        .filter((it) => it.title.toLowerCase().includes(words))
        .slice(0, 50);
      const type = isCollection ? "Collection" : "Product";
      response.json(found.map(({ id, title, handle }) => ({ id: gid(type, id), title, handle })));
    }),
  );
  return router;
}

/** The app's path after /apps/{app}, with the query of the admin's URL; empty for the app's home. */
function appPath(world: World, shop: LocalShop, request: Request): string {
  const prefix = `/store/${shop.handle}/apps/${request.params["app"] ?? ""}`;
  const rest = request.originalUrl.startsWith(prefix)
    ? request.originalUrl.slice(prefix.length)
    : "";
  return rest.startsWith("/") && rest !== "/" && !rest.startsWith("//") ? rest : "/app";
}

const script = (...names: string[]) =>
  passingErrors(async (_, response) => {
    response
      .set("access-control-allow-origin", "*")
      .type("js")
      .send(await browserScript(new URL(import.meta.url), ...names));
  });
