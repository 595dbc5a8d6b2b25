import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { ShopId } from "~/lib/shop-id";
import { countAudited, recordAudit } from "~/privacy/audit-store.server";
import { approveSignUps } from "../opt-in/sign-up-guard-store.server";
import { releaseAutoPause } from "../auto-pause/auto-pause-store.server";
import { identityOf } from "../pace/breaker";
import { checkWithProvider, receiveAnswer, type DomainDeps } from "./check-domain.job.server";
import { describeSharedDomain, isSharedDomain, readDomain } from "./domain-name";
import type { DomainAnswer } from "./sending-domain";
import {
  addDomain,
  countDomains,
  endWarmUp,
  findDomain,
  findDomainOwner,
  listDomains,
  listSenderDomains,
  removeDomain,
} from "./sending-domain-store.server";

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
  /** Success message for a toast; null if nothing was done. */
  readonly done: string | null;
  readonly error: string | null;
}

/** Performs a request of the sender page. Whatever releases email is recorded in the audit trail. */
export async function answerSenderRequest(
  shopId: ShopId,
  body: unknown,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  const request = SenderRequest.safeParse(body);
  if (!request.success) return failed("That could not be read.");
  if (request.data.kind === "release") return release(shopId, request.data.failureKind, deps);
  if (request.data.kind === "vouch_for_sign_ups") return vouch(shopId, deps);
  const { kind, domain } = request.data;
  if (kind === "add_domain") return add(shopId, domain, deps);
  if (!(await listDomains(deps.db, shopId)).includes(domain)) return failed(NOT_YOURS);
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

const NOT_YOURS = "This store does not use that domain. Add it first, or set a sender address.";
const failed = (error: string): SenderAnswer => ({ done: null, error });
const done = (what: string): SenderAnswer => ({ done: what, error: null });

/** Shops have one or two domains; more looks like guessing. */
const MAX_DOMAINS = 10;
/** Domains that a shop may add to the shared provider account within `ADDED_WITHIN_MS`. */
const MAX_ADDED = 5;
const ADDED_WITHIN_MS = 30 * 86_400_000;

async function add(shopId: ShopId, text: string, deps: DomainDeps): Promise<SenderAnswer> {
  const { db, now, config } = deps;
  const domain = readDomain(text.replace(/^.*@/, ""));
  if (domain === null) return failed("Enter a domain, such as your-store.com.");
  const reserved = config.kindredSender === null ? null : identityOf(config.kindredSender);
  if (isSharedDomain(domain) || domain === reserved) return failed(describeSharedDomain(domain));
  if ((await countDomains(db, shopId)) >= MAX_DOMAINS) {
    return failed(`A store can have ${MAX_DOMAINS} domains. Remove one first.`);
  }
  await db.$transaction((tx) => addDomain(tx, shopId, domain, now()));
  return done(`${domain} was added. Add its DNS record next`);
}

async function check(
  shopId: ShopId,
  domain: string,
  mayTake: boolean,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  const { mailer } = deps;
  if (mailer.name === "outbox") return failed("Your way of sending has no check of domains.");
  const found = await checkWithProvider(domain, deps);
  const { answer, addedId } =
    found.kind === "unknown" ? await addAtProvider(shopId, domain, deps) : { answer: found };
  const kept = await receiveAnswer(
    shopId,
    domain,
    { answer, mayTake, ...(addedId !== undefined && { addedId }) },
    deps,
  );
  if (kept.isOthers) {
    return failed(
      mayTake
        ? `${domain} belongs to another store, and the DNS record was not found yet. Check that it is set exactly as shown. It can take hours until a new record is seen.`
        : `${domain} belongs to another store. To move it here, add the DNS record shown below and select “Move to this store”.`,
    );
  }
  if (answer.kind === "unavailable" && !kept.after.isOwn) {
    return failed(`The email provider was not asked: ${answer.detail}`);
  }
  // Only the owner may have the provider verify the records.
  const mayVerify =
    kept.after.isOwn || addedId !== undefined || (await hasAdded(shopId, domain, deps));
  if (answer.kind === "known" && !answer.isVerified && mayVerify) {
    await mailer.domains?.verify(answer.providerId);
  }
  if (!kept.after.isOwn) {
    return failed(
      `The DNS record that proves ${domain} is yours was not found yet. Check that it is set exactly as shown. It can take hours until a new record is seen.`,
    );
  }
  if (answer.kind === "unavailable") {
    return failed(`${domain} is yours, but the email provider was not asked: ${answer.detail}`);
  }
  return done(
    kept.takenFrom !== null
      ? `${domain} now belongs to this store`
      : kept.after.status === "verified"
        ? `${domain} is verified`
        : `${domain} is yours`,
  );
}

interface AtProvider {
  readonly answer: DomainAnswer;
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
    return { answer: { kind: "unknown" } };
  }
  const at = now();
  const isLet = await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`add-domain:${shopId}`}, 0))`;
    const added = { action: "domain_added_at_provider", detail: { domain } } as const;
    const since = new Date(at.getTime() - ADDED_WITHIN_MS);
    if ((await countAudited(tx, shopId, added.action, since)) >= MAX_ADDED) return false;
    await recordAudit(tx, shopId, { auditId: uuidv7(), at, actor: "merchant", ...added });
    return true;
  });
  if (!isLet) {
    const detail = `a store can add ${MAX_ADDED} domains in 30 days. Try again later`;
    return { answer: { kind: "unavailable", detail } };
  }
  const answer = await mailer.domains.add(domain);
  return answer.kind === "known" ? { answer, addedId: answer.providerId } : { answer };
}

const hasAdded = async (shopId: ShopId, domain: string, { db }: DomainDeps): Promise<boolean> =>
  ((await findDomain(db, shopId, domain))?.addedId ?? null) !== null;

async function remove(
  shopId: ShopId,
  domain: string,
  { db, now }: DomainDeps,
): Promise<SenderAnswer> {
  if ((await listSenderDomains(db, shopId)).includes(domain)) {
    return failed("Email is sent from this domain. Set another sender address first.");
  }
  await db.$transaction(async (tx) => {
    await removeDomain(tx, shopId, domain);
    await recordAudit(tx, shopId, {
      auditId: uuidv7(),
      at: now(),
      actor: "merchant",
      action: "domain_removed",
      detail: { domain },
    });
  });
  return done(`${domain} was removed`);
}

async function stopWarmUp(
  shopId: ShopId,
  domain: string,
  { db, queue, now }: DomainDeps,
): Promise<SenderAnswer> {
  await db.$transaction(async (tx) => {
    if (!(await endWarmUp(tx, shopId, domain))) return;
    await recordAudit(tx, shopId, {
      auditId: uuidv7(),
      at: now(),
      actor: "merchant",
      action: "warm_up_ended",
      detail: { domain },
    });
    await queue.announce(tx, shopId, "messages_planned");
  });
  return done("The daily limit is lifted");
}

async function vouch(shopId: ShopId, { db, queue, now }: DomainDeps): Promise<SenderAnswer> {
  const at = now();
  await db.$transaction(async (tx) => {
    await approveSignUps(tx, shopId, at);
    await recordAudit(tx, shopId, {
      auditId: uuidv7(),
      at,
      actor: "merchant",
      action: "sign_ups_vouched_for",
      detail: {},
    });
    await queue.announce(tx, shopId, "opt_in_requested");
  });
  return done("The sign-ups that wait are asked now");
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
      auditId: uuidv7(),
      at,
      actor: "merchant",
      action: "sending_resumed",
      detail: { kind, ...stopped },
    });
    await queue.announce(tx, shopId, "messages_planned");
  });
  return done("Emails leave again");
}
