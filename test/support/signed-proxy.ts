import { createHmac } from "node:crypto";
import { NOW, SHOP } from "./builders";

export const PROXY_SECRET = "current";

/** A request from Shopify's app proxy: sorted, joined, signed. */
export function proxyUrl(
  path: string,
  query: Readonly<Record<string, string>> = {},
  secret = PROXY_SECRET,
): string {
  const signed: Record<string, string> = {
    shop: SHOP,
    logged_in_customer_id: "",
    path_prefix: "/apps/kindred",
    timestamp: String(NOW.getTime() / 1_000),
    ...query,
  };
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name] ?? ""}`)
    .join("");
  const signature = createHmac("sha256", secret).update(text).digest("hex");
  const params = new URLSearchParams({ ...signed, signature });
  return `https://kindred.example/proxy/${path}?${params.toString()}`;
}
