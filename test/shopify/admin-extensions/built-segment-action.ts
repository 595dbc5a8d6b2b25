import { builtExtension } from "../../support/built-extension";

/** The action on a segment's page as Shopify's tool builds it. */
export const builtSegmentAction = (): string =>
  builtExtension({ folder: "segment-action", handle: "kindred-segment-action" });
