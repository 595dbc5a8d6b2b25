import { builtExtension } from "../../support/built-extension";

/** The action on a segment's page, built by Shopify's CLI. */
export const builtSegmentAction = (): string =>
  builtExtension({ folder: "segment-action", handle: "kindred-segment-action" });
