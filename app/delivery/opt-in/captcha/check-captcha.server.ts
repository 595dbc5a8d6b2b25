import type { CommonDeps } from "~/deps";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findCaptcha, recordCaptchaSeen } from "./sign-up-guard-store.server";
import type { VerifyCaptcha } from "./verify-captcha.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "open">;
  readonly verifyCaptcha: VerifyCaptcha;
  readonly log: Pick<Log, "warn">;
}

/**
 * Whether a form may be accepted. `unverified`: yes, but a click must confirm it whatever the shop's rule, because it
 * is unknown whether a person filled it in.
 */
export type CaptchaVerdict = "verified" | "unverified" | "refused";

/**
 * Checks a form's captcha answer.
 *
 * An unreachable service rejects no one: an outage must not block shoppers, and the mailbox counter and
 * the shop's cap limit bots as they do without a captcha. Until the theme's form first sent a valid answer,
 * forms without one are accepted too: the theme may not show the widget yet.
 */
export async function checkCaptcha(
  shopId: ShopId,
  token: string,
  { db, keyring, verifyCaptcha, now, log }: Deps,
): Promise<CaptchaVerdict> {
  const captcha = await findCaptcha(db, shopId, { keyring });
  if (captcha === null) return "verified";
  if (token === "") return captcha.seenAt === null ? "unverified" : "refused";
  const { service, secret } = captcha;
  const answer = await verifyCaptcha({ service, secret, token });
  switch (answer.kind) {
    case "passed":
      if (captcha.seenAt === null) await recordCaptchaSeen(db, shopId, now());
      return "verified";
    case "failed":
      return "refused";
    case "unavailable":
      log.warn({ shopId, service, reason: answer.detail }, "a captcha could not be verified");
      return "unverified";
  }
}
