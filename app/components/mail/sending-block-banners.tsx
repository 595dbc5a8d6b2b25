import { Banner, BlockStack } from "@shopify/polaris";
import type { BrakeKind } from "~/delivery/brakes/judge-brake";
import { describeStandstill, type Standstill } from "~/delivery/standstill/standstill";
import { formatInstant } from "../formats";

interface SendingBlockBannersProps {
  sendingBlocks: readonly Standstill[];
  timeZone: string;
  /** Set on the page that offers these actions. */
  controls?: SendingBlockControls;
}

interface SendingBlockControls {
  readonly onRelease: (brake: BrakeKind) => void;
  readonly onVouch: () => void;
}

/** One banner per sending block: what is blocked, since when, and what to do. */
export function SendingBlockBanners({
  sendingBlocks,
  timeZone,
  controls,
}: SendingBlockBannersProps) {
  if (sendingBlocks.length === 0) return null;
  return (
    <BlockStack gap="300">
      {sendingBlocks.map((it) => {
        const { tone, title, text } = describeStandstill(it, (iso) => formatInstant(iso, timeZone));
        const action = actionFor(it, controls);
        const key = `${it.kind}${"brake" in it ? it.brake : ""}`;
        return (
          <Banner key={key} tone={tone} title={title} {...(action && { action })}>
            <p>{text}</p>
          </Banner>
        );
      })}
    </BlockStack>
  );
}

/** The action that resolves a block: here, or a link to it. */
function actionFor(it: Standstill, controls: SendingBlockControls | undefined) {
  if (it.kind === "plan_used_up") return { content: "Compare the plans", url: "/app/plan" };
  if (it.kind === "not_composed") {
    return { content: "See what waits", url: "/app/outbox?state=planned" };
  }
  if (it.kind === "restored") return undefined;
  if (controls === undefined) return { content: "Open sender", url: "/app/sender" };
  if (it.kind === "sign_ups_held") {
    return { content: "Send the confirmations", onAction: controls.onVouch };
  }
  if (it.kind !== "brake_stopped") return undefined;
  return { content: "Let mails go on", onAction: () => controls.onRelease(it.brake) };
}
