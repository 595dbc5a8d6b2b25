import { Box, Card, List, Page } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { useMemo, useState } from "react";
import { EmailStateBadge } from "~/components/email/email-state-badge";
import { useEmailNames } from "~/components/email/use-email-names";
import { useText } from "~/i18n/text-provider";
import { describeChanges } from "~/messages/editing/describe-changes";
import type { EditorShop } from "~/pages/emails/editor-shop.server";
import type { EmailPageData } from "~/pages/emails/email-page.server";
import type { SubjectTest } from "~/pages/emails/subject-tests.server";
import type { DocumentToPreview } from "~/pages/emails/preview-document.server";
import { BlockList } from "./blocks/block-list";
import { YourOrderContext } from "~/components/email/merge-text/your-order";
import { ChecksCard, languagesWithProblems } from "./cards/checks-card";
import { ConfirmPublish, isLive } from "./cards/confirm-publish";
import { LanguageCard } from "./cards/language-card";
import { ConflictBanner, SaveLine } from "./cards/save-line";
import { TestEmailCard } from "./cards/test-card";
import { UsedByCard } from "./cards/used-by-card";
import { VersionsCard } from "./cards/versions-card";
import styles from "./page.module.css";
import { PanelCard } from "./panels/panel-card";
import { EmailPreviewCard } from "./preview/preview-card";
import { SavedBlocksProvider } from "./saved/saved-blocks";
import { SCROLLER } from "./scroll-into-container";
import { useAutosave } from "./use-autosave";
import { useEditor } from "./use-editor";
import { usePreview } from "./use-preview";
import { useProblemText } from "./use-problem-text";
import { usePublish } from "./use-publish";

export interface EditorPageProps {
  email: EmailPageData;
  shop: EditorShop;
  subjectTests: readonly SubjectTest[];
  /** Reloads the page's numbers. */
  onRefresh: () => void;
}

/** An email's editor: its blocks, the selected block's fields, and a preview. */
export function EditorPage({ email, shop, subjectTests, onRefresh }: EditorPageProps) {
  const url = `/app/emails/${email.templateId}/draft`;
  const text = useText("email-editor");
  const nameEmail = useEmailNames();
  const problemText = useProblemText();
  const editor = useEditor(email.document, shop.customPaths);
  const { document, language } = editor;
  const save = useAutosave(url, document, email.draftRevision);
  const publishing = usePublish(url, save, onRefresh);
  const [isConfirming, setConfirming] = useState(false);
  const [reader, setReader] = useState<DocumentToPreview["reader"]>({ kind: "example" });
  const [triggerKey, setTriggerKey] = useState<string | null>(null);
  const shown = { document, language, reader, triggerKey };
  const preview = usePreview(shown);
  const problems = preview.shown?.problems ?? [];
  const hasChanges = useMemo(
    () => !email.hasEffective || describeChanges(email.effective, document).length > 0,
    [email.hasEffective, email.effective, document],
  );
  const state = hasChanges ? "draft" : email.publishedVersion === null ? "ready" : "published";
  const choice = {
    ...shop,
    reader,
    hasTrigger: !["subscribed", "birthday"].includes(document.footer.because),
    onReader: (chosen: typeof reader) => {
      setReader(chosen);
      setTriggerKey(null);
    },
    onTrigger: setTriggerKey,
  };
  const subjects = {
    ...{ templateId: email.templateId, tests: subjectTests, onRefresh },
    isOfFlow: email.usedBy.length > 0,
  };
  // As the emails of a flow are listed; one that several flows use has its own name.
  const use = email.usedBy.length === 1 ? email.usedBy[0] : undefined;
  return (
    <Page
      fullWidth
      title={
        use ? text("flowEmail", { flow: use.flowName, number: use.emailNumber }) : nameEmail(email)
      }
      titleMetadata={<EmailStateBadge state={state} />}
      additionalMetadata={<SaveLine state={save.state} hasChanges={hasChanges} />}
      backAction={
        email.campaignId === null
          ? { content: text("back.emails"), url: "/app/emails" }
          : { content: text("back.campaign"), url: `/app/campaigns/${email.campaignId}` }
      }
      secondaryActions={[
        {
          content: text("undo"),
          icon: UndoIcon,
          disabled: !editor.undo,
          onAction: () => editor.undo?.(),
        },
        {
          content: text("redo"),
          icon: RedoIcon,
          disabled: !editor.redo,
          onAction: () => editor.redo?.(),
        },
      ]}
      primaryAction={{
        content: text("publish"),
        disabled: !hasChanges || save.state === "conflict",
        loading: publishing.isPublishing,
        helpText: hasChanges ? undefined : text("publish.none"),
        onAction: () => {
          if (isLive(email.usedBy).length === 0) return void publishing.publish();
          onRefresh();
          setConfirming(true);
        },
      }}
    >
      <ConfirmPublish
        isOpen={isConfirming}
        isFirst={!email.hasEffective}
        usedBy={email.usedBy}
        onClose={() => setConfirming(false)}
        onConfirm={() => {
          setConfirming(false);
          void publishing.publish();
        }}
      />
      <div className={styles.page}>
        <ConflictBanner
          save={save}
          onLoad={(theirs) => editor.edit({ kind: "replace", document: theirs })}
        />
        {publishing.problems.length > 0 && (
          <ErrorBanner title={text("publish.failed")}>
            <List>
              {[...new Set(publishing.problems.map(problemText))].map((problem) => (
                <List.Item key={problem}>{problem}</List.Item>
              ))}
            </List>
          </ErrorBanner>
        )}
        <LanguageCard
          editor={editor}
          languages={shop.languages}
          errorCounts={languagesWithProblems(problems)}
        />
        <SavedBlocksProvider
          blocks={shop.savedBlocks}
          templateId={email.templateId}
          onRefresh={onRefresh}
        >
          <YourOrderContext.Provider value={shop.yourOrder[language] ?? "–"}>
            <div className={styles.columns}>
              <div className={styles.blocks} {...{ [SCROLLER]: "" }}>
                <Card padding="200">
                  <BlockList editor={editor} problems={problems} />
                </Card>
              </div>
              <div className={styles.panel}>
                <PanelCard
                  {...{ editor, problems, subjects }}
                  builder={shop.builder}
                  shopTheme={shop.theme}
                />
              </div>
              <div className={styles.preview}>
                <EmailPreviewCard {...preview} editor={editor} choice={choice} />
              </div>
            </div>
          </YourOrderContext.Provider>
        </SavedBlocksProvider>
        <div className={styles.below}>
          <ChecksCard editor={editor} problems={problems} isKnown={preview.shown !== null} />
          <TestEmailCard email={shown} />
          <VersionsCard email={email} editor={editor} />
          <UsedByCard usedBy={email.usedBy} campaignId={email.campaignId} />
        </div>
      </div>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
