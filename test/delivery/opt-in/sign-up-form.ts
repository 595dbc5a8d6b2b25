import type { Requester } from "~/delivery/opt-in/receive-opt-in.server";

export const EMAIL = "orla.quill@example.com";

/** Visitors without Shopify's login signature. */
export const ANONYMOUS_REQUESTER: Requester = {
  customerId: null,
  address: "198.51.100.7",
  isUnverified: false,
};

/** The form data of the footer block. */
export const form = (overrides: object = {}) => ({
  email: EMAIL,
  consentText: "News by email",
  locale: "en",
  browserId: "b1",
  list: "footer",
  shownForm: null,
  captcha: "",
  ...overrides,
});

/** The token of a confirmation email's link; "" without one. */
export const tokenOf = (email: { text: string } | undefined) =>
  /\/confirm\/([\w.-]+)/.exec(email?.text ?? "")?.[1] ?? "";
