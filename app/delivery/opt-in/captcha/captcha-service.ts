import { z } from "zod";

/** Who can tell people from programs in the theme's forms. */
export const CaptchaService = z.enum(["turnstile", "hcaptcha"]);
export type CaptchaService = z.infer<typeof CaptchaService>;
