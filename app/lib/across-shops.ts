/** All work across shops, each with its reason. Everything else runs for one shop: app/db-scope.server.ts. */
export const ACROSS_SHOPS = {
  "run-process":
    "a process looks at its keys, the database's clock and whether the database answers",
  "check-billing": "whether billing was turned on or off",
  "find-email-pools": "a process looks up which shops have an email account of their own pool",
  "find-due-shops": "a worker asks which shops have something to do",
  "watch-for-restore": "a database is restored with all of its shops, and erasures are repeated",
  "receive-webhooks": "webhooks of many shops are committed together",
  "collect-browsing":
    "a pixel names its shop by a secret, and many shops' events are committed together",
  "find-api-key": "a request of the API names its shop only by its key",
  "record-engagement": "followed links of many shops are committed together",
  "mirror-addresses": "the provider names an address that it holds back, and no shop",
  "read-mailbox": "reports and unsubscribe emails of all shops arrive in one mailbox",
  "claim-domain": "a domain may be taken from the shop that had proved it before",
  "find-session": "Shopify's library asks for a session by its id",
  "sum-shared-counts": "the noisy counts of all shops that share them are summed",
  operate: "the operator's tools: keys, restores and email pools",
} as const satisfies Readonly<Record<string, string>>;

export type AcrossShops = keyof typeof ACROSS_SHOPS;
