import { z } from "zod";
import type { CaptchaService } from "./captcha-service";

type CaptchaAnswer =
  | { readonly kind: "passed" }
  | { readonly kind: "failed" }
  /** Unknown: the service cannot be reached or rejects the secret. */
  | { readonly kind: "unavailable"; readonly detail: string };

interface CaptchaQuestion {
  readonly service: CaptchaService;
  readonly secret: string;
  /** The widget's response token. */
  readonly token: string;
}

/** Verifies a captcha response with its service. Does not throw. */
export type VerifyCaptcha = (question: CaptchaQuestion) => Promise<CaptchaAnswer>;

const URLS: Readonly<Record<CaptchaService, string>> = {
  turnstile: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
  hcaptcha: "https://api.hcaptcha.com/siteverify",
};
/** Short, because a shopper waits. */
const TIMEOUT_MS = 3_000;
/** Error codes about the setup or the service, not the shopper. */
const SETUP_ERRORS = /secret|bad-request|internal-error|sitekey/;

const Answer = z.object({
  success: z.boolean(),
  "error-codes": z.array(z.string().max(100)).max(20).default([]),
});

/**
 * Both services use the same protocol. The shopper's IP address is not sent, since neither needs it.
 *
 * @see https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 * @see https://docs.hcaptcha.com/#verify-the-user-response-server-side
 */
export const verifyCaptcha =
  (urls: Readonly<Record<CaptchaService, string>> = URLS, timeoutMs = TIMEOUT_MS): VerifyCaptcha =>
  async ({ service, secret, token }) => {
    try {
      const response = await fetch(urls[service], {
        method: "POST",
        body: new URLSearchParams({ secret, response: token }),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = Answer.safeParse(await response.json());
      if (!answer.success) return unavailable(`status ${response.status}`);
      if (answer.data.success) return { kind: "passed" };
      const fault = answer.data["error-codes"].find((code) => SETUP_ERRORS.test(code));
      return fault === undefined ? { kind: "failed" } : unavailable(fault);
    } catch (error) {
      return unavailable(error instanceof Error ? error.name : "unknown");
    }
  };

const unavailable = (detail: string): CaptchaAnswer => ({ kind: "unavailable", detail });
