import { Router, type NextFunction, type Request, type Response } from "express";
import { takeFault } from "./faults";
import { answerGraphql } from "./graphql/admin-graphql";
import { findShop, type LocalShop, type World } from "./world";

/** Server APIs for the app: tokens, the Admin API, results of bulk operations. */
export function adminRoutes(world: World): Router {
  const router = Router();

  const answerToken = async (request: Request, response: Response) => {
    const shop = shopOfRequest(world, request);
    if (!shop) return void response.status(404).json({ error: "shop_not_found" });
    const { token } = world.faults;
    const answer = takeFault(token, "fail")
      ? { status: token.failStatus, body: { error: "temporarily_unavailable" } }
      : await world.tokens.answer(
          shop.domain,
          shop.installation !== null,
          shop.installation?.scopes ?? [],
          request.body,
        );
    const { grant_type = "" } = request.body as { grant_type?: string };
    world.log.add("tokens", {
      at: new Date().toISOString(),
      shop: shop.domain,
      grant: grant_type.includes("token-exchange") ? "exchange" : grant_type,
      status: answer.status,
      error: "error" in answer.body ? String(answer.body["error"]) : null,
    });
    response.status(answer.status).json(answer.body);
  };

  const answerQuery = async (request: Request, response: Response) => {
    const shop = shopOfRequest(world, request);
    if (!shop) return void response.status(404).json({ errors: "Not Found" });
    const { query, variables } = request.body as { query?: unknown; variables?: object | null };
    const answer = await answerGraphql(world, shop, {
      version: request.params["version"] ?? "",
      accessToken: request.get("x-shopify-access-token"),
      query,
      variables: { ...variables },
    });
    response.status(answer.status).set("x-request-id", crypto.randomUUID()).json(answer.body);
  };

  router.post("/admin/oauth/access_token", passingErrors(answerToken));
  router.post("/admin/api/:version/graphql.json", passingErrors(answerQuery));
  router.get("/bulk-results/:shop/:id.jsonl", (request, response) => {
    const jsonl = findShop(world, request.params.shop)?.bulk.result(request.params.id);
    if (typeof jsonl !== "string") return void response.status(404).end();
    response.type("application/jsonl").send(jsonl);
  });

  return router;
}

/** The preload forwards the host of the app's request. */
function shopOfRequest(world: World, request: Request): LocalShop | null {
  return findShop(world, request.get("x-sim-host") ?? "");
}

/** Express 4 ignores the rejection of an async route. */
export function passingErrors(route: (request: Request, response: Response) => Promise<void>) {
  return (request: Request, response: Response, next: NextFunction) => {
    route(request, response).catch(next);
  };
}

/** A value of a query string, when it is plain text. */
export const textOf = (value: unknown) => (typeof value === "string" ? value : "");
