import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { releaseStop } from "../brakes/brake-store.server";
import { CANNOT, takeAnswer, type DomainDeps } from "./check-domain.job.server";
import { endWarmUp, listSenderDomains } from "./sending-domain-store.server";

const SenderRequest = z.discriminatedUnion("kind", [
  /** Asks the provider about the domain, and makes it known there if it is not. */
  z.object({ kind: z.literal("check"), domain: z.string() }),
  z.object({ kind: z.literal("end_warm_up"), domain: z.string() }),
  z.object({ kind: z.literal("release"), brake: z.enum(["complaint", "hard_bounce"]) }),
]);
export type SenderRequest = z.infer<typeof SenderRequest>;

export interface SenderAnswer {
  /** What was done, for a toast; null when nothing was. */
  readonly done: string | null;
  readonly error: string | null;
}

/** What the merchant asks for on the sender page. Whatever lets more mail go is put on the audit trail. */
export async function answerSenderRequest(
  shopId: ShopId,
  body: unknown,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  const request = SenderRequest.safeParse(body);
  if (!request.success) return failed("That could not be read.");
  if (request.data.kind === "release") return release(shopId, request.data.brake, deps);
  const { kind, domain } = request.data;
  if (!(await listSenderDomains(deps.db, shopId)).includes(domain)) return failed(NOT_YOURS);
  return kind === "check" ? check(shopId, domain, deps) : stopWarmUp(shopId, domain, deps);
}

const NOT_YOURS = "No mail is from this domain. Set a sender address in the settings first.";
const failed = (error: string): SenderAnswer => ({ done: null, error });

async function check(shopId: ShopId, domain: string, deps: DomainDeps): Promise<SenderAnswer> {
  const desk = deps.mailer.domains;
  if (!desk) return checkPolicy(shopId, domain, deps);
  const found = await desk.find(domain);
  const answer = found.kind === "unknown" ? await desk.add(domain) : found;
  if (answer.kind === "known" && !answer.isVerified) await desk.verify(answer.providerId);
  const status = await takeAnswer(shopId, domain, answer, deps);
  return answer.kind === "unavailable"
    ? failed(`Your mail provider could not be asked. It says: ${answer.detail}`)
    : { done: status === "verified" ? "Verified" : "Asked", error: null };
}

/** Where no provider can be asked, the DNS still tells of the policy. */
async function checkPolicy(
  shopId: ShopId,
  domain: string,
  deps: DomainDeps,
): Promise<SenderAnswer> {
  if (deps.mailer.name === "outbox") return failed("Your way of sending has no check of domains.");
  await takeAnswer(shopId, domain, CANNOT, deps);
  return { done: "Asked", error: null };
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
  return { done: "The daily limit is lifted", error: null };
}

async function release(
  shopId: ShopId,
  kind: "complaint" | "hard_bounce",
  { db, queue, now }: DomainDeps,
): Promise<SenderAnswer> {
  const at = now();
  await db.$transaction(async (tx) => {
    const stopped = await releaseStop(tx, shopId, kind, at);
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
  return { done: "Mails leave again", error: null };
}
