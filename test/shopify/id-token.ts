import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";

export interface AppCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Options for creating a token that must be refused. */
export interface IdTokenOptions {
  readonly shop: string;
  /** Seconds until it expires; negative for an expired one. Shopify: 60. */
  readonly lifetimeSeconds?: number;
  readonly audience?: string;
  readonly secret?: string;
}

export const STAFF_USER_ID = "548380009";

const key = (secret: string) => new TextEncoder().encode(secret);

/** App Bridge's session token for the app: HS256 with the app's secret, valid for a minute. */
export function mintIdToken(app: AppCredentials, options: IdTokenOptions): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const expiresAt = nowSeconds + (options.lifetimeSeconds ?? 60);
  return new SignJWT({ dest: `https://${options.shop}`, sid: randomUUID().replaceAll("-", "") })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(`https://${options.shop}/admin`)
    .setAudience(options.audience ?? app.apiKey)
    .setSubject(STAFF_USER_ID)
    .setExpirationTime(expiresAt)
    .setNotBefore(Math.min(nowSeconds, expiresAt - 60))
    .setIssuedAt(Math.min(nowSeconds, expiresAt - 60))
    .setJti(randomUUID())
    .sign(key(options.secret ?? app.apiSecret));
}

/** Whether Shopify would exchange this token for this shop. */
export async function isValidIdToken(
  app: AppCredentials,
  shop: string,
  idToken: string,
): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(idToken, key(app.apiSecret), {
      algorithms: ["HS256"],
      audience: app.apiKey,
      issuer: `https://${shop}/admin`,
      requiredClaims: ["exp", "nbf", "sub"],
    });
    return payload["dest"] === `https://${shop}`;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}
