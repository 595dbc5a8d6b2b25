import {
  BlockStack,
  Card,
  Checkbox,
  ChoiceList,
  FormLayout,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { CampaignPlan, CampaignTest, SecondVariant } from "~/campaigns/campaign";
import type { CampaignMail } from "~/messages/document/list-campaign-mails.server";

interface TestCardProps {
  plan: CampaignPlan;
  mails: readonly CampaignMail[];
  onChange: (change: Partial<CampaignPlan>) => void;
}

const FIRST_TEST: CampaignTest = {
  second: { kind: "subject", subject: "" },
  rule: "commit",
  testShare: 0.2,
  testHours: 4,
  minimumShare: 0.05,
};
const SHARES = [0.1, 0.2, 0.3, 0.5];
const HOURS = [1, 2, 4, 8, 24];
const MINIMA = [0, 0.05, 0.1, 0.2];

const KINDS: { value: SecondVariant["kind"]; label: string }[] = [
  { value: "subject", label: "Two subjects" },
  { value: "content", label: "Two mails" },
  { value: "time", label: "Two times of the day" },
];

const RULES: { value: CampaignTest["rule"]; label: string; helpText: string }[] = [
  {
    value: "commit",
    label: "Test, then send the better one",
    helpText: "A part gets one of the two, half each. The rest gets what more people clicked in.",
  },
  {
    value: "gradual",
    label: "Step by step",
    helpText:
      "It leaves in parts. The surer it is that one is clicked in more, the more of the next part gets that one.",
  },
];

const percent = (share: number) => `${Math.round(share * 100)} %`;
const hours = (count: number) => (count === 1 ? "1 hour" : `${count} hours`);
const options = (values: readonly number[], words: (value: number) => string) =>
  values.map((it) => ({ label: words(it), value: String(it) }));

/** Something that is tried beside the campaign as it is. */
export function TestCard({ plan, mails, onChange }: TestCardProps) {
  const { test } = plan;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Try two versions
        </Text>
        <Checkbox
          label="Try a second version"
          helpText="One thing differs, and clicks show which is better. Robots’ clicks do not count."
          checked={test !== null}
          onChange={(isOn) => onChange({ test: isOn ? FIRST_TEST : null })}
        />
        {test !== null && (
          <TestForm
            plan={plan}
            test={test}
            mails={mails}
            onChange={(change) => onChange({ test: { ...test, ...change } })}
          />
        )}
      </BlockStack>
    </Card>
  );
}

interface TestFormProps extends Pick<TestCardProps, "plan" | "mails"> {
  test: CampaignTest;
  onChange: (change: Partial<CampaignTest>) => void;
}

function TestForm({ plan, test, mails, onChange }: TestFormProps) {
  const { second, rule, testShare, testHours } = test;
  const isGradual = rule === "gradual";
  return (
    <FormLayout>
      <Select
        label="What differs"
        options={KINDS}
        value={second.kind}
        onChange={(kind) =>
          onChange({ second: secondOf(kind as SecondVariant["kind"], plan, mails) })
        }
      />
      <SecondField
        second={second}
        mails={mails}
        onChange={(changed) => onChange({ second: changed })}
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
        label="Share that still gets the other one"
        helpText="A winner by luck shows itself that way."
        options={options(MINIMA, percent)}
        value={String(test.minimumShare)}
        onChange={(it) => onChange({ minimumShare: Number(it) })}
      />
      {second.kind === "time" && (
        <Text as="p" tone="subdued">
          The next part leaves at these times of the day after.
        </Text>
      )}
    </FormLayout>
  );
}

interface SecondFieldProps {
  second: SecondVariant;
  mails: readonly CampaignMail[];
  onChange: (second: SecondVariant) => void;
}

function SecondField({ second, mails, onChange }: SecondFieldProps) {
  switch (second.kind) {
    case "subject":
      return (
        <TextField
          label="Second subject"
          autoComplete="off"
          value={second.subject}
          onChange={(subject) => onChange({ ...second, subject })}
        />
      );
    case "content":
      return (
        <Select
          label="Second mail"
          labelAction={{ content: "Look at it", url: `/app/mails/${second.templateId}` }}
          helpText="With its own subject. What differs between the two mails is up to you."
          options={mails.map(({ templateId, name }) => ({ label: name, value: templateId }))}
          value={second.templateId}
          onChange={(templateId) => onChange({ ...second, templateId })}
        />
      );
    case "time":
      return (
        <TextField
          label="Second time"
          type="time"
          autoComplete="off"
          helpText="The first is the time that you chose above. Both are on your shop’s clock."
          value={second.time}
          onChange={(time) => onChange({ ...second, time })}
        />
      );
  }
}

/** What a kind begins with. */
function secondOf(
  kind: SecondVariant["kind"],
  { timing }: CampaignPlan,
  mails: readonly CampaignMail[],
): SecondVariant {
  switch (kind) {
    case "subject":
      return { kind, subject: "" };
    case "content":
      return { kind, templateId: mails[0]?.templateId ?? "campaign/story" };
    case "time":
      return { kind, time: timing.kind !== "now" && timing.time < "15:00" ? "18:00" : "10:00" };
  }
}
