import { CampaignStatus } from "./campaigns/campaign-status";
import type { PlanningPhase } from "./campaigns/planning/due-campaign-store.server";
import type { FailureKind, AutoPauseLevel } from "./delivery/auto-pause/auto-pause-rule";
import { MESSAGE_REASONS } from "./delivery/decision/message-reasons";
import { CaptchaService } from "./delivery/opt-in/captcha/captcha-service";
import type { ConsentEntry } from "./delivery/consents/consent-ledger";
import type { ConsentPurpose, ConsentSource } from "./delivery/consents/consent-store.server";
import { FileStatus } from "./delivery/customer-import/column-role";
import { ImportFault, ImportState } from "./delivery/customer-import/import-state";
import { OptInPurpose, OptInState } from "./delivery/consents/opt-in-form";
import type { BatchState } from "./delivery/outbox/email-batch-store.server";
import type { PauseReason } from "./delivery/bucket";
import { FormStatus } from "./delivery/sign-up-forms/sign-up-form";
import { DomainStatus } from "./delivery/sending-domain";
import type { DispatchState } from "./delivery/outbox/dispatch-store.server";
import type { BounceReason } from "./delivery/suppressions/bounced-address-store.server";
import type {
  SystemEmailKind,
  SystemEmailState,
} from "./delivery/system-emails/system-email-store.server";
import { SuppressionScope } from "./delivery/suppressions/suppression";
import type {
  TestAddressState,
  TestEmailKind,
} from "./delivery/test-emails/test-address-store.server";
import type { ActionEnd } from "./delivery/actions/action-store.server";
import { WEBHOOK_COLUMNS } from "./delivery/webhooks/webhook-states";
import type { Backfill } from "./events/backfill/backfill-store.server";
import { EVENT_PAYLOADS, MarketingState, ProductSnapshot, type Event } from "./events/event";
import type { InboxState } from "./events/inbox/inbox-claims.server";
import { CheckoutStep, PageType } from "./events/browsing";
import { HoldoutVariant } from "./experiments/draw-holdout";
import { SCORE_SCALE_KIND } from "./predictions/scores/score-scale-store.server";
import { DISCOUNT_MODEL_KIND } from "./experiments/offers/discount-model-store.server";
import { DRAWN_DISCOUNT } from "./experiments/offers/draw-discounts.server";
import { ExperimentKind } from "./experiments/optimization/experiment";
import { DeliveryState } from "./feedback/email-events/reports/delivery-state";
import type {
  EngagementClass,
  EngagementFacts,
  IpClass,
  UserAgentClass,
} from "./feedback/engagement/engagement-event";
import type { ActionStep } from "./flows/definition/action-step";
import { ExitReason } from "./flows/rules/exit-reason";
import { EnrollmentState } from "./flows/rules/enrollment-state";
import { FlowStatus } from "./flows/definition/flow-status";
import { INDUSTRIES } from "./i18n/industry";
import type { TrainingKind } from "./training-registry.server";
import {
  TRAINING_STEPS,
  type TrainingRequester,
  type TrainingState,
} from "./jobs/training/training-run";
import type { LinkPosition } from "./messages/blocks/elements/render-context";
import type { CodeState } from "./messages/coupons/coupon-store.server";
import { MessageOutcomeState, MessageSendingState } from "./messages/message";
import { GROUP_PROTOTYPES, NO_CUSTOMER_GROUP } from "./predictions/group-prototypes";
import { GRADES } from "./predictions/prediction";
import { SELECTION_KIND } from "./predictions/selection";
import { MODEL_KINDS } from "./predictions/predictions-summary";
import { AUDIT_ACTIONS } from "./privacy/audit-actions";
import type { AuditActor } from "./privacy/audit-store.server";
import type { UsedKey } from "./privacy/used-key-store.server";
import { Frequency, Topic } from "./profiles/preferences/preferences";
import { SuppressionReason } from "./profiles/suppression-reason";
import type { Proof } from "./profiles/visitors/join-store.server";
import { SUGGESTED_AUDIENCES } from "./segments/suggested-audiences";
import type { PlanId } from "./shopify/billing/plan";
import type { ClosedAs } from "./shopify/closed-shop";
import type { StockResource } from "./shopify/operations/shop-stock";

/** The members of a union type; the compiler compares the two. */
const members = <T extends string>(set: Readonly<Record<T, true>>) => Object.keys(set) as T[];

const PLANS = members<PlanId>({
  unlimited: true,
  development: true,
  free: true,
  growth: true,
  scale: true,
});
const GROUP_KEYS = [...GROUP_PROTOTYPES, NO_CUSTOMER_GROUP].map(({ key }) => key);
const STOCK = { products: true, customers: true, orders: true } as const;

/**
 * The columns that hold one of a closed set of values, or a list of such values, by table. Each gets a CHECK constraint.
 * Columns whose values another system defines are not here: Shopify may add one at any time.
 */
export const CLOSED_COLUMNS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> =
  {
    shop: { closed_as: members<ClosedAs>({ frozen: true, paused: true }) },
    settings: { industry: INDUSTRIES },
    shop_plan: { plan: PLANS, last_plan: PLANS },
    inbox_entry: {
      state: members<InboxState>({ waiting: true, done: true, refused: true, dead: true }),
    },
    event: {
      source: members<Event["source"]>({ shopify: true, kindred: true, pixel: true, api: true }),
      kind: Object.keys(EVENT_PAYLOADS),
    },
    backfill: {
      resource: members<Backfill["resource"]>({ ...STOCK, collections: true }),
      state: members<Backfill["state"]>({
        waiting: true,
        running: true,
        importing: true,
        done: true,
        failed: true,
      }),
    },
    product: { status: ProductSnapshot.shape.status.options },
    profile: { marketing_state: MarketingState.options },
    reconciliation: { resource: members<StockResource>(STOCK) },
    reconciliation_find: { resource: members<StockResource>(STOCK) },
    visit: { path: PageType.options, checkout_step: CheckoutStep.options },
    visitor_join: {
      proof: members<Proof>({ click: true, checkout: true, login: true, sign_up: true }),
    },
    email_preference: {
      topics_off: Topic.options,
      frequency: Frequency.options,
    },
    prediction: { grade: GRADES, group_key: GROUP_KEYS },
    training_run: {
      kind: members<TrainingKind>({ predictions: true, recommendations: true }),
      state: members<TrainingState>({
        queued: true,
        running: true,
        done: true,
        failed: true,
        canceled: true,
      }),
      requested_by: members<TrainingRequester>({ schedule: true, merchant: true }),
      step: TRAINING_STEPS,
    },
    model: {
      kind: [
        ...MODEL_KINDS,
        ...[SELECTION_KIND, DISCOUNT_MODEL_KIND, SCORE_SCALE_KIND],
        ...["recommendations", "product_rules", "sessions"],
      ],
    },
    experiment: { kind: ExperimentKind.options },
    audience_forecast: { audience: SUGGESTED_AUDIENCES },
    message_variant: { kind: [...ExperimentKind.options, DRAWN_DISCOUNT] },
    flow: { status: FlowStatus.options },
    enrollment: {
      variant: HoldoutVariant.options,
      state: EnrollmentState.options,
      exit_reason: ExitReason.options,
    },
    flow_action: {
      kind: members<ActionStep["kind"]>({ tag: true, notify: true, webhook: true }),
      state: members<ActionEnd["state"]>({ due: true, done: true, skipped: true, failed: true }),
    },
    ...WEBHOOK_COLUMNS,
    campaign: {
      status: CampaignStatus.options,
      paused_from: CampaignStatus.extract(["scheduled", "sending"]).options,
      phase: members<PlanningPhase>({ test: true, rest: true, done: true }),
    },
    discount_code: {
      state: members<CodeState>({ adding: true, free: true, given: true, ending: true }),
    },
    message_sending: {
      state: MessageSendingState.options,
      reason: MESSAGE_REASONS,
      delivery_state: DeliveryState.options,
    },
    message_outcome: {
      state: MessageOutcomeState.options,
      reason: MESSAGE_REASONS,
      delivery_state: DeliveryState.options,
    },
    email_batch: {
      state: members<BatchState>({ sending: true, unknown: true }),
    },
    mailer_account: {
      rest_reason: members<PauseReason>({
        rate_limited: true,
        quota_exhausted: true,
        unreachable: true,
      }),
    },
    sending_domain: { status: DomainStatus.options },
    test_address: {
      state: members<TestAddressState>({
        pending: true,
        confirmed: true,
        removed: true,
        stopped: true,
      }),
    },
    test_email_count: { kind: members<TestEmailKind>({ test: true, confirmation: true }) },
    auto_pause: {
      kind: members<FailureKind>({ complaint: true, hard_bounce: true }),
      level: members<AutoPauseLevel>({ ok: true, warn: true, stop: true }),
    },
    email_dispatch: {
      state: members<DispatchState>({ sending: true, accepted: true, refused: true }),
    },
    suppression: { reason: SuppressionReason.options, scope: SuppressionScope.options },
    bounced_address: { reason: members<BounceReason>({ bounced: true, blocked: true }) },
    consent_entry: {
      purpose: members<ConsentPurpose>({
        marketing: true,
        back_in_stock: true,
        price_drop: true,
        reminders: true,
        ideas: true,
        news: true,
        profiling: true,
        open_tracking: true,
      }),
      kind: members<ConsentEntry["kind"]>({
        requested: true,
        confirmed: true,
        given: true,
        withdrawn: true,
      }),
      source: members<ConsentSource>({
        storefront_form: true,
        storefront_login: true,
        confirmation_page: true,
        preference_page: true,
        shopify: true,
        unsubscribe_link: true,
        import: true,
        complaint: true,
      }),
    },
    sign_up_form: { status: FormStatus.options },
    customer_import: {
      state: ImportState.options,
      file_status: FileStatus.options,
      fault: ImportFault.options,
    },
    opt_in_request: {
      purpose: OptInPurpose.options,
      state: OptInState.options,
      delivery_state: DeliveryState.options,
    },
    sign_up_guard: { captcha: CaptchaService.options },
    system_email: {
      kind: members<SystemEmailKind>({ notice: true, digest: true, confirmation: true }),
      state: members<SystemEmailState>({ queued: true, sent: true, not_sent: true }),
    },
    email_event: { delivery: DeliveryState.options },
    engagement_event: {
      position: members<LinkPosition>({
        logo: true,
        button: true,
        pick: true,
        line: true,
        text: true,
        image: true,
        menu: true,
        social: true,
      }),
      kind: members<EngagementFacts["kind"]>({
        open: true,
        click: true,
        honeypot: true,
        unsubscribe_page: true,
        unsubscribe: true,
      }),
      user_agent_class: members<UserAgentClass>({
        browser: true,
        reader_proxy: true,
        privacy_proxy: true,
        security: true,
        program: true,
        none: true,
      }),
      ip_class: members<IpClass>({ security: true, other: true }),
      classification: members<EngagementClass>({ human: true, machine: true, unknown: true }),
    },
    lift_day: { variant: HoldoutVariant.options },
    audit_entry: {
      actor: members<AuditActor>({
        merchant: true,
        shopify: true,
        shopify_flow: true,
        kindred: true,
      }),
      action: AUDIT_ACTIONS,
    },
    used_key: { purpose: members<UsedKey["purpose"]>({ seal: true, link: true, index: true }) },
  };
