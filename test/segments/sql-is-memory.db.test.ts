import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BEHAVIORS, Condition, CUSTOMER_PROPERTIES, FILTERS } from "~/segments/condition";
import { getRequiredSources } from "~/segments/required-sources";
import { matchesRule } from "~/segments/matches";
import { MAY_BE_MEMBER } from "~/segments/may-be-member.server";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { listConditions, SegmentRule } from "~/segments/segment";
import { ruleToSql } from "~/segments/to-sql.server";
import type { Database } from "~/db.server";
import { ProfileId } from "~/lib/profile-id";
import { NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { IS_DEEP } from "../support/is-deep";
import { fillHostileShop } from "./hostile-shop";
import { rules } from "./random-rules";

const CUSTOMERS = 80;
/** In a deep run 10,000 rules, each for all customers. */
const RULES = IS_DEEP ? 10_000 : 200;

let database: Database;
let profileIds: ProfileId[];
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await fillHostileShop(db, CUSTOMERS);
  const profiles = await db.profile.findMany({ select: { profileId: true } });
  profileIds = profiles.map(({ profileId }) => ProfileId.parse(profileId));
});
afterAll(() => database.close());

async function matchedBySql(rule: SegmentRule): Promise<string[]> {
  const { joins, where } = ruleToSql(rule, { shopId: SHOP, now: NOW });
  const rows = await database.db.$queryRaw<{ profileId: string }[]>`
    select profile.profile_id as "profileId" from profile ${joins}
    where profile.shop_id = ${SHOP} and ${MAY_BE_MEMBER} and ${where}`;
  return rows.map(({ profileId }) => profileId);
}

/** With only the sources that the rule needs. */
async function matchedInMemory(rule: SegmentRule) {
  const facts = await loadCustomerFacts(database.db, SHOP, profileIds, getRequiredSources([rule]));
  requested = facts.size;
  return [...facts.values()]
    .filter((it) => matchesRule(rule, it, NOW))
    .map(({ profileId }) => profileId);
}
let requested = 0;

test("SQL and memory agree on random rules for all customers", async () => {
  let cases = 0;
  let members = 0;
  const drawn = new Set<string>();
  await fc.assert(
    fc.asyncProperty(rules, async (generated) => {
      const rule = SegmentRule.parse(structuredClone(generated));
      const matched = await matchedInMemory(rule);
      expect((await matchedBySql(rule)).sort()).toEqual(matched.sort());
      cases += requested;
      members += matched.length;
      for (const { condition } of listConditions(rule)) {
        drawn.add(nameOf(condition));
        if (condition.kind === "did") {
          for (const { by } of condition.where ?? []) drawn.add(`filter ${by}`);
        }
      }
    }),
    { numRuns: RULES },
  );
  expect(requested).toBeGreaterThan(50);
  expect(cases).toBeGreaterThanOrEqual(10_000);
  // Every kind of condition must occur in some rule.
  const kinds = Condition.options.flatMap(({ shape: { kind } }) =>
    kind.value === "did"
      ? BEHAVIORS.map((behavior) => `did ${behavior}`)
      : kind.value === "property"
        ? CUSTOMER_PROPERTIES.map((property) => `property ${property}`)
        : kind.value,
  );
  const filters = FILTERS.map((it) => `filter ${it}`);
  expect([...drawn].sort()).toEqual([...kinds, ...filters].sort());
  // Rules with the same answer for all customers would test nothing.
  expect(members / cases).toBeGreaterThan(0.1);
  expect(members / cases).toBeLessThan(0.9);
});

function nameOf(condition: Condition): string {
  if (condition.kind === "did") return `did ${condition.behavior}`;
  return condition.kind === "property" ? `property ${condition.property}` : condition.kind;
}
