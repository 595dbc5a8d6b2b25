import { Banner, BlockStack } from "@shopify/polaris";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { Text } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import { describeSendingBlock } from "./describe-sending-block";

interface SendingBlockBannersProps {
  sendingBlocks: readonly SendingBlock[];
  /** Set on the page that offers these actions. */
  controls?: SendingBlockControls;
}

interface SendingBlockControls {
  readonly onRelease: (failureKind: FailureKind) => void;
  readonly onVouch: () => void;
}

/** One banner per sending block: what is blocked, since when, and what to do. */
export function SendingBlockBanners({ sendingBlocks, controls }: SendingBlockBannersProps) {
  const words = useText("sending-blocks");
  const format = useFormat();
  if (sendingBlocks.length === 0) return null;
  return (
    <BlockStack gap="300">
      {sendingBlocks.map((it) => {
        const { tone, title, text } = describeSendingBlock(
          it,
          words,
          format,
          controls !== undefined,
        );
        const action = actionFor(it, words, controls);
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
function actionFor(
  it: SendingBlock,
  text: Text<"sending-blocks">,
  controls: SendingBlockControls | undefined,
) {
  if (it.kind === "plan_used_up") return { content: text("action.plan"), url: "/app/plan" };
  if (it.kind === "not_composed") {
    return { content: text("action.outbox"), url: "/app/outbox?state=planned" };
  }
  if (it.kind === "restored") return undefined;
  if (controls === undefined) return { content: text("action.sender"), url: "/app/sender" };
  if (it.kind === "sign_ups_held") {
    return { content: text("action.confirm"), onAction: controls.onVouch };
  }
  if (it.kind !== "auto_paused") return undefined;
  return {
    content: text("action.resume"),
    onAction: () => controls.onRelease(it.cause),
  };
}
