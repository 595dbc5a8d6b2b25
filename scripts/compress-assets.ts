import { compressAssets } from "./assets/compress-assets.ts";

/** `npm run build` ends with it. */
await compressAssets("build/client/assets", { cache: "node_modules/.cache/kindred-assets" });
