import { CROSS_SELL } from "~/flows/library/cross-sell";
import { ABANDONED_CHECKOUT } from "~/flows/library/abandoned-checkout";
import type { StepCopy, TemplateId } from "~/flows/send-step";
import type { Brand } from "~/messages/brand/brand";
import type { MailPick, MailValues } from "~/messages/merge/mail-values";

/** A brand that is valid and dull. Name only the fields your test is about. */
export function aBrand(overrides: Partial<Brand> = {}): Brand {
  return {
    shopName: "Kettle & Co",
    legalName: "Kettle & Co Ltd",
    logoUrl: null,
    accent: "#1f6f54",
    postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom",
    supportEmail: "hello@kettle.example",
    ...overrides,
  };
}

export function aPick(overrides: Partial<MailPick> = {}): MailPick {
  return {
    title: "Cedar tray",
    price: "£24.00",
    url: "https://kettle.example/products/tray",
    imageUrl: "https://cdn.kettle.example/tray.png",
    reason: "Often bought with Aero kettle",
    ...overrides,
  };
}

/** Values for every template: a checkout of two lines, an order and four picks. */
export function someMailValues(overrides: Partial<MailValues> = {}): MailValues {
  return {
    recipient: { firstName: "Ada" },
    checkout: {
      lines: [
        {
          title: "Aero kettle",
          variantTitle: "Sage green",
          quantity: 1,
          price: "£89.00",
          imageUrl: "https://cdn.kettle.example/kettle.png",
        },
        {
          title: "Stoneware mug",
          variantTitle: null,
          quantity: 2,
          price: "£28.00",
          imageUrl: null,
        },
      ],
      total: "£117.00",
      recoveryUrl: "https://kettle.example/checkouts/ac/1/recover?key=a1&discount=",
    },
    order: { firstProductTitle: "Aero kettle" },
    picks: [
      aPick(),
      aPick({ title: "Linen tea towel", price: "£12.00", reason: "Goes with Stoneware mug" }),
      aPick({ title: "Tea tin, small", price: "£16.00", reason: "Chosen next after Aero kettle" }),
      aPick({ title: "Honey spoon", price: "£6.50", reason: "Often bought with Stoneware mug" }),
    ],
    links: {
      unsubscribe: "https://mail.kettle.example/u/v1.abc",
      shop: "https://kettle.example/",
    },
    ...overrides,
  };
}

/** The texts of a library flow's mail, counted from 0. */
export function libraryCopy(template: TemplateId, mailIndex = 0): StepCopy {
  const { steps } = template === "cross-sell" ? CROSS_SELL : ABANDONED_CHECKOUT;
  const copy = steps.flatMap((step) => (step.kind === "send" ? [step.copy] : []))[mailIndex];
  if (!copy) throw new Error(`${template} has no mail ${mailIndex}`);
  return copy;
}
