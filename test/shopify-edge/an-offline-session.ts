import { Session } from "@shopify/shopify-api";
import { SHOP } from "../support/builders";

const MINUTE_MS = 60_000;

/** A session valid for an hour, in real time. */
export function anOfflineSession(
  overrides: Partial<ConstructorParameters<typeof Session>[0]> = {},
): Session {
  const shop = overrides.shop ?? SHOP;
  return new Session({
    id: `offline_${shop}`,
    shop,
    state: "",
    isOnline: false,
    scope: "read_customers",
    accessToken: "shpat_first",
    expires: minutesAhead(60),
    refreshToken: "shprt_first",
    refreshTokenExpires: minutesAhead(90 * 24 * 60),
    ...overrides,
  });
}

export const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS);
