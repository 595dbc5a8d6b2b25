import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getRequiredSources } from "~/segments/required-sources";
import { matchesRule } from "~/segments/matches";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { blockRules } from "../document/block-rules";
import type { LocalMail } from "../document/mail-document";

/** A mail and whom it goes to. */
interface MailTo {
  readonly profileId: string;
  readonly mail: Pick<LocalMail, "blocks">;
}

/**
 * Which of a mail's blocks are for its recipient, as things stand now. Who can
 * be in no segment meets no rule. Mails without rules cost no statement.
 *
 * @returns the ids of the blocks whose rule the recipient meets
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
