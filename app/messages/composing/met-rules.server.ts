import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getRequiredSources } from "~/segments/required-sources";
import { matchesRule } from "~/segments/matches";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { blockRules } from "../document/block-rules";
import type { LocalMail } from "../document/mail-document";

/** An email and its recipient. */
interface MailTo {
  readonly profileId: string;
  readonly mail: Pick<LocalMail, "blocks">;
}

/**
 * Evaluates block rules for the recipients now. A profile that cannot be in segments matches no rule. Emails
 * without rules need no query.
 *
 * @returns ids of blocks whose rule the recipient matches
 */
export async function loadMetRules(
  db: Db,
  shopId: ShopId,
  mails: readonly MailTo[],
  now: Date,
): Promise<(mail: MailTo) => readonly string[]> {
  const ruled = mails.filter(({ mail }) => blockRules(mail.blocks).length > 0);
  const rules = ruled.flatMap(({ mail }) => blockRules(mail.blocks).map(({ rule }) => rule));
  const profileIds = [...new Set(ruled.map(({ profileId }) => profileId))];
  const facts = await loadCustomerFacts(db, shopId, profileIds, getRequiredSources(rules));
  return ({ profileId, mail }) => {
    const known = facts.get(profileId);
    if (!known) return [];
    return blockRules(mail.blocks).flatMap(({ blockId, rule }) =>
      matchesRule(rule, known, now) ? [blockId] : [],
    );
  };
}
