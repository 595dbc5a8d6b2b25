import { Banner, Box, Layout, Page } from "@shopify/polaris";
import { SaveBar } from "~/components/forms/save-bar";
import { useDraft } from "~/components/forms/use-draft";
import { PageTabs, useTab } from "~/components/lists/page-tabs";
import { INDUSTRIES } from "~/i18n/industry";
import { useText } from "~/i18n/text-provider";
import type { WindowPreview } from "~/pages/settings/preview-window.server";
import type { SettingsProblems, SettingsValues } from "~/pages/settings/settings-form";
import { describeProblem } from "./describe-problem";
import { ProblemSummary } from "./problem-summary";
import { BrandSection } from "./sections/brand-section";
import { LimitsSection } from "./sections/limits-section";
import { MeasuringSection } from "./sections/measuring-section";
import { SenderSection } from "./sections/sender-section";
import { SignUpsSection } from "./sections/sign-ups-section";
import { SETTINGS_TABS, type SettingsFieldOf, type SettingsToggleOf } from "./settings-fields";
import type { LiveTextView } from "./sign-up-fields";
import type { UnitCostsStatusProps } from "./unit-costs-status";
import { useStoreLook } from "./use-store-look";

interface SettingsPageProps extends UnitCostsStatusProps {
  values: SettingsValues;
  timeZone: string;
  liveTexts: readonly LiveTextView[];
  problems: SettingsProblems;
  /** null: the last save worked, or there was none. */
  error: "unreadable" | "changed" | null;
  isSaving: boolean;
  /** The effect of another attribution window, once requested. */
  windowPreview: WindowPreview | null;
  onPreviewWindow: (days: string) => void;
  onSave: (values: SettingsValues) => void;
}

export function SettingsPage(props: SettingsPageProps) {
  const { values, timeZone, liveTexts, problems, error, isSaving, onSave } = props;
  const [draft, setDraft, isDirty, discard] = useDraft(values);
  const [open, setOpen] = useTab(SETTINGS_TABS, "brand");
  const lookRequest = useStoreLook(({ accent, logoUrl, emailTheme, socials }) =>
    setDraft({
      ...draft,
      accent: accent ?? draft.accent,
      logoUrl: logoUrl ?? draft.logoUrl,
      theme: emailTheme ?? draft.theme,
      socials: socials.length > 0 ? socials.join("\n") : draft.socials,
    }),
  );
  const text = useText("settings");
  const common = useText("common");
  const field: SettingsFieldOf = (name) => ({
    id: name,
    autoComplete: "off",
    value: draft[name],
    error: isDirty && describeProblem(name, problems[name], text),
    onChange: (value) => setDraft({ ...draft, [name]: value }),
  });
  const toggle: SettingsToggleOf = (name) => ({
    checked: draft[name] === "yes",
    onChange: (isOn) => setDraft({ ...draft, [name]: isOn ? "yes" : "no" }),
  });
  return (
    <Page
      title={text("title")}
      secondaryActions={[
        { content: text("sender"), url: "/app/sender" },
        { content: text("texts"), url: "/app/texts" },
        { content: text("sync"), url: "/app/sync" },
        { content: text("retention"), url: "/app/retention" },
        { content: text("accessLog"), url: "/app/access-log" },
        { content: text("apiKeys"), url: "/app/api-keys" },
      ]}
    >
      <SaveBar
        id="settings-save-bar"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={() => onSave(draft)}
        onDiscard={discard}
      />
      <Layout>
        {error !== null && (
          <Layout.Section variant="fullWidth">
            <Banner
              tone="critical"
              title={error === "changed" ? text("changed") : common("unreadable")}
            />
          </Layout.Section>
        )}
        {isDirty && <ProblemSummary problems={problems} open={open} onOpen={setOpen} />}
      </Layout>
      <PageTabs
        tabs={SETTINGS_TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
        open={open}
        onOpen={setOpen}
      >
        {open === "brand" && (
          <BrandSection
            values={draft}
            {...{ field, lookRequest }}
            onIndustry={(chosen) => {
              const industry = INDUSTRIES.find((it) => it === chosen);
              if (industry) setDraft({ ...draft, industry });
            }}
          />
        )}
        {open === "sender" && <SenderSection field={field} />}
        {open === "sign-ups" && (
          <SignUpsSection liveTexts={liveTexts} savedCaptcha={values.captcha} field={field} />
        )}
        {open === "limits" && (
          <LimitsSection
            {...{ timeZone, field }}
            unitCosts={props.unitCosts}
            costRequest={props.costRequest}
          />
        )}
        {open === "measuring" && (
          <MeasuringSection
            savedDays={values.attributionDays}
            windowPreview={props.windowPreview}
            onPreviewWindow={props.onPreviewWindow}
            {...{ toggle, field }}
          />
        )}
      </PageTabs>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
