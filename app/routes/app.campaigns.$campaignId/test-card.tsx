import { BlockStack, Card, Checkbox, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import type { CampaignPlan, SubjectTest } from "~/campaigns/campaign";

interface TestCardProps {
  plan: CampaignPlan;
  onChange: (change: Partial<CampaignPlan>) => void;
}

const FIRST_TEST: SubjectTest = { subject: "", testShare: 0.2, testHours: 4, minimumShare: 0.05 };
const SHARES = [0.1, 0.2, 0.3, 0.5];
const HOURS = [1, 2, 4, 8, 24];
const MINIMA = [0, 0.05, 0.1, 0.2];

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** A second subject, tried on a part of the audience before the rest gets the better one. */
export function TestCard({ plan, onChange }: TestCardProps) {
  const { test } = plan;
  const set = (change: Partial<SubjectTest>) =>
    test !== null && onChange({ test: { ...test, ...change } });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Try two subjects
        </Text>
        <Checkbox
          label="Try a second subject first"
          helpText="A part of the audience gets one of the two. The rest gets the one that more people clicked in."
          checked={test !== null}
          onChange={(isOn) => onChange({ test: isOn ? FIRST_TEST : null })}
        />
        {test !== null && (
          <FormLayout>
            <TextField
              label="Second subject"
              autoComplete="off"
              value={test.subject}
              onChange={(subject) => set({ subject })}
            />
            <FormLayout.Group condensed>
              <Select
                label="Part for the test"
                options={SHARES.map((it) => ({ label: percent(it), value: String(it) }))}
                value={String(test.testShare)}
                onChange={(it) => set({ testShare: Number(it) })}
              />
              <Select
                label="Choose after"
                options={HOURS.map((it) => ({
                  label: it === 1 ? "1 hour" : `${it} hours`,
                  value: String(it),
                }))}
                value={String(test.testHours)}
                onChange={(it) => set({ testHours: Number(it) })}
              />
            </FormLayout.Group>
            <Select
              label="Share of the rest that still gets the other one"
              helpText="A winner by luck shows itself that way."
              options={MINIMA.map((it) => ({ label: percent(it), value: String(it) }))}
              value={String(test.minimumShare)}
              onChange={(it) => set({ minimumShare: Number(it) })}
            />
          </FormLayout>
        )}
      </BlockStack>
    </Card>
  );
}
