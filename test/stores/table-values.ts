import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { contentOf } from "~/delivery/sign-up-forms/form-templates";
import { NO_ENGAGEMENT } from "~/feedback/marketing/marketing-activity";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { EVERY_BLOCK } from "../support/every-block";
import { anOrder, daysAgo, hoursAgo, NOW } from "../support/builders";
import type { SavedContent } from "~/messages/editing/saved-block";

export const EMAIL = "orla.quill@example.com";
export const CUSTOMER = "1";
export const PROFILE = "c1";
export const ORDER = "71";
export const PRODUCT = "501";
export const FLOW = ABANDONED_CHECKOUT.key;
export const CAMPAIGN = "k1";

/** A discount's key for the store functions. */
export const DISCOUNT = { ownerKey: `flow/${FLOW}/email-1`, percentOff: 10 } as const;

/** A row that a worker claimed and lost, so that it is due again; with its claim. */
const CLAIMED = { attempts: 1, next_run_at: hoursAgo(1), lease_until: hoursAgo(1) };
export const CLAIM = { attempts: 1, leaseUntil: hoursAgo(1) };

export type Row = Readonly<Record<string, unknown>>;

/** Common values by column name, so that rows belong together. */
export const BY_COLUMN: Row = {
  profile_id: PROFILE,
  customer_id: CUSTOMER,
  order_id: ORDER,
  product_id: PRODUCT,
  variant_id: "601",
  flow_id: FLOW,
  template_id: "t1",
  flow_version: 1,
  enrollment_id: "e1",
  campaign_id: CAMPAIGN,
  message_id: "m1",
  batch_id: "b1",
  step_id: "email-1",
  owner_key: DISCOUNT.ownerKey,
  percent_off: DISCOUNT.percentOff,
  token: "ck1",
  object_key: "ck1",
  currency: "GBP",
  visitor_id: "v1",
};

const order = anOrder({ orderId: ORDER, placedAt: daysAgo(2) });

/** An enrollment's context. */
export const CONTEXT = {
  trigger: {
    kind: "checkout",
    token: "ck1",
    cartToken: null,
    startedAt: hoursAgo(4).toISOString(),
    idleMinutes: 60,
  },
  objectUpdatedAt: hoursAgo(2),
};

/** A segment with the customer as member. */
const SEGMENT_RULE = { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] };

const VARIANTS = [{ variant: "own", text: null, share: 1 }];

/** What a sign-up form shows. */
export const SAVED_CONTENT: SavedContent = {
  language: "en",
  block: {
    ...{ id: "signature", kind: "signature", name: "Ada", role: "Founder", src: "" },
    ...{ when: null, repeat: null },
  },
  translations: {},
};

export const FORM_CONTENT = contentOf(
  "news",
  { heading: "News", text: "", teaser: "", success: "" },
  "#2a6f4e",
);

/** Further values that a table needs. */
export const BY_TABLE: Readonly<Record<string, Row>> = {
  variant_price: { since: daysAgo(40), price_minor: 9_00 },
  shop: { time_zone: "Europe/London", low_price: 8_00, high_price: 30_00 },
  event: {
    source: "shopify",
    source_id: `order/${ORDER}/placed`,
    kind: "order_placed",
    payload: order,
    visitor_id: null,
  },
  shop_restore: { skips_due: true },
  sent_before_restore: { message_id: "m1" },
  shop_plan: { plan: "growth" },
  settings: {
    sending: { senderAddress: "hello@kettle.example", emailPool: "large" },
    texts: { it: { "email.footer.unsubscribe": "Annulla" } },
    sharing_since: daysAgo(2),
  },
  cursor: { consumer: "profiles" },
  schedule: { task: "privacy.reseal" },
  backfill: { resource: "orders", state: "running" },
  reconciliation: { resource: "orders" },
  reconciliation_find: { resource: "orders", day: "2026-01-01" },
  api_key: { key_id: "k1", key_hash: "of-{shop}" },
  pixel_account: { account_id: "of-{shop}", pixel_id: null, synced_at: null },
  product: {
    status: "active",
    image_url: "https://kettle.example/tray.jpg",
    rating_read_at: daysAgo(2),
  },
  variant: {
    available_for_sale: true,
    inventory_quantity: 3,
    cost_minor: 4_00,
    cost_read_at: daysAgo(2),
  },
  profile: {
    marketing_state: "subscribed",
    marketing_changed_at: daysAgo(2),
    last_order_at: daysAgo(2),
    first_order_at: daysAgo(2),
    source_updated_at: daysAgo(2),
    traits: { affinities: [{ productType: "Mugs", share: 1 }] },
  },
  search_token: { token: 7 },
  sign_up_form: { form_id: "f1", status: "live", content: FORM_CONTENT },
  customer_import: { import_id: "i1", state: "checked" },
  customer_import_part: { import_id: "i1" },
  sign_up_form_day: { form_id: "f1", arm: "own" },
  customer_note: { note_id: "n1" },
  checkout: { lines: [{ productId: PRODUCT, variantId: "601", title: "Tray", quantity: 1 }] },
  customer_merge: { customer_id: "2", into_customer_id: CUSTOMER },
  visitor_join: { proof: "click", proof_id: "h1", joined_at: hoursAgo(1) },
  visit: { viewed: [], path: ["product"], searches: [] },
  suppression: {
    reason: "unsubscribe",
    created_at: daysAgo(3),
    ...CLAIMED,
    expires_at: daysAgo(-20),
  },
  email_preference: { topics_off: ["news"], frequency: "weekly" },
  model: { kind: "recommendations" },
  prediction: { best_hour: 9, detail: { bestHour: { grade: "B" } } },
  field_sync: { is_on: true },
  customer_vector: { numbers: "\\x0000803f", version: 1 },
  training_run: {
    kind: "recommendations",
    state: "running",
    attempts: 1,
    lease_until: hoursAgo(1),
  },
  consent_entry: {
    purpose: "marketing",
    kind: "requested",
    consent_text: "Yes",
    text_version: "1",
  },
  opt_in_request: {
    purpose: "marketing",
    state: "queued",
    emailed_at: hoursAgo(1),
    next_run_at: null,
    request_id: "request_id",
  },
  sign_up_guard: { captcha: "turnstile", sealed_captcha_secret: "\\x00" },
  segment: { rule: SEGMENT_RULE, version: 1, evaluated_at: hoursAgo(1), next_run_at: hoursAgo(1) },
  segment_version: { version: 1, rule: SEGMENT_RULE },
  segment_size: { day: "2026-03-03" },
  flow: { status: "live", live_version: 1 },
  flow_version: { definition: ABANDONED_CHECKOUT },
  template: { draft: EVERY_BLOCK, draft_revision: 1, published_version: 1 },
  saved_block: { saved_block_id: "b1", content: SAVED_CONTENT },
  template_version: { document: EVERY_BLOCK, version: 1 },
  enrollment: { variant: "treated", state: "active", next_run_at: hoursAgo(1), context: CONTEXT },
  // Nothing of it is counted as final, which the other calls count.
  history_retention: { months: 25, next_run_at: NOW },
  campaign: {
    status: "draft",
    plan: { ...DEFAULT_PLAN, timing: { kind: "shop_time", date: "2026-03-04", time: "10:00" } },
    phase: "rest",
    audience_counts: {},
    chosen_variant: 0,
    next_run_at: hoursAgo(1),
  },
  flow_action: {
    kind: "notify",
    state: "due",
    action: { kind: "notify", stepId: "email-1", note: "Look at this" },
    ...CLAIMED,
    system_email_id: "email_id",
  },
  webhook_endpoint: {
    endpoint_id: "we1",
    url: "https://hooks.kettle.example/kindred",
    types: ["email.sent"],
    status: "active",
    previous_until: daysAgo(-1),
    system_email_id: "email_id",
  },
  outgoing_webhook: {
    endpoint_id: "we1",
    webhook_id: "wh1",
    type: "email.sent",
    occurred_at: daysAgo(20),
    queued_at: daysAgo(20),
    state: "pending",
    ...CLAIMED,
  },
  system_email: {
    kind: "notice",
    state: "queued",
    sealed_email: null,
    created_at: daysAgo(1),
    ...CLAIMED,
  },
  metafield_reading: { fields: [{ namespace: "custom", key: "tier", name: "T", type: "date" }] },
  profile_property: { name: "Kind", value: "Collector" },
  message: { intent: { picks: { list: "goes_with" } }, planned_at: daysAgo(9) },
  message_content: { picks: ["1"] },
  message_sending: { message_id: "m2" },
  message_outcome: { state: "sent", provider_id: "resend-m1", sent_at: hoursAgo(3) },
  marketing_activity: { remote_id: `flow/${FLOW}`, next_run_at: hoursAgo(1) },
  marketing_day: {
    remote_id: `flow/${FLOW}`,
    day: "2026-03-01",
    figures: { ...NO_ENGAGEMENT, sends: 1 },
  },
  discount: { next_run_at: hoursAgo(1) },
  discount_code: { state: "given", ends_at: hoursAgo(1) },
  sending_identity: { failures: 1 },
  domain_owner: { domain: "kettle.example" },
  sending_domain: {
    domain: "kettle.example",
    status: "verified",
    records: [],
    warm_up_at: NOW,
    next_run_at: hoursAgo(1),
  },
  test_address: { state: "pending" },
  test_email_count: { kind: "test" },
  auto_pause: { kind: "complaint", level: "stop", sent: 1000, failures: 3 },
  email_dispatch: { state: "sending" },
  email_event: { delivery: "soft_bounced" },
  placement: { product_ids: [PRODUCT] },
  email_batch: { state: "sending", message_ids: ["m1"], next_run_at: hoursAgo(1) },
  engagement_event: {
    classification: "human",
    event_id: "h1",
    link_index: 0,
    kind: "click",
    classify_at: hoursAgo(1),
  },
  attribution: { window_hours: 120 },
  audience_forecast: { people: 1 },
  experiment: {
    scope_key: `subject/${FLOW}/email-1`,
    kind: "subject",
    variants: VARIANTS,
    is_held: true,
  },
  experiment_decision: {
    scope_key: `subject/${FLOW}/email-1`,
    before: VARIANTS,
    after: VARIANTS,
    evidence: { kind: "approved" },
  },
  message_variant: { kind: "subject", variant: "own" },
  lift_count: { settings_version: 1 },
  lift_day: { variant: "holdout", holdout_rate: 0.05, window_days: 30 },
  audit_entry: {
    audit_id: "data-requested/w1",
    action: "customer_data_requested",
    detail: { customerId: CUSTOMER },
  },
  shopify_session: { session_id: "offline_{shop}" },
};

/** A second row for tests that need two. */
export const SECOND: Readonly<Record<string, Row>> = {
  customer_import: { import_id: "i0", state: "imported", uploaded_at: daysAgo(9) },
  variant_price: { since: daysAgo(2), price_minor: 8_00 },
  event: {
    source: "kindred",
    source_id: "engagement/h1",
    kind: "email_clicked",
    seq: 2,
    payload: {
      messageId: "m1",
      flowId: FLOW,
      stepId: "email-1",
      linkIndex: 0,
      classification: "human",
    },
  },
  opt_in_request: { request_id: "r2", state: "confirmed", emailed_at: null, ...CLAIMED },
  email_batch: { batch_id: "b2", state: "unknown", ...CLAIMED },
  system_email: { email_id: "request_id", kind: "confirmation" },
  message_key: { message_id: "m2" },
  message: { message_id: "m2" },
  flow_action: {
    action_id: "a2",
    step_id: "hook-1",
    kind: "webhook",
    action: { kind: "webhook", stepId: "hook-1", url: "https://hooks.kettle.example/kindred" },
  },
  discount_code: { code_id: "c2", state: "free", message_id: null, ends_at: null },
  audit_entry: { audit_id: "data-requested/w2", detail: { customerId: null } },
  profile: { profile_id: "c9", customer_id: "9", marketing_state: "redacted", email_index: null },
};
