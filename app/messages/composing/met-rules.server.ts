import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { getRequiredSources } from "~/segments/required-sources";
import { matchesRule } from "~/segments/matches";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { blockRules } from "../document/block-rules";
import type { LocalEmail } from "../document/email-document";

/** An email and its recipient. */
interface EmailTo {
  readonly profileId: ProfileId;
  readonly email: Pick<LocalEmail, "blocks">;
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
  emails: readonly EmailTo[],
  now: Date,
): Promise<(email: EmailTo) => readonly string[]> {
  const ruled = emails.filter(({ email }) => blockRules(email.blocks).length > 0);
  const rules = ruled.flatMap(({ email }) => blockRules(email.blocks).map(({ rule }) => rule));
  const profileIds = [...new Set(ruled.map(({ profileId }) => profileId))];
  const facts = await loadCustomerFacts(db, shopId, profileIds, getRequiredSources(rules));
  return ({ profileId, email }) => {
    const known = facts.get(profileId);
    if (!known) return [];
    return blockRules(email.blocks).flatMap(({ blockId, rule }) =>
      matchesRule(rule, known, now) ? [blockId] : [],
    );
  };
}
