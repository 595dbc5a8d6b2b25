/**
 * Routes with high traffic from programs and emails. Their own loader and action answer (`answer-directly.ts`), since
 * Remix costs several times their work.
 */
export const DIRECT_ROUTES = [
  "routes/webhooks",
  "routes/collect",
  "routes/email-events",
  "routes/inbound-email",
  "routes/proxy.forms",
  "routes/proxy.notify-me",
  "routes/proxy.recommendations",
  "routes/proxy.sign-up",
  "routes/proxy.visitor",
  "routes/flow-actions.$handle",
  "routes/flow-triggers",
  "routes/c.$token",
  "routes/o.$token",
  "routes/api.events",
  "routes/api.profiles",
  "routes/healthz",
] as const;

/** Other routes without a Remix page, with low traffic. */
export const ROUTED_WITHOUT_PAGE = [
  "routes/api.openapi[.]json",
  "routes/auth.$",
  "routes/confirm.$token",
  "routes/p.$token",
  "routes/t.$token",
  "routes/u.$token",
] as const;
