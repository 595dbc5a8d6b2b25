import { compressAssets } from "./assets/compress-assets.ts";

/** The last step of `npm run build`. */
await compressAssets("build/client/assets", { cache: "node_modules/.cache/kindred-assets" });
