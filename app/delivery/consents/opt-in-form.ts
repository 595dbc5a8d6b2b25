import { z } from "zod";
import { ARM, type FormArm } from "../sign-up-forms/sign-up-form";

/** What a shopper requests: marketing email, or one email about one variant. Each is a separate consent purpose. */
export const OptInPurpose = z.enum(["marketing", "back_in_stock", "price_drop"]);
export type OptInPurpose = z.infer<typeof OptInPurpose>;
/**
 * `queued`: its confirmation email is due; `synced`: to Shopify; `refused`: by Shopify. `confirmed`, `synced` and
 * `refused` are confirmed by the owner of the address.
 */
export const OptInState = z.enum([
  "queued",
  "sent",
  "not_sent",
  "confirmed",
  "synced",
  "refused",
  "expired",
]);
export type OptInState = z.infer<typeof OptInState>;

type NotifyKind = Exclude<OptInPurpose, "marketing">;

/** An absent field counts as empty, as in any form. */
const text = (maxChars: number) => z.string().trim().max(maxChars).default("");

const Common = z.object({
  /** The consent text beside the button. */
  consent: text(1_000),
  locale: text(20).pipe(z.string().regex(/^([a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*)?$/)),
  /** Honeypot: an invisible field that only bots fill in. */
  website: z.string().max(1_000).default(""),
  visitor: text(128).pipe(z.string().regex(/^[\w.:~-]*$/)),
  /** Each captcha widget uses its own field. */
  "cf-turnstile-response": text(2_048),
  "h-captcha-response": text(8_192),
});
const SignUp = Common.extend({
  list: text(80),
  /** Of a form designed in Kindred; anything else counts as none. */
  form: z.uuid().or(z.literal("")).catch("").default(""),
  arm: z.string().regex(ARM).catch("own").default("own"),
  /** Whether the visit's view of the form was counted. */
  counted: z.string().default(""),
});
const NotifyMe = Common.extend({
  variant: z.string().regex(/^\d{1,20}$/),
  kind: OptInPurpose.exclude(["marketing"]),
});

interface Asked {
  readonly email: string;
  readonly consentText: string;
  /** BCP 47; empty if the form sent none. */
  readonly locale: string;
  /** Shopify's browser id, as the browser reports it. */
  readonly browserId: string | null;
  /** The captcha response; empty without a captcha. */
  readonly captcha: string;
}
export interface SignUpForm extends Asked {
  readonly list: string | null;
  /** The form designed in Kindred that was filled in. */
  readonly shownForm: (FormArm & { readonly isCounted: boolean }) | null;
}
export interface NotifyForm extends Asked {
  readonly variantId: string;
  readonly kind: NotifyKind;
}

export type ReadForm<Form> =
  | { readonly kind: "read"; readonly form: Form }
  /** A bot: it gets the usual answer and nothing is stored. */
  | { readonly kind: "robot" }
  | { readonly kind: "refused"; readonly reason: "bad_address" | "malformed" };

/** Parses the theme's sign-up form. */
export function readSignUp(body: URLSearchParams): ReadForm<SignUpForm> {
  return readForm(SignUp, body, ({ list, form: formId, arm, counted }) => ({
    list: list || null,
    shownForm: formId === "" ? null : { formId, arm, isCounted: counted === "1" },
  }));
}

/** Parses the theme's notification form for a variant. */
export function readNotifyMe(body: URLSearchParams): ReadForm<NotifyForm> {
  return readForm(NotifyMe, body, ({ variant, kind }) => ({ variantId: variant, kind }));
}

function readForm<Fields extends z.infer<typeof Common>, Own>(
  schema: z.ZodType<Fields>,
  body: URLSearchParams,
  own: (fields: Fields) => Own,
): ReadForm<Asked & Own> {
  const parsed = schema.safeParse(Object.fromEntries(body));
  if (!parsed.success) return { kind: "refused", reason: "malformed" };
  const { website, consent, locale, visitor } = parsed.data;
  if (website !== "") return { kind: "robot" };
  const email = readAddress(body.get("email") ?? "");
  if (email === null) return { kind: "refused", reason: "bad_address" };
  const captcha = parsed.data["cf-turnstile-response"] || parsed.data["h-captcha-response"];
  const requested = { email, consentText: consent, locale, browserId: visitor || null, captcha };
  return { kind: "read", form: { ...requested, ...own(parsed.data) } };
}

const Address = z.email().max(254);

/**
 * Parses a typed address: trimmed, domain in lower case, local part unchanged.
 *
 * @returns null if it is not a valid address
 */
export function readAddress(typed: string): string | null {
  const parsed = Address.safeParse(typed.trim());
  if (!parsed.success) return null;
  const at = parsed.data.lastIndexOf("@");
  return parsed.data.slice(0, at) + parsed.data.slice(at).toLowerCase();
}
