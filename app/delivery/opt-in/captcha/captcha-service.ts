import { z } from "zod";

/** Captcha services for the theme's forms. */
export const CaptchaService = z.enum(["turnstile", "hcaptcha"]);
export type CaptchaService = z.infer<typeof CaptchaService>;
