import { Banner, Layout, Link, type BannerHandles } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { SettingsField, SettingsProblems } from "~/pages/settings/settings-form";
import { describeProblem } from "./describe-problem";
import { TAB_OF_FIELD, type SettingsTab } from "./settings-fields";

interface ProblemSummaryProps {
  problems: SettingsProblems;
  open: SettingsTab;
  onOpen: (tab: SettingsTab) => void;
}

/** What kept the settings from being saved, on any tab. It has the focus after a save, and leads to each field. */
export function ProblemSummary({ problems, open, onOpen }: ProblemSummaryProps) {
  const banner = useRef<BannerHandles>(null);
  const [wanted, setWanted] = useState<SettingsField | null>(null);
  const text = useText("settings");
  const fields = Object.keys(TAB_OF_FIELD) as SettingsField[];
  const found = fields.flatMap((name) => {
    const problem = describeProblem(name, problems[name], text);
    return problem === false ? [] : [{ name, problem }];
  });
  useEffect(() => banner.current?.focus(), [problems]);
  // A field of another tab is there once that tab is open.
  useEffect(() => {
    const field = wanted === null ? null : document.getElementById(wanted);
    if (field === null) return;
    setWanted(null);
    // The tabs move the focus to the open part first.
    requestAnimationFrame(() => field.focus());
  }, [wanted, open]);
  if (found.length === 0) return null;
  return (
    <Layout.Section variant="fullWidth">
      <Banner ref={banner} tone="critical" title={text("problem.title")}>
        {found.map(({ name, problem }) => (
          <p key={name}>
            <Link
              onClick={() => {
                onOpen(TAB_OF_FIELD[name]);
                setWanted(name);
              }}
            >
              {problem}
            </Link>
          </p>
        ))}
      </Banner>
    </Layout.Section>
  );
}
