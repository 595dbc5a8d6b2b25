import type { Db, Tx } from "~/db.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { CaptchaService } from "./captcha-service";
import type { SignUpVolume } from "./sign-up-cap";

const DAY_MS = DurationMs.days(1);
/** Days of history for the busiest day. */
const DAYS = 14;

/** Sign-up statistics of the last 24 hours and the days before. */
export async function findSignUpVolume(db: Db, shopId: ShopId, now: Date): Promise<SignUpVolume> {
  const since = addMs(now, -DAY_MS);
  const guard = await db.signUpGuard.findUnique({ where: { shopId } });
  const vouchedAt = guard?.vouchedAt ?? null;
  const isVouchedFor = vouchedAt !== null && vouchedAt > since;
  const [row] = await db.$queryRaw<Omit<SignUpVolume, "isVouchedFor">[]>`
    select
      (select count(*)::int from opt_in_request
        where shop_id = ${shopId} and emailed_at > ${since}::timestamptz) as emailed,
      (select count(*)::int from opt_in_request
        where shop_id = ${shopId} and emailed_at > ${since}::timestamptz
          and delivery_state in ('bounced', 'suppressed')
          -- What had bounced before the merchant vouched for the sign-ups was known then.
          and delivery_reported_at > ${isVouchedFor ? vouchedAt : since}::timestamptz) as bounced,
      coalesce(max(count) filter (where days_ago = 0), 0)::int as confirmed,
      coalesce(max(count), 0)::int as "busiestDay"
    from (
      select floor(extract(epoch from ${now}::timestamptz - at) / 86400) as days_ago, count(*) as count
      from consent_entry
      where shop_id = ${shopId} and kind = 'confirmed' and at <= ${now}::timestamptz
        and at > ${addMs(now, -DAYS * DAY_MS)}::timestamptz
      group by 1) day`;
  const nothing = { emailed: 0, bounced: 0, confirmed: 0, busiestDay: 0 };
  return { ...(row ?? nothing), isVouchedFor };
}

/** Number of requests whose confirmation has not left. */
export async function countWaitingOptIns(db: Db, shopId: ShopId, now: Date): Promise<number> {
  const due = { kind: "confirmation", state: "queued", nextRunAt: { lte: now } };
  return db.systemEmail.count({ where: { shopId, ...due } });
}

/** The merchant vouches for the sign-ups: more confirmations may leave for a day. */
export async function approveSignUps(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.signUpGuard.upsert({
    where: { shopId },
    create: { shopId, vouchedAt: now },
    update: { vouchedAt: now },
  });
}

/** The captcha of a shop's forms. */
interface Captcha {
  readonly service: CaptchaService;
  readonly secret: string;
  /** When a form first sent a valid answer; null: never. */
  readonly seenAt: Date | null;
}

const secretPlace = (shopId: ShopId) => ({
  table: "sign_up_guard",
  column: "sealed_captcha_secret",
  shopId,
  row: shopId,
});

/** Null without a captcha. */
export async function findCaptcha(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<Captcha | null> {
  const row = await db.signUpGuard.findUnique({ where: { shopId } });
  if (!row?.captcha || !row.sealedCaptchaSecret) return null;
  return {
    service: CaptchaService.parse(row.captcha),
    secret: keyring.open(row.sealedCaptchaSecret, secretPlace(shopId)),
    seenAt: row.captchaSeenAt,
  };
}

/** The captcha service of the shop's forms; null: none. */
export async function findCaptchaService(db: Db, shopId: ShopId): Promise<CaptchaService | null> {
  const row = await db.signUpGuard.findUnique({ where: { shopId }, select: { captcha: true } });
  return CaptchaService.nullable().parse(row?.captcha ?? null);
}

/** The theme shows the widget: from now on every form needs an answer. */
export async function recordCaptchaSeen(db: Db, shopId: ShopId, now: Date): Promise<void> {
  await db.signUpGuard.updateMany({
    where: { shopId, captchaSeenAt: null },
    data: { captchaSeenAt: now },
  });
}

/** Sets or removes the captcha of the shop's forms. Without a new secret the saved one stays. */
export async function saveCaptcha(
  tx: Tx,
  shopId: ShopId,
  { service, secret }: { readonly service: CaptchaService | null; readonly secret: string | null },
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<void> {
  if (service === null) {
    const none = { captcha: null, captchaSeenAt: null, sealedCaptchaSecret: null };
    await tx.signUpGuard.updateMany({ where: { shopId }, data: none });
    return;
  }
  if (secret === null) return;
  const captcha = {
    captcha: service,
    captchaSeenAt: null,
    sealedCaptchaSecret: keyring.seal(secret, secretPlace(shopId)),
  };
  await tx.signUpGuard.upsert({
    where: { shopId },
    create: { shopId, ...captcha },
    update: captcha,
  });
}
