import { z } from "zod";
import type { ShopId } from "~/lib/shop-id";
import { countAudited, recordAudit } from "~/privacy/audit-store.server";
import { approveSignUps } from "~/delivery/opt-in/captcha/sign-up-guard-store.server";
import { releaseAutoPause } from "~/delivery/auto-pause/auto-pause-store.server";
import { identityOf } from "~/delivery/pace/breaker";
import {
  checkWithProvider,
  receiveAnswer,
  type DomainDeps,
} from "~/delivery/sender/check-domain.job.server";
import { isSharedDomain, readDomain } from "~/delivery/domain-name";
import type { DomainAnswer } from "~/delivery/sending-domain";
import {
  addDomain,
  countDomains,
  endWarmUp,
  findDomain,
  findDomainOwner,
  listDomains,
  listSenderDomains,
  removeDomain,
} from "~/delivery/sender/sending-domain-store.server";

const SenderRequest = z.discriminatedUnion("kind", [
  /** Adds a domain before it is used, to prove it or to move it here. */
  z.object({ kind: z.literal("add_domain"), domain: z.string().max(300) }),
  /** Checks the ownership record and the provider, and adds the domain there if needed. */
  z.object({ kind: z.literal("check"), domain: z.string() }),
  /** The same, and moves the domain from the store that has it. */
  z.object({ kind: z.literal("move"), domain: z.string() }),
  z.object({ kind: z.literal("remove_domain"), domain: z.string() }),
  z.object({ kind: z.literal("end_warm_up"), domain: z.string() }),
  /** Vouches for the waiting sign-ups. */
  z.object({ kind: z.literal("vouch_for_sign_ups") }),
  z.object({ kind: z.literal("release"), failureKind: z.enum(["complaint", "hard_bounce"]) }),
]);
export type SenderRequest = z.infer<typeof SenderRequest>;

export interface SenderAnswer {
  /** Null if nothing was done. */
  readonly done: SenderOutcome | null;
  readonly error: SenderProblem | null;
}

export type SenderOutcome =
  | {
      readonly kind: "added" | "moved" | "verified" | "owned" | "removed";
      readonly domain: string;
    }
  | { readonly kind: "warm_up_ended" | "sign_ups_approved" | "resumed" };

export type SenderProblem =
  | { readonly kind: "unreadable" | "not_used" | "invalid_domain" | "no_check" | "in_use" }
  /** `unproved`: the ownership record was not found; `move_unproved`: and another store has the domain. */
  | {
      readonly kind: "shared_domain" | "foreign_domain" | "unproved" | "move_unproved";
      readonly domain: string;
    }
  /** `too_many_added`: at the shared provider account in 30 days. */
  | { readonly kind: "too_many_domains" | "too_many_added"; readonly max: number }
  /** `detail`: the provider's own words; "none": its answer cannot be read. */
  | { readonly kind: "unavailable"; readonly domain: string; readonly detail: string };

/** Performs a request of the sender page. Whatever releases email is recorded in the audit trail. */
export async function answerSenderRequest(
  shopId: ShopId,
  body: unknown,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  const request = SenderRequest.safeParse(body);
  if (!request.success) return failed({ kind: "unreadable" });
  if (request.data.kind === "release") return release(shopId, request.data.failureKind, deps);
  if (request.data.kind === "vouch_for_sign_ups") return vouch(shopId, deps);
  const { kind, domain } = request.data;
  if (kind === "add_domain") return add(shopId, domain, deps);
  if (!(await listDomains(deps.db, shopId)).includes(domain)) return failed({ kind: "not_used" });
  switch (kind) {
    case "check":
    case "move":
      return check(shopId, domain, kind === "move", deps);
    case "remove_domain":
      return remove(shopId, domain, deps);
    case "end_warm_up":
      return stopWarmUp(shopId, domain, deps);
  }
}

const failed = (error: SenderProblem): SenderAnswer => ({ done: null, error });
const done = (outcome: SenderOutcome): SenderAnswer => ({ done: outcome, error: null });

/** Shops have one or two domains; more looks like guessing. */
const MAX_DOMAINS = 10;
/** Domains that a shop may add to the shared provider account within `ADDED_WITHIN_MS`. */
const MAX_ADDED = 5;
const ADDED_WITHIN_MS = 30 * 86_400_000;

async function add(shopId: ShopId, text: string, deps: DomainDeps): Promise<SenderAnswer> {
  const { db, now, config } = deps;
  const domain = readDomain(text.replace(/^.*@/, ""));
  if (domain === null) return failed({ kind: "invalid_domain" });
  const reserved = config.kindredSender === null ? null : identityOf(config.kindredSender);
  if (isSharedDomain(domain) || domain === reserved) {
    return failed({ kind: "shared_domain", domain });
  }
  if ((await countDomains(db, shopId)) >= MAX_DOMAINS) {
    return failed({ kind: "too_many_domains", max: MAX_DOMAINS });
  }
  await db.$transaction((tx) => addDomain(tx, shopId, domain, now()));
  return done({ kind: "added", domain });
}

async function check(
  shopId: ShopId,
  domain: string,
  mayTake: boolean,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  const { mailer } = deps;
  if (mailer.name === "outbox") return failed({ kind: "no_check" });
  const found = await checkWithProvider(domain, deps);
  const { answer, addedId, isLimited } =
    found.kind === "unknown"
      ? await addAtProvider(shopId, domain, deps)
      : { answer: found, isLimited: false };
  const kept = await receiveAnswer(
    shopId,
    domain,
    { answer, mayTake, ...(addedId !== undefined && { addedId }) },
    deps,
  );
  if (kept.isOthers) {
    return failed({ kind: mayTake ? "move_unproved" : "foreign_domain", domain });
  }
  if (isLimited) return failed({ kind: "too_many_added", max: MAX_ADDED });
  if (answer.kind === "unavailable") {
    return failed({ kind: "unavailable", domain, detail: answer.detail ?? "none" });
  }
  // Only the owner may have the provider verify the records.
  const mayVerify =
    kept.after.isOwn || addedId !== undefined || (await hasAdded(shopId, domain, deps));
  if (answer.kind === "known" && !answer.isVerified && mayVerify) {
    await mailer.domains?.verify(answer.providerId);
  }
  if (!kept.after.isOwn) return failed({ kind: "unproved", domain });
  if (kept.takenFrom !== null) return done({ kind: "moved", domain });
  return done({ kind: kept.after.status === "verified" ? "verified" : "owned", domain });
}

interface AtProvider {
  readonly answer: DomainAnswer;
  /** Whether the store has added too many domains lately. */
  readonly isLimited: boolean;
  readonly addedId?: string;
}

/** Adds a domain at the provider, for its owner or while it has none. */
async function addAtProvider(
  shopId: ShopId,
  domain: string,
  { db, mailer, now }: DomainDeps,
): Promise<AtProvider> {
  const owner = await findDomainOwner(db, domain);
  if (!mailer.domains || isSharedDomain(domain) || (owner !== null && owner !== shopId)) {
    return { answer: { kind: "unknown" }, isLimited: false };
  }
  const at = now();
  const isLet = await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`add-domain:${shopId}`}, 0))`;
    const added = { action: "domain_added_at_provider", detail: { domain } } as const;
    const since = new Date(at.getTime() - ADDED_WITHIN_MS);
    if ((await countAudited(tx, shopId, added.action, since)) >= MAX_ADDED) return false;
    await recordAudit(tx, shopId, { at, actor: "merchant", ...added });
    return true;
  });
  if (!isLet) {
    return { answer: { kind: "unavailable", detail: null }, isLimited: true };
  }
  const answer = await mailer.domains.add(domain);
  return {
    answer,
    isLimited: false,
    ...(answer.kind === "known" && { addedId: answer.providerId }),
  };
}

const hasAdded = async (shopId: ShopId, domain: string, { db }: DomainDeps): Promise<boolean> =>
  ((await findDomain(db, shopId, domain))?.addedId ?? null) !== null;

async function remove(
  shopId: ShopId,
  domain: string,
  { db, now }: DomainDeps,
): Promise<SenderAnswer> {
  if ((await listSenderDomains(db, shopId)).includes(domain)) {
    return failed({ kind: "in_use" });
  }
  await db.$transaction(async (tx) => {
    await removeDomain(tx, shopId, domain);
    await recordAudit(tx, shopId, {
      at: now(),
      actor: "merchant",
      action: "domain_removed",
      detail: { domain },
    });
  });
  return done({ kind: "removed", domain });
}

async function stopWarmUp(
  shopId: ShopId,
  domain: string,
  { db, queue, now }: DomainDeps,
): Promise<SenderAnswer> {
  await db.$transaction(async (tx) => {
    if (!(await endWarmUp(tx, shopId, domain))) return;
    await recordAudit(tx, shopId, {
      at: now(),
      actor: "merchant",
      action: "warm_up_ended",
      detail: { domain },
    });
    await queue.announce(tx, shopId, "messages_planned");
  });
  return done({ kind: "warm_up_ended" });
}

async function vouch(shopId: ShopId, { db, queue, now }: DomainDeps): Promise<SenderAnswer> {
  const at = now();
  await db.$transaction(async (tx) => {
    await approveSignUps(tx, shopId, at);
    await recordAudit(tx, shopId, {
      at,
      actor: "merchant",
      action: "sign_ups_vouched_for",
      detail: {},
    });
    await queue.announce(tx, shopId, "opt_in_requested");
  });
  return done({ kind: "sign_ups_approved" });
}

async function release(
  shopId: ShopId,
  kind: "complaint" | "hard_bounce",
  { db, queue, now }: DomainDeps,
): Promise<SenderAnswer> {
  const at = now();
  await db.$transaction(async (tx) => {
    const stopped = await releaseAutoPause(tx, shopId, kind, at);
    if (stopped === null) return;
    await recordAudit(tx, shopId, {
      at,
      actor: "merchant",
      action: "sending_resumed",
      detail: { kind, ...stopped },
    });
    await queue.announce(tx, shopId, "messages_planned");
  });
  return done({ kind: "resumed" });
}
