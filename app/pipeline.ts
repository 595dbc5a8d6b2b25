/** Table names, separated by white space. */
const tables = (names: string): readonly string[] => names.trim().split(/\s+/);

/**
 * The stages of the app: customer activity becomes, stage by stage, a message and then a result. Each name is a
 * folder under `app/`. A stage may import itself, earlier stages, and foundations, but no later stage. Its tables are
 * read and written by itself and by later stages (`test/table-owners.test.ts` names the exceptions).
 */
export const PIPELINE = [
  {
    stage: "events",
    does: "records what happened, exactly once",
    tables: tables(`inbox_entry event event_key pixel_account api_key cursor backfill
      engagement_event email_event tracking_refusal`),
  },
  {
    stage: "catalog",
    does: "stores the products that may be offered",
    tables: tables("product variant variant_price collection"),
  },
  {
    stage: "profiles",
    does: "projects events into customer profiles",
    tables: tables(`profile reconciliation reconciliation_find visit visitor_join customer_merge
      order order_line refund checkout email_preference suppression profile_property metafield_reading
      customer_note search_token`),
  },
  {
    stage: "predictions",
    does: "predicts customer behavior, with intervals and reasons",
    tables: tables("prediction customer_vector field_sync customer_field model shared_count"),
  },
  {
    stage: "recommendations",
    does: "ranks products for a profile with ml/, with reasons",
    tables: tables("placement"),
  },
  {
    stage: "segments",
    does: "groups customers by a rule",
    tables: tables("segment segment_version segment_member segment_size"),
  },
  {
    stage: "experiments",
    does: "assigns holdouts and variants",
    tables: tables("experiment experiment_decision message_variant"),
  },
  {
    stage: "flows",
    does: "decides when an automated message is due",
    tables: tables("flow flow_version enrollment flow_action"),
  },
  {
    stage: "campaigns",
    does: "plans one message to an audience at one time",
    tables: tables("campaign campaign_member"),
  },
  {
    stage: "messages",
    does: "composes emails",
    tables: tables("template template_version saved_block discount discount_code"),
  },
  {
    stage: "delivery",
    does: "decides at the last moment, then sends",
    tables: tables(`email_batch mailer_account sending_identity domain_owner
      sending_domain test_address test_email_count auto_pause email_month email_dispatch
      bounced_address consent_entry opt_in_request mailbox_counter sign_up_guard system_email
      webhook_secret webhook_endpoint outgoing_webhook sign_up_form sign_up_form_day customer_import
      customer_import_part`),
  },
  {
    stage: "feedback",
    does: "attributes orders to clicks, and measures lift",
    tables: tables(`attribution email_count pick_count report_rollup_queue lift_count lift_day
      flow_forecast audience_forecast lapse_forecast lift_forecast marketing_activity marketing_day
      history_retention inbound_mailbox`),
  },
] as const;

/** Folders that any stage may import. A foundation imports only foundations. Any stage may use its tables. */
export const FOUNDATIONS = [
  { folder: "i18n", tables: [] },
  { folder: "ml", tables: [] },
  { folder: "privacy", tables: tables("audit_entry used_key") },
  { folder: "restore", tables: tables("timeline shop_restore sent_before_restore") },
  { folder: "shopify", tables: tables("shop shop_plan settings shopify_session") },
  { folder: "jobs", tables: tables("due schedule training_run") },
  {
    folder: "outbox",
    tables: tables(`message_key message message_sending message_content message_outcome
      message_status template_text`),
  },
  { folder: "lib", tables: [] },
] as const;

/**
 * The folder of page models: what a page shows, and what its forms do. They may use every stage; only routes and other
 * page models import them, and components their types.
 */
export const PAGES = "pages";
