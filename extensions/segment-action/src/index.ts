/** What Shopify gives an action on a segment's page, as far as this one uses it. */
declare const shopify: {
  readonly i18n: { translate(key: string): string };
  readonly data: { readonly selected?: readonly { readonly id: string }[] };
  close(): void;
};

/**
 * The action on a segment's page: says what will happen, and leads to the app. Made of Shopify's own elements, with
 * no library: Shopify hands the page over as a document, and shows what is appended to its body.
 */
export default function segmentAction(): void {
  const segmentId = idOf(shopify.data.selected?.[0]?.id);
  const action = element("s-admin-action", { heading: shopify.i18n.translate("heading") });
  const close = element("s-button", { slot: "secondary-actions" }, "close");
  close.addEventListener("click", () => shopify.close());
  if (segmentId === null) {
    action.append(element("s-banner", { tone: "critical" }, "unknown"), close);
  } else {
    // `app:` stands for the address of the app.
    const href = `app:app/campaigns/to-segment?shopifySegmentId=${segmentId}`;
    const open = element("s-button", { slot: "primary-action", variant: "primary", href }, "open");
    action.append(element("s-paragraph", {}, "text"), open, close);
  }
  document.body.append(action);
}

/** One of Shopify's elements, with a text of `locales/` in it. */
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

/** The numeric tail of a segment's GID; null where it is none. */
function idOf(gid: string | undefined): string | null {
  return /^gid:\/\/shopify\/(?:Customer)?Segment\/(\d+)$/.exec(gid ?? "")?.[1] ?? null;
}
