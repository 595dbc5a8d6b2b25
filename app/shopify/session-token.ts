import { z } from "zod";
import { parseJson } from "~/lib/parse-json";
import { ShopId } from "~/lib/shop-id";

const Claims = z
  .object({
    dest: z.templateLiteral(["https://", z.string()]),
    iss: z.string(),
    exp: z.number(),
  })
  .refine(({ dest, iss }) => {
    const isShop = ShopId.safeParse(dest.slice("https://".length)).success;
    return isShop && iss === `${dest}/admin`;
  });

/**
 * Whether every session token of a request, in its header or its URL, has an expiry and was issued by the admin of
 * its shop. Shopify's library checks the signature and the audience, but not these claims. The library refuses
 * anything that is not a token.
 */
export function hasValidSessionTokens(request: Request): boolean {
  const header = request.headers.get("authorization")?.replace("Bearer ", "");
  const inAddress = new URL(request.url).searchParams.get("id_token");
  return [header, inAddress].every((token) => {
    const claims = token ? claimsOf(token) : null;
    return claims === null || Claims.safeParse(claims).success;
  });
}

/** The claims of a token without a signature check; null when unreadable. */
function claimsOf(token: string): unknown {
  return parseJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) ?? null;
}
