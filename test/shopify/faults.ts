import { z } from "zod";

const count = z.number().int().min(0);

/** All injectable faults. Counts decrease as they are used. */
export const Faults = z.object({
  graphql: z.object({
    /** The next n calls answer THROTTLED with HTTP 200. */
    throttle: count,
    /** The next n calls answer `failStatus` with no JSON. */
    fail: count,
    failStatus: z.number().int().min(400).max(599),
    /** The next n calls wait `hangMs` before they answer. */
    hang: count,
    hangMs: count,
    /** The next n calls are executed but answer `failStatus`: the result is lost. */
    lose: count,
  }),
  discounts: z.object({
    /** The next n discounts, or codes, are refused with user errors. */
    refuse: count,
    /** The next n added codes are rejected. */
    failCodes: count,
    /** Number of polls before added codes are ready. */
    slowPolls: count,
  }),
  marketing: z.object({
    /** The next n activities are refused with user errors. */
    refuse: count,
    /** The next n engagements fail because Shopify no longer has their activity. */
    forget: count,
  }),
  files: z.object({
    /** The next n files are refused with user errors. */
    refuse: count,
    /** The storage refuses the next n uploads. */
    refuseUploads: count,
    /** The connections of the next n uploads are closed during the upload. */
    cutUploads: count,
    /** The next n files cannot be processed. */
    failProcessing: count,
    /** Processing time of a file in real time. */
    processingMs: count,
  }),
  token: z.object({ fail: count, failStatus: z.number().int().min(400).max(599) }),
  bulk: z.object({
    /** The end states of the next operations, in order. */
    outcomes: z.array(z.enum(["COMPLETED", "FAILED", "PARTIAL", "EXPIRED"])),
    /** The next n operations end without `bulk_operations/finish`. */
    withoutWebhook: count,
    /** Objects per second; 0 is unlimited. */
    objectsPerSecond: count,
  }),
  webhooks: z.object({
    /** Only these topics; empty means every topic. */
    topics: z.array(z.string()),
    /** The next n deliveries are never sent, nor retried. */
    drop: count,
    /** The next n deliveries are sent `copies` times at once. */
    duplicate: count,
    copies: z.number().int().min(1),
    /** The next n deliveries wait `delayMs`. */
    delay: count,
    delayMs: count,
    /** Deliveries are collected until there are this many, then sent in reverse; 0 is off. */
    reorderWindow: count,
    /** The next n subscriptions of a shop are refused with user errors. */
    refuseSubscriptions: count,
  }),
  billing: z.object({
    /** The next n subscriptions are refused with user errors. */
    refuse: count,
  }),
  merge: z.object({
    /** The next n merges of customers fail after they began: Shopify reports it, and no customer was merged. */
    fail: count,
  }),
  flow: z.object({
    /** The next n responses to Shopify Flow's actions are lost, so that it retries. */
    loseAnswers: count,
    /** The next n triggers are refused with a user error. */
    refuseTriggers: count,
  }),
  pixel: z.object({
    /** The next n requests to the pixel host fail. */
    hostDown: count,
    /** The browser refuses the next n beacons. Read with each page. */
    refuseBeacons: count,
  }),
  proxy: z.object({
    /** The next n requests wait `slowMs` before they reach the app. */
    slow: count,
    slowMs: count,
    /** The next n requests are answered `failStatus` without the app. */
    fail: count,
    failStatus: z.number().int().min(400).max(599),
    /** The next n requests reach the app without a signature, or with another secret's. */
    unsigned: count,
    wrongSignature: count,
  }),
  storefront: z.object({
    /** The next n pages answer `failStatus`. */
    fail: count,
    failStatus: z.number().int().min(400).max(599),
    /** The next n pages have no `Shopify.customerPrivacy`, and so no banner. */
    withoutConsentApi: count,
  }),
});

export type Faults = z.infer<typeof Faults>;

export const FaultChange = z.object({
  graphql: Faults.shape.graphql.partial().optional(),
  discounts: Faults.shape.discounts.partial().optional(),
  marketing: Faults.shape.marketing.partial().optional(),
  files: Faults.shape.files.partial().optional(),
  token: Faults.shape.token.partial().optional(),
  bulk: Faults.shape.bulk.partial().optional(),
  webhooks: Faults.shape.webhooks.partial().optional(),
  billing: Faults.shape.billing.partial().optional(),
  merge: Faults.shape.merge.partial().optional(),
  flow: Faults.shape.flow.partial().optional(),
  pixel: Faults.shape.pixel.partial().optional(),
  proxy: Faults.shape.proxy.partial().optional(),
  storefront: Faults.shape.storefront.partial().optional(),
});

export type FaultChange = z.infer<typeof FaultChange>;

export function createFaults(): Faults {
  return {
    graphql: { throttle: 0, fail: 0, failStatus: 503, hang: 0, hangMs: 30_000, lose: 0 },
    discounts: { refuse: 0, failCodes: 0, slowPolls: 0 },
    marketing: { refuse: 0, forget: 0 },
    files: { refuse: 0, refuseUploads: 0, cutUploads: 0, failProcessing: 0, processingMs: 300 },
    token: { fail: 0, failStatus: 503 },
    bulk: { outcomes: [], withoutWebhook: 0, objectsPerSecond: 0 },
    webhooks: {
      topics: [],
      drop: 0,
      duplicate: 0,
      copies: 2,
      delay: 0,
      delayMs: 1000,
      reorderWindow: 0,
      refuseSubscriptions: 0,
    },
    billing: { refuse: 0 },
    merge: { fail: 0 },
    flow: { loseAnswers: 0, refuseTriggers: 0 },
    pixel: { hostDown: 0, refuseBeacons: 0 },
    proxy: { slow: 0, slowMs: 5_000, fail: 0, failStatus: 503, unsigned: 0, wrongSignature: 0 },
    storefront: { fail: 0, failStatus: 503, withoutConsentApi: 0 },
  };
}

export function changeFaults(faults: Faults, change: FaultChange): void {
  Object.assign(faults.graphql, change.graphql);
  Object.assign(faults.discounts, change.discounts);
  Object.assign(faults.marketing, change.marketing);
  Object.assign(faults.files, change.files);
  Object.assign(faults.token, change.token);
  Object.assign(faults.bulk, change.bulk);
  Object.assign(faults.webhooks, change.webhooks);
  Object.assign(faults.billing, change.billing);
  Object.assign(faults.merge, change.merge);
  Object.assign(faults.flow, change.flow);
  Object.assign(faults.pixel, change.pixel);
  Object.assign(faults.proxy, change.proxy);
  Object.assign(faults.storefront, change.storefront);
}

/** Uses one up: true while the count lasts. */
export function takeFault<K extends string>(counts: Record<K, number>, name: K): boolean {
  if (counts[name] <= 0) return false;
  counts[name] -= 1;
  return true;
}
