import { planCampaignsJob } from "~/campaigns/planning/plan-campaigns.job.server";
import { readMetafieldsJob } from "~/profiles/metafields/read-metafields.job.server";
import { syncRatingsJob } from "~/catalog/ratings/sync-ratings.job.server";
import { syncUnitCostsJob } from "~/catalog/unit-costs/sync-unit-costs.job.server";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { importCustomersJob } from "~/delivery/customer-import/import-customers.job.server";
import { callWebhooksJob } from "~/delivery/actions/call-webhooks.job.server";
import { purgeWebhooksJob } from "./delivery/webhooks/purge-webhooks.job.server";
import { sendWebhooksJob } from "./delivery/webhooks/send-webhooks.job.server";
import { notifyMerchantJob } from "~/delivery/actions/notify-merchant.job.server";
import { tagCustomersJob } from "~/delivery/actions/tag-customers.job.server";
import { checkAutoPauseJob } from "~/delivery/auto-pause/check-auto-pause.job.server";
import { purgeSignUpFormsJob } from "~/delivery/sign-up-forms/purge-sign-up-forms.job.server";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { fireFlowTriggersJob } from "~/delivery/shopify-flow/fire-flow-triggers.job.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { refreshPlanJob } from "~/delivery/plan/refresh-plan.job.server";
import { checkDomainJob } from "~/delivery/sender/check-domain.job.server";
import { endSuppressionsJob } from "~/delivery/suppressions/end-suppressions.job.server";
import type { Deps } from "~/deps.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { purgeWebhookPayloadsJob } from "~/events/inbox/purge-webhook-payloads.job.server";
import { installPixelJob } from "~/events/pixel/install-pixel.job.server";
import { withPass } from "~/events/pass/with-pass.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { reconcileEmailsJob } from "~/feedback/reconcile/reconcile-emails.job.server";
import { reconcileRestoreJob } from "~/feedback/restore/reconcile-restore.job.server";
import { countEmailsJob } from "~/feedback/counts/count-emails.job.server";
import { classifyClicksJob } from "~/feedback/engagement/classify-clicks.job.server";
import { recreditWindowJob } from "~/feedback/window/recredit-window.job.server";
import { countLiftJob } from "~/feedback/count-lift.job.server";
import { forecastFlowsJob } from "~/feedback/forecast/forecast-flows.job.server";
import { sendDigestsJob } from "~/feedback/digest/send-digests.job.server";
import { syncMarketingActivitiesJob } from "~/feedback/marketing/sync-marketing-activities.job.server";
import { deleteHistoryJob } from "~/feedback/retention/delete-history.job.server";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { writeBackSignUpsJob } from "~/feedback/write-back-sign-ups.job.server";
import { writeBackConsentJob } from "~/feedback/write-back-consent.job.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import { enrollVisitorsJob } from "~/flows/enrollment/enroll-visitors.job.server";
import { moveEnrollmentsJob } from "~/flows/moving/move-enrollments.job.server";
import { endEnrollmentsJob } from "~/flows/status/end-enrollments.job.server";
import { installLibraryJob } from "~/flows/library/install-library.job.server";
import { scanScheduledTriggersJob } from "~/flows/scan/scan-scheduled-triggers.job.server";
import { scanInventoryTriggersJob } from "~/flows/scan/scan-inventory-triggers.job.server";
import { fillCodePoolsJob } from "~/messages/coupons/fill-code-pools.job.server";
import { syncMetafieldsJob } from "~/predictions/fields/sync-metafields.job.server";
import { scoreProfilesJob } from "./predictions/scores/score-profiles.job.server";
import { shareCountsJob } from "./predictions/shared-priors/share-counts.job.server";
import { trainPredictionsJob } from "./predictions/training/train-predictions.job.server";
import { purgeAccessLogJob } from "~/privacy/purge-access-log.job.server";
import { resealJob } from "~/privacy/reseal.job.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { reconcileShopJob } from "~/profiles/reconciliation/reconcile-shop.job.server";
import { expireBrowsingJob } from "~/profiles/visitors/expire-browsing.job.server";
import { indexCustomersJob } from "~/profiles/search/index-customers.job.server";
import { joinVisitorsJob } from "~/profiles/visitors/join-visitors.job.server";
import { projectBrowsingJob } from "~/profiles/visitors/project-browsing.job.server";
import { updateMembershipsJob } from "~/segments/members/update-memberships.job.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import { applyReportedChangesJob } from "~/segments/shopify/apply-reported-changes.job.server";
import { syncShopifyMembersJob } from "~/segments/shopify/sync-shopify-members.job.server";
import { fitModelsJob } from "./recommendations/models/fit-models.job.server";
import { holdAfterRestore } from "~/restore/pause-after-restore.server";
import { checkAppAccessJob } from "~/shopify/check-app-access.job.server";
import type { Job } from "./jobs/job.server";

/** Every job of the app, in the order of the data flow. */
export const JOBS: readonly Job<Deps>[] = withPass<Deps>(
  [
    drainInboxJob,
    runBackfillJob,
    purgeWebhookPayloadsJob,
    installPixelJob,
    projectCatalogJob,
    syncRatingsJob,
    syncUnitCostsJob,
    projectProfilesJob,
    indexCustomersJob,
    readMetafieldsJob,
    reconcileShopJob,
    projectBrowsingJob,
    joinVisitorsJob,
    expireBrowsingJob,
    shareCountsJob,
    trainPredictionsJob,
    scoreProfilesJob,
    syncMetafieldsJob,
    fitModelsJob,
    updateMembershipsJob,
    sweepSegmentsJob,
    syncShopifyMembersJob,
    applyReportedChangesJob,
    installLibraryJob,
    enrollProfilesJob,
    enrollVisitorsJob,
    scanInventoryTriggersJob,
    scanScheduledTriggersJob,
    moveEnrollmentsJob,
    endEnrollmentsJob,
    advanceEnrollmentsJob,
    holdAfterRestore(planCampaignsJob),
    fillCodePoolsJob,
    refreshPlanJob,
    drainOutboxJob,
    tagCustomersJob,
    callWebhooksJob,
    sendWebhooksJob,
    purgeWebhooksJob,
    holdAfterRestore(notifyMerchantJob),
    fireFlowTriggersJob,
    holdAfterRestore(sendConfirmationsJob),
    recordConsentsJob,
    purgeSignUpFormsJob,
    checkDomainJob,
    checkAutoPauseJob,
    endSuppressionsJob,
    importCustomersJob,
    applyEmailEventsJob,
    reconcileEmailsJob,
    reconcileRestoreJob,
    classifyClicksJob,
    attributeOrdersJob,
    recreditWindowJob,
    countEmailsJob,
    countLiftJob,
    forecastFlowsJob,
    deleteHistoryJob,
    decideExperimentsJob,
    holdAfterRestore(sendDigestsJob),
    syncMarketingActivitiesJob,
    writeBackConsentJob,
    writeBackSignUpsJob,
    resealJob,
    purgeAccessLogJob,
    checkAppAccessJob,
  ],
  projectCatalogJob.name,
);
