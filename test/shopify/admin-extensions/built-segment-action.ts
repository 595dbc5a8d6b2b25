import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildExtensions } from "../../support/build-extensions";

/** The action on a segment's page, built by Shopify's CLI. */
export const builtSegmentAction = (): string =>
  readFileSync(
    join(buildExtensions(), "extensions/segment-action/dist/kindred-segment-action.js"),
    "utf8",
  );
