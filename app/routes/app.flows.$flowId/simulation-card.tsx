import {
  BlockStack,
  Button,
  Card,
  InlineStack,
  Link,
  List,
  SkeletonBodyText,
  Text,
} from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { formatCounted, formatCount, formatInstant, formatRate } from "~/components/formats";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/flows/flow-page.server";
import { getEmailName } from "~/flows/email-name";
import { SUMMARY_DAYS } from "~/flows/flow-summary";
import type { SimulationPageData } from "~/flows/simulation/simulate.server";

export interface SimulationCardProps {
  flow: FlowPageData;
  /** null: not requested yet. */
  simulation: SimulationPageData | null;
  isRunning: boolean;
  /** Whether the form differs from the saved flow, which is simulated. */
  isDirty: boolean;
  onRun: () => void;
}

/** Customers that the flow would have reached recently, before it is activated. */
export function SimulationCard(props: SimulationCardProps) {
  const { flow, simulation, isRunning, isDirty, onRun } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              If it had been on
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {`Takes the people of the last ${SUMMARY_DAYS} days through this flow, by your shop's own events. Nothing is sent.`}
            </Text>
          </BlockStack>
          <Button onClick={onRun} loading={isRunning} disabled={isDirty}>
            {simulation === null ? "Try it" : "Try again"}
          </Button>
        </InlineStack>
        {isDirty && (
          <Text as="p" variant="bodySm" tone="subdued">
            Save your changes first: what is saved is tried.
          </Text>
        )}
        {isRunning && simulation === null && <SkeletonBodyText lines={4} />}
        {simulation !== null && <Outcome flow={flow} simulation={simulation} />}
      </BlockStack>
    </Card>
  );
}

function Outcome({ flow, simulation }: { flow: FlowPageData; simulation: SimulationPageData }) {
  const delivery = useText("delivery");
  const { people, enrollments, emails, emailsByStep, ends, examples, holdoutRate, isCut } =
    simulation;
  if (people === 0) {
    return (
      <div role="status">
        <Text as="p">Nobody would have entered this flow.</Text>
      </div>
    );
  }
  const nameOf = (stepId: string) => getEmailName(flow.definition, stepId) ?? "An email";
  return (
    <BlockStack gap="400">
      <div role="status">
        <KeyFigures
          figures={[
            { label: "People", value: formatCount(people) },
            {
              label: "Enrollments",
              value: formatCount(enrollments),
              ...(enrollments > people && { note: "Some people enter more than once" }),
            },
            { label: "Emails", value: formatCount(emails) },
            ...Object.entries(emailsByStep).map(([stepId, count]) => ({
              label: nameOf(stepId),
              value: formatCount(count),
            })),
          ]}
        />
      </div>
      <Text as="p">{`Of ${formatCounted(enrollments, "enrollment")}:`}</Text>
      <List>
        {Object.entries(ends)
          .toSorted(([, a], [, b]) => b - a)
          .map(([end, count]) => (
            <List.Item key={end}>{`${formatCount(count)}: ${endWords(end, delivery)}`}</List.Item>
          ))}
      </List>
      {examples.length > 0 && (
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            For example
          </Text>
          <BlockStack as="ul" gap="200">
            {examples.map(({ customerId, name, enteredAt, emails: sent }, i) => (
              <li key={i}>
                <Text as="span">
                  {customerId === null ? (
                    "Somebody"
                  ) : (
                    <Link url={`/app/customers/${customerId}`}>{name ?? "A customer"}</Link>
                  )}
                  {`, ${formatInstant(enteredAt, flow.timeZone)}: `}
                </Text>
                <Text as="span" tone="subdued">
                  {sent
                    .map(
                      ({ stepId, at }) => `${nameOf(stepId)} ${formatInstant(at, flow.timeZone)}`,
                    )
                    .join(", ")}
                </Text>
              </li>
            ))}
          </BlockStack>
        </BlockStack>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {`Quiet hours and the limit of emails are not counted, and could hold some back; ${formatRate(holdoutRate)} would have been left alone to measure. Consent, stock, prices and scores are taken as they are today, and nobody clicks in an email that was not sent.`}
        {isCut && ` Only the latest ${formatCounted(2_000, "case", "cases")} were tried.`}
      </Text>
    </BlockStack>
  );
}

function endWords(end: string, delivery: TextOf<"delivery">): string {
  if (end === "completed") return "reached the end of the flow.";
  return end === "under_way" ? "would still be in the flow." : describeSkipReason(end, delivery);
}
