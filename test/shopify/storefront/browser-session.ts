import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import type { LocalShop } from "../world";
import type { BrowserSession } from "./storefront-state";

/** Shopify's name for the essential cookie of a store. */
const COOKIE = "_shopify_essential";

/** The browser's session, created with its first page; a new entry page is recorded. */
export function openSession(shop: LocalShop, request: Request, response: Response): BrowserSession {
  const { sessions } = shop.storefront;
  const known = sessions.get(readCookie(request, COOKIE) ?? "");
  const session = known ?? newSession();
  if (!known) {
    sessions.set(session.id, session);
    response.cookie(COOKIE, session.id, { httpOnly: true, sameSite: "lax", path: "/" });
  }
  if (isLanding(request)) {
    session.landingSite = request.originalUrl;
    session.referringSite = request.get("referer") ?? null;
  }
  return session;
}

function newSession(): BrowserSession {
  return {
    id: randomUUID(),
    cartToken: null,
    customerId: null,
    discountCode: null,
    landingSite: "/",
    referringSite: null,
    pending: [],
  };
}

/** A page that was not reached from another page of the shop. */
function isLanding(request: Request): boolean {
  if (request.method !== "GET" || !request.accepts("html")) return false;
  if (!(request.get("accept") ?? "").includes("text/html")) return false;
  const from = request.get("referer");
  return from === undefined || new URL(from).host !== request.get("host");
}

function readCookie(request: Request, name: string): string | null {
  for (const part of (request.get("cookie") ?? "").split(/;\s*/)) {
    const at = part.indexOf("=");
    if (part.slice(0, at) === name) return decodeURIComponent(part.slice(at + 1));
  }
  return null;
}
