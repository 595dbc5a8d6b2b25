import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { askedFacts } from "~/segments/asked-facts";
import { matchesRule } from "~/segments/matches";
import { loadProfileFacts } from "~/segments/profile-facts-store.server";
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
export async function loadRulesMet(
  db: Db,
  shopId: ShopId,
  mails: readonly MailTo[],
  now: Date,
): Promise<(mail: MailTo) => readonly string[]> {
  const ruled = mails.filter(({ mail }) => blockRules(mail.blocks).length > 0);
  const rules = ruled.flatMap(({ mail }) => blockRules(mail.blocks).map(({ rule }) => rule));
  const profileIds = [...new Set(ruled.map(({ profileId }) => profileId))];
  const facts = await loadProfileFacts(db, shopId, profileIds, askedFacts(rules));
  return ({ profileId, mail }) => {
    const known = facts.get(profileId);
    if (!known) return [];
    return blockRules(mail.blocks).flatMap(({ blockId, rule }) =>
      matchesRule(rule, known, now) ? [blockId] : [],
    );
  };
}
