import type { EmailWords } from "./email-words";

export const EN_EMAIL_WORDS: EmailWords = {
  total: "Total",
  quantity: "Quantity {count}",
  moreLines: { one: "and {count} more item", other: "and {count} more items" },
  unsubscribe: "Unsubscribe",
  preferences: "Choose what you get",
  couponNote: "{{ coupon.percent }} off, once, until {{ coupon.until }}",
  question: "A question? Write to",
  because: {
    subscribed: "You get this email because you signed up for news from {shop}.",
    checkout: "You get this email because you left a checkout open at {shop}.",
    cart: "You get this email because you left something in your cart at {shop}.",
    viewed: "You get this email because you looked at something at {shop}.",
    order: "You get this email because you ordered at {shop}.",
    request: "You get this email because you asked {shop} to tell you.",
    birthday: "You get this email because it is about the day on which you joined {shop}.",
  },
  reasons: null,
};
