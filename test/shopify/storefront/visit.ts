import type { NextFunction, Request, Response } from "express";
import type { CartRecord, CustomerRecord, ProductRecord } from "../store-records";
import { findShop, type LocalShop, type World } from "../world";
import { openSession } from "./browser-session";
import type { BrowserSession } from "./storefront-state";

/** Languages of a shop: the first is its own, the others are path prefixes. */
export const LOCALES = ["en", "de", "fr", "es", "ja"] as const;
type Locale = (typeof LOCALES)[number];

/** One request of a browser in a shop's storefront. */
export interface Visit {
  readonly world: World;
  readonly shop: LocalShop;
  readonly session: BrowserSession;
  readonly locale: Locale;
  /** The path prefix of this language: "" or "/de". */
  readonly prefix: string;
  readonly request: Request;
  readonly response: Response;
}

type Answer = (visit: Visit) => void | Promise<void>;

/** The shop of the request's host; the preload forwards the original host. */
export function shopOfHost(world: World, request: Request): LocalShop | null {
  const meant = request.get("x-sim-host");
  if (meant) return findShop(world, meant);
  const handle = /^([a-z0-9-]+)\.localhost(:\d+)?$/.exec(request.get("host") ?? "")?.[1];
  return handle === undefined ? null : findShop(world, handle);
}

/** Removes the language from the path, like Shopify's markets. */
export function readLocale(request: Request, response: Response, next: NextFunction): void {
  const named = LOCALES.slice(1).find((it) => new RegExp(`^/${it}([/?]|$)`).test(request.url));
  response.locals["locale"] = named ?? LOCALES[0];
  if (named) {
    const rest = request.url.slice(named.length + 1);
    request.url = rest.startsWith("/") ? rest : `/${rest}`;
  }
  next();
}

export const visiting =
  (world: World, answer: Answer) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const shop = shopOfHost(world, request);
    if (!shop) {
      next();
      return;
    }
    const locale = response.locals["locale"] as Locale;
    const prefix = locale === LOCALES[0] ? "" : `/${locale}`;
    const session = openSession(shop, request, response);
    const visit = { world, shop, session, locale, prefix, request, response };
    Promise.resolve()
      .then(() => answer(visit))
      .catch(next);
  };

export const cartOf = ({ shop, session }: Visit): CartRecord | null =>
  shop.store.carts.get(session.cartToken ?? "") ?? null;

export const customerOf = ({ shop, session }: Visit): CustomerRecord | null =>
  shop.store.customers.get(session.customerId ?? "") ?? null;

export const isOnSale = ({ status }: ProductRecord) => status === "ACTIVE";

export function findProduct({ shop }: Visit, handle: string): ProductRecord | null {
  for (const product of shop.store.products.values()) {
    if (product.handle === handle && isOnSale(product)) return product;
  }
  return null;
}
