import { BlockStack, List, Page } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { YourOrderContext } from "~/components/email/merge-text/your-order";
import { DiscountRefused } from "~/components/email/discount-refused";
import { TitledCard } from "~/components/titled-card";
import type { CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useText } from "~/i18n/text-provider";
import { couponFrom, discountEditOf } from "~/flows/editing/discount-edit";
import { CampaignAudienceCard } from "./audience-card";
import { BegunBanner } from "./begun-banner";
import styles from "./draft-page.module.css";
import { EmailCard } from "./email-card";
import { CampaignPreviewCard } from "./preview-card";
import { ReviewCard } from "./review-card";
import { AbTestCard } from "./test-card";
import { SendTimeCard } from "./time-card";
import { DiscountFields, type DiscountFieldsProps } from "~/components/email/discount-fields";

interface DraftPageProps {
  campaign: CampaignPage;
  error: string | null;
  /** The pending request; null: none. */
  busyWith: CampaignAct["act"] | null;
  /** Response to a start that needs a new confirmation, a new object each time; null: none. */
  refusedStart: object | null;
  onAct: (request: CampaignAct) => void;
}

/** Edits a draft campaign: audience, email, schedule, and a review. */
export function DraftPage({ campaign, error, busyWith, refusedStart, onAct }: DraftPageProps) {
  const text = useText("campaigns");
  const isBusy = busyWith !== null;
  const { name, plan, version } = campaign;
  const [draft, setDraft, isDirty, discard] = useDraft({
    ...{ name, plan },
    texts: campaign.ownEmail?.texts ?? { subject: "", preheader: "" },
    discount: plan.coupon && discountEditOf(plan.coupon),
  });
  const { coupon, invalid } = draft.discount
    ? couponFrom(draft.discount)
    : { coupon: null, invalid: [] };
  const hasNoSubject = campaign.ownEmail !== null && draft.texts.subject.trim() === "";
  const problems = [
    ...(isDirty && invalid.length > 0 ? [text("fixDiscount")] : []),
    ...(hasNoSubject ? [text("email.subject.missing")] : []),
  ];
  const [tries, setTries] = useState(0);
  const [isListed, setIsListed] = useState(false);
  // The list takes the focus when it appears, so it only appears after another try.
  if (isListed && problems.length === 0) {
    setIsListed(false);
    setTries(0);
  }
  const tryOut = () => {
    setTries(tries + 1);
    setIsListed(problems.length > 0);
    return problems.length === 0;
  };
  const save = () => {
    if (!tryOut()) return;
    // Subjects of the test may be missing until it starts.
    setTries(0);
    const { texts } = draft;
    const hasNewTexts = JSON.stringify(texts) !== JSON.stringify(campaign.ownEmail?.texts);
    onAct({
      ...{ act: "save", version, name: draft.name, plan: { ...draft.plan, coupon } },
      texts: campaign.ownEmail !== null && hasNewTexts ? texts : null,
    });
  };
  const [isDeleting, setIsDeleting] = useState(false);
  const setPlan = (change: Partial<typeof plan>) =>
    setDraft({ ...draft, plan: { ...draft.plan, ...change } });
  return (
    <Page
      title={name}
      backAction={{ content: text("title"), url: "/app/campaigns" }}
      secondaryActions={[
        {
          content: text("act.duplicate"),
          disabled: isBusy,
          onAction: () => onAct({ act: "copy", to: "same", name: text("copy.same", { name }) }),
        },
        {
          content: text("act.delete"),
          destructive: true,
          disabled: isBusy,
          onAction: () => setIsDeleting(true),
        },
      ]}
    >
      <SaveBar
        id="campaign-save-bar"
        isDirty={isDirty}
        isSaving={isBusy}
        onSave={save}
        onDiscard={discard}
      />
      <BlockStack gap="400">
        {error !== null && <ErrorBanner title={error} />}
        {isListed && (
          <ErrorBanner key={tries} title={text("fix.title")}>
            <List>
              {problems.map((problem) => (
                <List.Item key={problem}>{problem}</List.Item>
              ))}
            </List>
          </ErrorBanner>
        )}
        {!isDirty && version === 1 && (
          <BegunBanner isBusy={isBusy} onUndo={() => onAct({ act: "undo_begin" })} />
        )}
        <DiscountRefused refusals={campaign.refusals} />
        <YourOrderContext.Provider value={campaign.ownEmail?.yourOrder ?? "–"}>
          <div className={styles.cards}>
            <BlockStack gap="400">
              <CampaignAudienceCard
                name={draft.name}
                campaign={campaign}
                plan={draft.plan}
                onName={(typed) => setDraft({ ...draft, name: typed })}
                onChange={setPlan}
              />
              <EmailCard
                campaignId={campaign.campaignId}
                templateId={plan.templateId}
                ownEmail={campaign.ownEmail}
                texts={draft.texts}
                onTexts={(texts) => setDraft({ ...draft, texts })}
                hasTried={tries > 0}
                isDirty={isDirty}
              />
              <DiscountCard
                discount={draft.discount}
                isShown={campaign.ownEmail?.showsCode ?? false}
                mayMakeDiscounts={campaign.mayMakeDiscounts}
                maxPercent={campaign.maxDiscountPercent}
                promisedBy={campaign.ownEmail?.promisesDiscount ? "text" : undefined}
                onChange={(discount) => setDraft({ ...draft, discount })}
              />
              <SendTimeCard
                plan={draft.plan}
                timeZone={campaign.timeZone}
                suggested={campaign.suggestedTime}
                onChange={setPlan}
              />
              <AbTestCard
                plan={draft.plan}
                emails={campaign.emails}
                planWithout={campaign.planWithoutTests}
                hasTried={tries > 0}
                onChange={setPlan}
              />
            </BlockStack>
            <div className={styles.preview}>
              <CampaignPreviewCard
                campaignId={campaign.campaignId}
                plan={draft.plan}
                coupon={coupon}
                isDirty={isDirty}
              />
            </div>
            <ReviewCard
              campaign={campaign}
              isDirty={isDirty}
              onTry={tryOut}
              busyWith={busyWith}
              refusedStart={refusedStart}
              onAct={onAct}
            />
          </div>
        </YourOrderContext.Provider>
      </BlockStack>
      <ConfirmModal
        isOpen={isDeleting}
        title={text("delete.title", { name })}
        text={text("delete.text")}
        action={text("act.delete")}
        keep={text("keep")}
        onConfirm={() => {
          setIsDeleting(false);
          onAct({ act: "delete" });
        }}
        onClose={() => setIsDeleting(false)}
      />
    </Page>
  );
}

/** Settings for a unique discount code per recipient. */
function DiscountCard(props: DiscountFieldsProps) {
  const text = useText("campaigns");
  return (
    <TitledCard title={text("discount.title")}>
      <DiscountFields {...props} />
    </TitledCard>
  );
}
