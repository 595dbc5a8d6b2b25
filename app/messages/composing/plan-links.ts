import type { MailValues } from "../merge/mail-values";

/** A link of one mail whose clicks count. `index` is its number inside that mail. */
export interface PlannedLink {
  readonly index: number;
  readonly position: "logo" | "button" | "pick";
  /** Which pick, for `position: "pick"`. */
  readonly pickIndex: number | null;
  readonly target: string;
}

/**
 * Numbers a mail's links and exchanges each for what `issueLink` gives. The
 * unsubscribe link stays as it is: whoever wants to leave is not followed.
 *
 * @param issueLink gives the address that the mail carries in place of the target
 * @returns the values with the issued addresses, and the links in the order of their index
 */
export function planLinks(
  values: MailValues,
  issueLink: (link: PlannedLink) => string,
): { values: MailValues; links: readonly PlannedLink[] } {
  const links: PlannedLink[] = [];
  const issue = (
    position: PlannedLink["position"],
    target: string,
    pickIndex: number | null = null,
  ) => {
    const link = { index: links.length, position, pickIndex, target };
    links.push(link);
    return issueLink(link);
  };

  const shop = issue("logo", values.links.shop);
  const checkout = values.checkout && {
    ...values.checkout,
    recoveryUrl: issue("button", values.checkout.recoveryUrl),
  };
  const picks = values.picks.map((pick, i) => ({ ...pick, url: issue("pick", pick.url, i) }));
  return { values: { ...values, checkout, picks, links: { ...values.links, shop } }, links };
}
