import { z } from "zod";

/** What a shopper asks for: the shop's news, or one mail about one variant. Each is a purpose of its own. */
export const Purpose = z.enum(["marketing", "back_in_stock", "price_drop"]);
export type Purpose = z.infer<typeof Purpose>;
type NotifyKind = Exclude<Purpose, "marketing">;

/** Absent and empty are one, as in any form. */
const text = (maxChars: number) => z.string().trim().max(maxChars).default("");

const Common = z.object({
  /** What stood beside the button: it is what the shopper agreed to. */
  consent: text(1_000),
  locale: text(20).pipe(z.string().regex(/^([a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*)?$/)),
  /** A field that nobody sees: whoever fills it in is a program. */
  website: z.string().max(1_000).default(""),
  visitor: text(128).pipe(z.string().regex(/^[\w.:~-]*$/)),
  /** Each widget writes its answer into a field of its own. */
  "cf-turnstile-response": text(2_048),
  "h-captcha-response": text(8_192),
});
const SignUp = Common.extend({ list: text(80) });
const NotifyMe = Common.extend({
  variant: z.string().regex(/^\d{1,20}$/),
  kind: Purpose.exclude(["marketing"]),
});

interface Asked {
  readonly email: string;
  readonly consentText: string;
  /** A BCP 47 tag; empty where the form did not say. */
  readonly locale: string;
  /** Shopify's id of the browser, as the browser tells it. */
  readonly browserId: string | null;
  /** What the captcha's widget answered; empty where there is none. */
  readonly captcha: string;
}
export interface SignUpForm extends Asked {
  readonly list: string | null;
}
export interface NotifyForm extends Asked {
  readonly variantId: string;
  readonly kind: NotifyKind;
}

export type ReadForm<Form> =
  | { readonly kind: "read"; readonly form: Form }
  /** It is answered as any other, and nothing comes of it. */
  | { readonly kind: "robot" }
  | { readonly kind: "refused"; readonly reason: "bad_address" | "malformed" };

/** Reads a theme's sign-up form. */
export function readSignUp(body: URLSearchParams): ReadForm<SignUpForm> {
  return readForm(SignUp, body, ({ list }) => ({ list: list || null }));
}

/** Reads a theme's form that asks to be told of a variant. */
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
  const asked = { email, consentText: consent, locale, browserId: visitor || null, captcha };
  return { kind: "read", form: { ...asked, ...own(parsed.data) } };
}

const Address = z.email().max(254);

/**
 * One address as a person typed it: trimmed, its domain in lower case, the local part as it is.
 *
 * @returns null for what no mail can be sent to
 */
export function readAddress(typed: string): string | null {
  const parsed = Address.safeParse(typed.trim());
  if (!parsed.success) return null;
  const at = parsed.data.lastIndexOf("@");
  return parsed.data.slice(0, at) + parsed.data.slice(at).toLowerCase();
}
