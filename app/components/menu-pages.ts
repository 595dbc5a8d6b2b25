/** The pages of the admin's menu, in its order. */
export const MENU_PAGES = [
  { key: "nav.home", path: "/app" },
  { key: "nav.flows", path: "/app/flows" },
  { key: "nav.campaigns", path: "/app/campaigns" },
  { key: "nav.emails", path: "/app/emails" },
  { key: "nav.forms", path: "/app/forms" },
  { key: "nav.customers", path: "/app/customers" },
  { key: "nav.segments", path: "/app/segments" },
  { key: "nav.recommendations", path: "/app/recommendations" },
  { key: "nav.predictions", path: "/app/predictions" },
  { key: "nav.reports", path: "/app/reports" },
  { key: "nav.optimizations", path: "/app/optimizations" },
  { key: "nav.outbox", path: "/app/outbox" },
  { key: "nav.settings", path: "/app/settings" },
  { key: "nav.plan", path: "/app/plan" },
] as const;
