/** Where sealed values stand, and which columns make up the `row` of their place. A test holds it to the schema. */
export const SEALED_COLUMNS = [
  { table: "shop", column: "sealed_contact", row: `"shop_id"` },
  { table: "shopify_session", column: "sealed", row: `"session_id"` },
  { table: "inbox_entry", column: "sealed_body", row: `"webhook_id"` },
  { table: "event", column: "sealed", row: `"source" || '/' || "source_id"` },
  { table: "profile", column: "sealed_contact", row: `"profile_id"` },
  { table: "checkout", column: "sealed_recovery_url", row: `"token"` },
  {
    table: "suppression",
    column: "sealed_address",
    row: `encode("email_index", 'hex') || '/' || "reason"`,
  },
  { table: "discount_code", column: "sealed_code", row: `"code_id"` },
  { table: "message", column: "sealed_mail", row: `"message_id"` },
  { table: "message_link", column: "sealed_target", row: `"message_id" || '/' || "link_index"` },
  { table: "opt_in_request", column: "sealed_email", row: `"request_id"` },
  { table: "opt_in_request", column: "sealed_mail", row: `"request_id"` },
  { table: "sign_up_guard", column: "sealed_captcha_secret", row: `"shop_id"` },
  { table: "digest", column: "sealed_mail", row: `"week"` },
  { table: "notice", column: "sealed_mail", row: `"notice_id"` },
  { table: "webhook_secret", column: "sealed_secret", row: `"shop_id"` },
  { table: "webhook_secret", column: "sealed_previous", row: `"shop_id"` },
] as const;
