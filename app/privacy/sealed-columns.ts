/** The sealed columns, with the columns that form the `row` of their context. A test compares it with the schema. */
export const SEALED_COLUMNS = [
  { table: "shop", column: "sealed_contact", row: `"shop_id"` },
  { table: "shopify_session", column: "sealed", row: `"session_id"` },
  { table: "inbox_entry", column: "sealed_body", row: `"webhook_id"` },
  { table: "event", column: "sealed", row: `"source" || '/' || "source_id"` },
  { table: "profile", column: "sealed_contact", row: `"profile_id"` },
  { table: "customer_note", column: "sealed_text", row: `"note_id"` },
  { table: "checkout", column: "sealed_recovery_url", row: `"token"` },
  {
    table: "suppression",
    column: "sealed_address",
    row: `encode("email_index", 'hex') || '/' || "reason"`,
  },
  { table: "discount_code", column: "sealed_code", row: `"code_id"` },
  { table: "message_content", column: "sealed_email", row: `"message_id"` },
  { table: "message_content", column: "sealed_body", row: `"message_id"` },
  {
    table: "engagement_event",
    column: "sealed_target",
    row: `"message_id" || '/' || "link_index"`,
  },
  { table: "opt_in_request", column: "sealed_address", row: `"request_id"` },
  { table: "test_address", column: "sealed_address", row: `encode("email_index", 'hex')` },
  { table: "sign_up_guard", column: "sealed_captcha_secret", row: `"shop_id"` },
  { table: "system_email", column: "sealed_email", row: `"email_id"` },
  {
    table: "customer_import_part",
    column: "sealed_bytes",
    row: `"import_id" || '/' || "part"`,
  },
  { table: "webhook_secret", column: "sealed_secret", row: `"shop_id"` },
  { table: "webhook_secret", column: "sealed_previous", row: `"shop_id"` },
] as const;
