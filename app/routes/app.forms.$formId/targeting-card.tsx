import { Checkbox, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { NumberField } from "~/components/forms/number-field";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { FormEditor } from "./use-form-editor";

const PAGES = ["all", "home", "product", "collection", "url"] as const;
const VISITORS = ["all", "new", "returning"] as const;

interface Limits {
  readonly key: "delaySeconds" | "scrollPercent" | "againAfterDays";
  readonly label: "field.delay" | "field.scroll" | "field.again";
  readonly min: number;
  readonly max: number;
}
const DELAY: Limits = { key: "delaySeconds", label: "field.delay", min: 0, max: 300 };
const SCROLL: Limits = { key: "scrollPercent", label: "field.scroll", min: 0, max: 100 };
const AGAIN: Limits = { key: "againAfterDays", label: "field.again", min: 1, max: 365 };

/** Who sees the form, where and when. An inline form is always in its place, for everyone but subscribers. */
export function TargetingCard({ editor }: { editor: FormEditor }) {
  const text = useText("forms");
  const { content } = editor.draft;
  const { targeting } = content;
  const change = editor.changeTargeting;
  const numberField = ({ key, label, min, max }: Limits) => ({
    ...{ label: text(label), min, max, isWhole: true },
    value: targeting[key],
    onChange: (value: number) => change({ [key]: value }),
  });
  const utmField = (key: "utmSource" | "utmCampaign") => ({
    label: text(`field.${key}`),
    helpText: text("field.utm.help"),
    autoComplete: "off",
    maxLength: 100,
    value: targeting[key],
    onChange: (value: string) => change({ [key]: value }),
  });
  return (
    <TitledCard title={text("tab.targeting")}>
      <FormLayout>
        {content.type !== "inline" && (
          <>
            <Select
              label={text("field.pages")}
              options={PAGES.map((value) => ({ value, label: text(`pages.${value}`) }))}
              value={targeting.pages}
              onChange={(pages) => change({ pages: pages as (typeof PAGES)[number] })}
            />
            {targeting.pages === "url" && (
              <TextField
                label={text("field.urlContains")}
                autoComplete="off"
                maxLength={200}
                value={targeting.urlContains}
                onChange={(urlContains) => change({ urlContains })}
              />
            )}
            <NumberField {...numberField(DELAY)} suffix={text("field.delay.suffix")} />
            <NumberField {...numberField(SCROLL)} suffix="%" helpText={text("field.scroll.help")} />
            <Checkbox
              label={text("field.onExit")}
              helpText={text("field.onExit.help")}
              checked={targeting.onExit}
              onChange={(onExit) => change({ onExit })}
            />
            <Select
              label={text("field.visitors")}
              options={VISITORS.map((value) => ({ value, label: text(`visitors.${value}`) }))}
              value={targeting.visitors}
              onChange={(next) => change({ visitors: next as (typeof VISITORS)[number] })}
            />
            <TextField {...utmField("utmSource")} />
            <TextField {...utmField("utmCampaign")} />
            <NumberField {...numberField(AGAIN)} suffix={text("field.again.suffix")} />
          </>
        )}
        <Text as="p" variant="bodySm" tone="subdued">
          {text("targeting.never")}
        </Text>
      </FormLayout>
    </TitledCard>
  );
}
