/**
 * Routes that are called by the thousand, by programs and from emails. Their own loader and action answer
 * (`answer-directly.ts`): Remix's way there costs several times what most of them do.
 */
export const DIRECT_ROUTES = [
  "routes/webhooks",
  "routes/collect",
  "routes/email-events",
  "routes/proxy.notify-me",
  "routes/proxy.recommendations",
  "routes/proxy.sign-up",
  "routes/proxy.visitor",
  "routes/flow-actions.$handle",
  "routes/flow-triggers",
  "routes/c.$token",
  "routes/o.$token",
  "routes/healthz",
] as const;

/** The other routes without a page of Remix: people open them now and then. */
export const ROUTED_WITHOUT_PAGE = [
  "routes/auth.$",
  "routes/confirm.$token",
  "routes/p.$token",
  "routes/t.$token",
  "routes/u.$token",
] as const;
