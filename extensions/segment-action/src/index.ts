/** The used part of Shopify's API for an action on a segment's page. */
declare const shopify: {
  readonly i18n: { translate(key: string): string };
  readonly data: { readonly selected?: readonly { readonly id: string }[] };
  close(): void;
};

/**
 * The action on a segment's page: explains what happens, and opens the app. Uses Shopify's own elements without a
 * library: Shopify provides a document, and shows what is appended to its body.
 */
export default function segmentAction(): void {
  const segmentId = idOf(shopify.data.selected?.[0]?.id);
  const action = element("s-admin-action", { heading: shopify.i18n.translate("heading") });
  const close = element("s-button", { slot: "secondary-actions" }, "close");
  close.addEventListener("click", () => shopify.close());
  if (segmentId === null) {
    action.append(element("s-banner", { tone: "critical" }, "unknown"), close);
  } else {
    // `app:` is the app's URL.
    const href = `app:app/campaigns/to-segment?shopifySegmentId=${segmentId}`;
    const open = element("s-button", { slot: "primary-action", variant: "primary", href }, "open");
    action.append(element("s-paragraph", {}, "text"), open, close);
  }
  document.body.append(action);
}

/** A Shopify element with a text from `locales/`. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  textKey?: string,
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (textKey !== undefined) made.append(document.createTextNode(shopify.i18n.translate(textKey)));
  return made;
}

/** The numeric tail of a segment's GID; null if invalid. */
function idOf(gid: string | undefined): string | null {
  return /^gid:\/\/shopify\/(?:Customer)?Segment\/(\d+)$/.exec(gid ?? "")?.[1] ?? null;
}
