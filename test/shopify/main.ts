import { parseArgs } from "node:util";
import { startLocalShopify } from "./local-shopify";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { loadOnlineRetail } from "./seed/online-retail";

// Starts a standalone local Shopify: `npx tsx test/shopify/main.ts --app-url http://127.0.0.1:3000`.
const { values } = parseArgs({
  options: {
    "app-url": { type: "string", default: "http://127.0.0.1:3000" },
    "api-key": { type: "string", default: "kindred-local-key" },
    "api-secret": { type: "string" },
    // The app's data folder: without a configured secret, both read the one stored there.
    data: { type: "string", default: ".kindred" },
    port: { type: "string", default: "4100" },
    "control-port": { type: "string", default: "4101" },
    "clock-file": { type: "string" },
    toml: { type: "string", default: "shopify.app.toml" },
    "all-orders": { type: "boolean", default: false },
  },
});

const shopify = await startLocalShopify({
  seed: await loadOnlineRetail(),
  appUrl: values["app-url"],
  apiKey: values["api-key"],
  apiSecret: values["api-secret"] ?? loadOrCreateLocalSecret(values.data),
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
  tomlPath: values.toml,
  grantOptionalScopes: values["all-orders"],
  ...(values["clock-file"] && { clockFile: values["clock-file"] }),
});

console.log(`Admin      ${shopify.origin}
Control    ${shopify.controlOrigin}
Storefront ${shopify.shops.map(({ storefrontUrl }) => storefrontUrl).join(" ")}

Start the app with
  KINDRED_SHOPIFY_SIM=${shopify.origin} APP_BRIDGE_URL=${shopify.appBridgeUrl} \\
  NODE_OPTIONS="--import ./test/shopify/preload.mjs"`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void shopify.stop().then(() => process.exit(0)));
}
