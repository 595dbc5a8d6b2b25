import { Banner, BlockStack } from "@shopify/polaris";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";
import { describeSendingBlock, type SendingBlock } from "~/delivery/sending-blocks/sending-block";
import { formatInstant } from "../formats";

interface SendingBlockBannersProps {
  sendingBlocks: readonly SendingBlock[];
  timeZone: string;
  /** Set on the page that offers these actions. */
  controls?: SendingBlockControls;
}

interface SendingBlockControls {
  readonly onRelease: (failureKind: FailureKind) => void;
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
        const { tone, title, text } = describeSendingBlock(it, (iso) =>
          formatInstant(iso, timeZone),
        );
        const action = actionFor(it, controls);
        const key = `${it.kind}${"cause" in it ? it.cause : ""}`;
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
function actionFor(it: SendingBlock, controls: SendingBlockControls | undefined) {
  if (it.kind === "plan_used_up") return { content: "Compare the plans", url: "/app/plan" };
  if (it.kind === "not_composed") {
    return { content: "See what waits", url: "/app/outbox?state=planned" };
  }
  if (it.kind === "restored") return undefined;
  if (controls === undefined) return { content: "Open sender", url: "/app/sender" };
  if (it.kind === "sign_ups_held") {
    return { content: "Send the confirmations", onAction: controls.onVouch };
  }
  if (it.kind !== "auto_paused") return undefined;
  return { content: "Let emails go on", onAction: () => controls.onRelease(it.cause) };
}
