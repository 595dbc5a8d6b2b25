import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findOpenRestore } from "~/restore/shop-restore-store.server";
import type { ClosedAs } from "~/shopify/closed-shop";
import { countSentToday, listAutoPauses } from "../auto-pause/auto-pause-store.server";
import { warmUpLimit } from "../auto-pause/warm-up";
import { DOMAIN_NOT_PROVED, type Mailer } from "../mailer";
import { findAccountPause } from "../pace/account-store.server";
import { remainingConfirmations, type SignUpVolume } from "../opt-in/captcha/sign-up-cap";
import { countWaitingOptIns, findSignUpVolume } from "../opt-in/captcha/sign-up-guard-store.server";
import { findPlanAllowance } from "../plan/plan-allowance.server";
import { listRefusedSenders } from "../pace/identity-store.server";
import {
  findDomain,
  findDomainOwner,
  listSenderDomains,
} from "../sender/sending-domain-store.server";
import type { SendingBlock } from "./sending-block";

interface Deps {
  readonly mailer: Pick<Mailer, "account" | "name">;
  readonly now: () => Date;
}

/** Shorter pauses are not reported. */
const MIN_REPORTED_PAUSE_MS = 60_000;

/** The shop's current sending blocks, worst first; empty when email is sent. */
export async function findSendingBlocks(
  db: Db,
  shopId: ShopId,
  { mailer, now }: Deps,
): Promise<SendingBlock[]> {
  const at = now();
  const domains = await listSenderDomains(db, shopId);
  const [restore, closed, autoPauses, refused, rest, plan, notComposed, ofDomain, volume, waiting] =
    await Promise.all([
      findOpenRestore(db, shopId),
      db.shop.findFirst({
        where: { shopId, closedAt: { not: null } },
        select: { closedAs: true, closedAt: true },
      }),
      listAutoPauses(db, shopId),
      listRefusedSenders(db, shopId),
      mailer.account === undefined ? null : findAccountPause(db, mailer.account),
      findPlanAllowance(db, shopId, at),
      countNotComposed(db, shopId),
      Promise.all(
        domains.map((domain) =>
          findDomainBlocks(db, shopId, domain, { now: at, way: mailer.name }),
        ),
      ),
      findSignUpVolume(db, shopId, at),
      countWaitingOptIns(db, shopId, at),
    ]);
  const autoPauseBlocks = (["stop", "warn"] as const).flatMap((level) =>
    autoPauses
      .filter((autoPause) => autoPause.level === level)
      .map(({ kind: cause, sent, failures, since }): SendingBlock => {
        const details = { cause, sent, failures, since: since.toISOString() };
        return level === "stop"
          ? { kind: "auto_paused", ...details }
          : { kind: "auto_pause_warned", ...details };
      }),
  );
  const unproved = ofDomain
    .flat()
    .flatMap((it) =>
      it.kind === "domain_unproved" || it.kind === "domain_others" ? it.domain : [],
    );
  return [
    ...(restore ? [{ kind: "restored", since: restore.backupAt.toISOString() } as const] : []),
    ...(closed?.closedAt
      ? [
          {
            kind: "shop_closed",
            closedAs: closed.closedAs as ClosedAs,
            since: closed.closedAt.toISOString(),
          } as const,
        ]
      : []),
    ...autoPauseBlocks.filter(({ kind }) => kind === "auto_paused"),
    ...ofDomain.flat(),
    ...refused
      .filter(({ identity }) => domains.includes(identity))
      // That Kindred itself refuses a domain without proof is said by the domain's own block.
      .filter(
        ({ identity, reason }) => reason !== DOMAIN_NOT_PROVED || !unproved.includes(identity),
      )
      .map(({ identity, refusedAt, openUntil, reason }): SendingBlock => ({
        kind: "sender_refused",
        domain: identity,
        since: refusedAt?.toISOString() ?? null,
        until: openUntil?.toISOString() ?? null,
        reason,
      })),
    ...(rest && rest.forMs > MIN_REPORTED_PAUSE_MS
      ? [{ kind: "provider_rests", reason: rest.reason, until: rest.until.toISOString() } as const]
      : []),
    ...(plan?.emails === 0
      ? [
          {
            kind: "plan_used_up",
            emailsPerMonth: plan.emailsPerMonth,
            until: plan.renewsAt.toISOString(),
          } as const,
        ]
      : []),
    ...findHeldSignUps(volume, waiting),
    ...(notComposed > 0 ? [{ kind: "not_composed", emails: notComposed } as const] : []),
    ...autoPauseBlocks.filter(({ kind }) => kind === "auto_pause_warned"),
  ];
}

/** Sign-ups that wait because an unlikely number arrived. */
function findHeldSignUps(volume: SignUpVolume, waiting: number): SendingBlock[] {
  if (waiting === 0 || remainingConfirmations(volume) > 0) return [];
  const { emailed, bounced } = volume;
  return [{ kind: "sign_ups_held", waiting, emailed, bounced }];
}

/** Messages that wait because their last composition never completed. */
async function countNotComposed(db: Db, shopId: ShopId): Promise<number> {
  const [row] = await db.$queryRaw<{ emails: number }[]>`
    select count(*)::int as emails from message_sending
    where shop_id = ${shopId} and failures > 0 and state = 'planned' and reason = 'not_composed'`;
  return row?.emails ?? 0;
}

async function findDomainBlocks(
  db: Db,
  shopId: ShopId,
  domain: string,
  { now, way }: { readonly now: Date; readonly way: Mailer["name"] },
): Promise<SendingBlock[]> {
  if (way === "outbox") return [];
  const found = await findDomain(db, shopId, domain);
  if (found === null || !found.isOwn) {
    const isOthers = (await findDomainOwner(db, domain)) !== null;
    return [
      isOthers
        ? { kind: "domain_others", domain, since: found?.takenAt?.toISOString() ?? null }
        : { kind: "domain_unproved", domain },
    ];
  }
  if (found.status === "lost") {
    return [{ kind: "domain_lost", domain, since: (found.lostAt ?? now).toISOString() }];
  }
  if (found.status === "missing" || found.status === "pending") {
    return [{ kind: "domain_unverified", domain }];
  }
  const limit = found.warmUpAt === null ? null : warmUpLimit(found.warmUpAt, now);
  if (limit === null || (await countSentToday(db, shopId, domain, now)) < limit) return [];
  return [{ kind: "warm_up_full", domain, limit }];
}
