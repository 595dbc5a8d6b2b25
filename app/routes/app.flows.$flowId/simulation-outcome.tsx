import { BlockStack, Link, List, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { KeyFigures } from "~/components/charts/figures";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { getEmailNumber } from "~/flows/email-name";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { SimulationPageData } from "~/pages/flows/simulate.server";
import type { Text as TextOf } from "~/i18n/create-text";
import { roundToTenths } from "~/i18n/round-to-tenths";
import { useFormat, useText } from "~/i18n/text-provider";
import { whatIfUrl } from "./what-if-url";

interface OutcomeProps {
  flow: FlowPageData;
  simulation: SimulationPageData;
}

/** What a simulated flow would have sent, to whom. */
export function SimulationOutcome({ flow, simulation }: OutcomeProps) {
  const text = useText("flow-editor");
  const flows = useText("flows");
  const common = useText("common");
  const delivery = useText("delivery");
  const format = useFormat();
  const { people, enrollments, emails, emailsByStep, ends, examples, holdoutRate, isCut } =
    simulation;
  if (people === 0) {
    return (
      <div role="status">
        <Text as="p">{text("simulation.none")}</Text>
      </div>
    );
  }
  const nameOf = (stepId: string) =>
    flows("email", { number: getEmailNumber(flow.definition, stepId) ?? 0 });
  return (
    <BlockStack gap="400">
      <div role="status">
        <KeyFigures
          figures={[
            { label: text("simulation.customers"), value: format.count(people) },
            {
              label: text("simulation.entries"),
              value: format.count(enrollments),
              ...(enrollments > people && { note: text("simulation.repeats") }),
            },
            { label: text("simulation.emails"), value: format.count(emails) },
            ...Object.entries(emailsByStep).map(([stepId, count]) => ({
              label: nameOf(stepId),
              value: format.count(count),
            })),
          ]}
        />
      </div>
      <ExpectedWeek flow={flow} simulation={simulation} />
      <Text as="h3" variant="headingSm">
        {text("simulation.outcomes")}
      </Text>
      <List>
        {Object.entries(ends)
          .toSorted(([, a], [, b]) => b - a)
          .map(([end, count]) => (
            <List.Item key={end}>
              {text("simulation.outcome", { outcome: endWords(end, text, delivery), count })}
            </List.Item>
          ))}
      </List>
      {examples.length > 0 && (
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {text("simulation.examples")}
          </Text>
          <BlockStack as="ul" gap="200">
            {examples.map(({ customerId, name, enteredAt, emails: sent }, i) => (
              <li key={i}>
                {text.rich("simulation.example", {
                  name:
                    customerId === null
                      ? text("simulation.anonymous")
                      : (name ?? common("customer.unnamed", { customerId })),
                  time: format.instant(enteredAt),
                  emails: format.list(
                    sent.map(({ stepId, at }) =>
                      text("simulation.exampleEmail", {
                        email: nameOf(stepId),
                        time: format.instant(at),
                      }),
                    ),
                  ),
                  link: (words) =>
                    customerId === null ? (
                      words
                    ) : (
                      <Link url={`/app/customers/${customerId}`}>{words}</Link>
                    ),
                  note: (words) => (
                    <Text as="span" tone="subdued">
                      {words}
                    </Text>
                  ),
                })}
              </li>
            ))}
          </BlockStack>
        </BlockStack>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {text("simulation.basis", { share: format.rate(holdoutRate) })}
      </Text>
      {isCut && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("simulation.cut")}
        </Text>
      )}
    </BlockStack>
  );
}

/** What the emails are expected to bring per week, or where to read why that is unknown. */
function ExpectedWeek({ flow, simulation: { effect } }: OutcomeProps) {
  const text = useText("flow-editor");
  const format = useFormat();
  const money = useRoundMoney(flow.currency);
  const link = (words: ReactNode) => <Link url={whatIfUrl(flow.flowId)}>{words}</Link>;
  if (effect === null) return <Text as="p">{text.rich("simulation.noEffect", { link })}</Text>;
  const { revenueMinor: revenue, unsubscribes } = effect;
  return (
    <Text as="p">
      {text.rich("simulation.effect", {
        ...{ value: money(revenue.value), low: money(revenue.low), high: money(revenue.high) },
        unsubscribes: roundToTenths(unsubscribes.value),
        most: format.number(unsubscribes.high, 1),
        link,
      })}
    </Text>
  );
}

function endWords(end: string, text: TextOf<"flow-editor">, delivery: TextOf<"delivery">): string {
  return end === "completed" || end === "under_way"
    ? text(`simulation.${end}`)
    : describeSkipReason(end, delivery);
}
