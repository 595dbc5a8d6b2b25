/** The actions of the audit trail. */
export const AUDIT_ACTIONS = [
  "access_log_exported",
  "app_uninstalled",
  "campaign_status_set",
  "experiment_approved",
  "experiment_reverted",
  "experiment_resumed",
  "cohorts_exported",
  "customer_data_requested",
  "customer_erased",
  "customer_exported",
  "customer_viewed",
  "customers_searched",
  "flow_created",
  "flow_deleted",
  "enrollments_moved",
  "flow_status_set",
  "flow_version_saved",
  "join_reversed",
  "email_viewed",
  "plan_ended",
  "recommendation_rules_saved",
  "report_exported",
  "segment_deleted",
  "segment_exported",
  "restore_ended",
  "segment_imported",
  "segment_saved",
  "sending_resumed",
  "settings_saved",
  "setup_dismissed",
  "shop_erased",
  "subject_added",
  "subject_removed",
  "suppression_added",
  "suppression_removed",
  "suppressions_exported",
  "suppressions_imported",
  "template_published",
  "test_email_sent",
  "texts_saved",
  "warm_up_ended",
  "domain_added_at_provider",
  "domain_removed",
  "domain_taken_from_another_shop",
  "domain_lost_to_another_shop",
  "sign_ups_vouched_for",
  "webhook_secret_replaced",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Whether a stored action is one that the code still records. */
export const isAuditAction = (action: string): action is AuditAction =>
  AUDIT_ACTIONS.some((it) => it === action);

/** Views and downloads of personal data. These entries expire; the others are kept as long as the shop. */
export const EXPIRING_ACTIONS = [
  "access_log_exported",
  "cohorts_exported",
  "customer_viewed",
  "customers_searched",
  "email_viewed",
  "report_exported",
  "segment_exported",
  "suppressions_exported",
] as const satisfies readonly AuditAction[];
