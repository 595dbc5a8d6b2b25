import { BlockStack, Card, Checkbox, ChoiceList, FormLayout, Select, Text } from "@shopify/polaris";
import { FeatureNotInPlan } from "~/components/plans/not-in-plan";
import type { CampaignPlan, CampaignTest, TestAlternatives } from "~/campaigns/campaign";
import type { CampaignEmail } from "~/messages/document/list-campaign-emails.server";
import { defaultVariants, OtherVersionsFields } from "./other-versions";

interface TestCardProps {
  plan: CampaignPlan;
  emails: readonly CampaignEmail[];
  /** Name of the shop's plan if it does not include this. */
  planWithout: string | null;
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

const KINDS: { value: TestAlternatives["kind"]; label: string }[] = [
  { value: "subject", label: "The subject" },
  { value: "content", label: "The whole email" },
  { value: "time", label: "The time of the day" },
];

const RULES: { value: CampaignTest["rule"]; label: string; helpText: string }[] = [
  {
    value: "commit",
    label: "Test, then send the best one",
    helpText:
      "A part gets the versions in equal shares. The rest gets what most people clicked in.",
  },
  {
    value: "gradual",
    label: "Step by step",
    helpText:
      "It leaves in parts. The surer it is that one is clicked in most, the more of the next part gets that one.",
  },
];

const percent = (share: number) => `${Math.round(share * 100)} %`;
const hours = (count: number) => (count === 1 ? "1 hour" : `${count} hours`);
const options = (values: readonly number[], words: (value: number) => string) =>
  values.map((it) => ({ label: words(it), value: String(it) }));

/** A variant of the campaign that is tested. */
export function AbTestCard({ plan, emails, planWithout, onChange }: TestCardProps) {
  const { test } = plan;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Try versions
        </Text>
        <Checkbox
          label="Try up to three other versions"
          helpText="One thing differs, and clicks show which is best. Robots’ clicks do not count."
          checked={test !== null}
          disabled={planWithout !== null && test === null}
          onChange={(isOn) => onChange({ test: isOn ? FIRST_TEST : null })}
        />
        {planWithout !== null && <FeatureNotInPlan planName={planWithout} />}
        {test !== null && (
          <TestForm
            plan={plan}
            test={test}
            emails={emails}
            onChange={(change) => onChange({ test: { ...test, ...change } })}
          />
        )}
      </BlockStack>
    </Card>
  );
}

interface TestFormProps extends Pick<TestCardProps, "plan" | "emails"> {
  test: CampaignTest;
  onChange: (change: Partial<CampaignTest>) => void;
}

function TestForm({ plan, test, emails, onChange }: TestFormProps) {
  const { others, rule, testShare, testHours } = test;
  const isGradual = rule === "gradual";
  return (
    <FormLayout>
      <Select
        label="What differs"
        options={KINDS}
        value={others.kind}
        onChange={(kind) =>
          onChange({ others: defaultVariants(kind as TestAlternatives["kind"], plan, emails) })
        }
      />
      <OtherVersionsFields
        others={others}
        plan={plan}
        emails={emails}
        onChange={(changed) => onChange({ others: changed })}
      />
      <ChoiceList
        title="How it is decided"
        choices={RULES}
        selected={[rule]}
        onChange={([chosen]) => onChange({ rule: chosen as CampaignTest["rule"] })}
      />
      <FormLayout.Group condensed>
        <Select
          label={isGradual ? "Size of a part" : "Part for the test"}
          options={options(SHARES, percent)}
          value={String(testShare)}
          onChange={(it) => onChange({ testShare: Number(it) })}
        />
        <Select
          label={isGradual ? "Between parts" : "Choose after"}
          options={options(HOURS, hours)}
          value={String(testHours)}
          onChange={(it) => onChange({ testHours: Number(it) })}
        />
      </FormLayout.Group>
      <Select
        label="Share that still gets the others"
        helpText="A winner by luck shows itself that way."
        options={options(MINIMA, percent)}
        value={String(test.minimumShare)}
        onChange={(it) => onChange({ minimumShare: Number(it) })}
      />
      {others.kind === "time" && (
        <Text as="p" tone="subdued">
          The next part leaves at these times of the day after.
        </Text>
      )}
    </FormLayout>
  );
}
