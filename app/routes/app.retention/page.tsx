import { useState } from "react";
import { BlockStack, Box, ChoiceList, List, Page, Text } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { RetentionPageData } from "~/pages/retention/retention-page.server";
import { useCounts } from "./use-counts";

interface RetentionPageProps {
  retention: RetentionPageData;
  isSaving: boolean;
  hasFailed: boolean;
  onSave: (keep: string, isConfirmed: boolean) => void;
}

export function RetentionPage({ retention, isSaving, hasFailed, onSave }: RetentionPageProps) {
  const { months, choices } = retention;
  const [draft, setDraft, isDirty, discard] = useDraft({ months });
  const [isAsking, setAsking] = useState(false);
  const text = useText("retention");
  const common = useText("common");
  const { describe, toWords } = useCounts(retention);
  const chosen = choices.find((it) => it.months === draft.months);
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("settings"), url: "/app/settings" }}
    >
      <SaveBar
        id="retention-save-bar"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={() => (chosen?.deletesMore ? setAsking(true) : onSave(toKeep(draft.months), false))}
        onDiscard={discard}
      />
      <BlockStack gap="400">
        {hasFailed && <ErrorBanner title={common("unreadable")} />}
        <TitledCard title={text("period.title")} text={text("period.text")}>
          <ChoiceList
            title={text("period.label")}
            titleHidden
            choices={choices.map((it) => ({
              value: toKeep(it.months),
              label: it.months === null ? text("everything") : text("months", { count: it.months }),
              helpText:
                it.months === null
                  ? text("everything.help")
                  : it.older.emails + it.older.events === 0
                    ? text("older.none")
                    : text("older", { counts: describe(it.older) }),
            }))}
            selected={[toKeep(draft.months)]}
            onChange={([value = ""]) =>
              setDraft({
                months: choices.find((it) => toKeep(it.months) === value)?.months ?? null,
              })
            }
          />
          <Text as="p">{text("period.longer")}</Text>
        </TitledCard>
        <DeletionCard retention={retention} />
        <KindsCard kind="deleted" parts={DELETED} />
        <KindsCard kind="kept" parts={KEPT} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
      <ConfirmModal
        isOpen={isAsking}
        title={text("confirm.title", { months: draft.months ?? 0 })}
        text={chosen ? text("confirm.text", toWords(chosen.older)) : ""}
        action={text("confirm.action")}
        keep={common("cancel")}
        onConfirm={() => {
          setAsking(false);
          onSave(toKeep(draft.months), true);
        }}
        onClose={() => setAsking(false)}
      />
    </Page>
  );
}

/** A period as submitted. */
const toKeep = (months: RetentionPageData["months"]) =>
  months === null ? "everything" : String(months);

function DeletionCard({ retention }: { retention: RetentionPageData }) {
  const { nextRunAt, isRunning, last } = retention;
  const text = useText("retention");
  const format = useFormat();
  const { describe } = useCounts(retention);
  return (
    <TitledCard title={text("runs.title")} gap="200">
      <Text as="p">
        {isRunning
          ? text("runs.running")
          : nextRunAt === null
            ? text("runs.never")
            : text("runs.next", { at: format.instant(nextRunAt) })}
      </Text>
      <Text as="p" tone="subdued">
        {last === null
          ? text("runs.none")
          : text("runs.last", { at: format.instant(last.at), counts: describe(last) })}
      </Text>
    </TitledCard>
  );
}

const DELETED = ["emails", "clicks", "checkouts", "segments", "custom"] as const;
const KEPT = ["numbers", "orders", "consent", "first", "keys"] as const;

function KindsCard(
  props:
    | { readonly kind: "deleted"; readonly parts: typeof DELETED }
    | { readonly kind: "kept"; readonly parts: typeof KEPT },
) {
  const text = useText("retention");
  const lines =
    props.kind === "deleted"
      ? props.parts.map((part) => text(`deleted.${part}`))
      : props.parts.map((part) => text(`kept.${part}`));
  return (
    <TitledCard title={text(`${props.kind}.title`)} text={text(`${props.kind}.text`)} gap="300">
      <List>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </TitledCard>
  );
}
