import { Checkbox, ChoiceList, FormLayout, Select, Text } from "@shopify/polaris";
import { FeatureNotInPlan } from "~/components/plans/not-in-plan";
import type { CampaignPlan, CampaignTest, TestAlternatives } from "~/campaigns/campaign";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { PlanId } from "~/shopify/billing/plan";
import type { CampaignEmail } from "~/messages/templates/list-campaign-emails.server";
import { defaultVariants, OtherVersionsFields } from "./other-versions";

interface TestCardProps {
  plan: CampaignPlan;
  emails: readonly CampaignEmail[];
  /** The shop's plan if it does not include this. */
  planWithout: PlanId | null;
  /** Whether the merchant has tried to save or send it, so that missing texts are shown. */
  hasTried: boolean;
  onChange: (change: Partial<CampaignPlan>) => void;
}

const FIRST_TEST: CampaignTest = {
  others: { kind: "subject", values: [""] },
  rule: "commit",
  testShare: 0.2,
  testHours: 4,
  minimumShare: 0.05,
};
const SHARES = [0.1, 0.2, 0.3, 0.5];
const HOURS = [1, 2, 4, 8, 24];
const MINIMA = [0, 0.05, 0.1, 0.2];

const KINDS = ["subject", "content", "time"] as const satisfies TestAlternatives["kind"][];
const RULES = ["commit", "gradual"] as const satisfies CampaignTest["rule"][];

const options = (values: readonly number[], words: (value: number) => string) =>
  values.map((it) => ({ label: words(it), value: String(it) }));

/** A variant of the campaign that is tested. */
export function AbTestCard({ planWithout, onChange, ...props }: TestCardProps) {
  const text = useText("campaigns");
  const { test } = props.plan;
  return (
    <TitledCard title={text("test.title")}>
      <Checkbox
        label={text("test.on")}
        helpText={text("test.on.help")}
        checked={test !== null}
        disabled={planWithout !== null && test === null}
        onChange={(isOn) => onChange({ test: isOn ? FIRST_TEST : null })}
      />
      {planWithout !== null && <FeatureNotInPlan plan={planWithout} />}
      {test !== null && (
        <TestForm
          {...props}
          test={test}
          onChange={(change) => onChange({ test: { ...test, ...change } })}
        />
      )}
    </TitledCard>
  );
}

interface TestFormProps extends Pick<TestCardProps, "plan" | "emails" | "hasTried"> {
  test: CampaignTest;
  onChange: (change: Partial<CampaignTest>) => void;
}

function TestForm({ plan, test, emails, hasTried, onChange }: TestFormProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const percent = (share: number) => format.rate(share, 0);
  const { others, rule, testShare, testHours } = test;
  const isGradual = rule === "gradual";
  return (
    <FormLayout>
      <Select
        label={text("test.what")}
        options={KINDS.map((value) => ({ value, label: text(`test.${value}`) }))}
        value={others.kind}
        onChange={(kind) =>
          onChange({ others: defaultVariants(kind as TestAlternatives["kind"], plan, emails) })
        }
      />
      <OtherVersionsFields
        others={others}
        plan={plan}
        emails={emails}
        hasTried={hasTried}
        onChange={(changed) => onChange({ others: changed })}
      />
      <ChoiceList
        title={text("test.rule")}
        choices={RULES.map((value) => ({
          value,
          label: text(`test.${value}`),
          helpText: text(`test.${value}.help`),
        }))}
        selected={[rule]}
        onChange={([chosen]) => onChange({ rule: chosen as CampaignTest["rule"] })}
      />
      <FormLayout.Group condensed>
        <Select
          label={text(isGradual ? "test.waveSize" : "test.groupSize")}
          options={options(SHARES, percent)}
          value={String(testShare)}
          onChange={(it) => onChange({ testShare: Number(it) })}
        />
        <Select
          label={text(isGradual ? "test.betweenWaves" : "test.decideAfter")}
          options={options(HOURS, format.hours)}
          value={String(testHours)}
          onChange={(it) => onChange({ testHours: Number(it) })}
        />
      </FormLayout.Group>
      <Select
        label={text("test.minimum")}
        helpText={text("test.minimum.help")}
        options={options(MINIMA, percent)}
        value={String(test.minimumShare)}
        onChange={(it) => onChange({ minimumShare: Number(it) })}
      />
      {others.kind === "time" && (
        <Text as="p" tone="subdued">
          {text("test.nextDay")}
        </Text>
      )}
    </FormLayout>
  );
}
