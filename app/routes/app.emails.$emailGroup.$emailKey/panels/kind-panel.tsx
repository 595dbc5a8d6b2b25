import type { Block } from "~/messages/blocks/block";
import {
  ColumnsPanel,
  DividerPanel,
  ImagePanel,
  OrderSummaryPanel,
  SpacerPanel,
} from "./layout-panels";
import { HeroPanel } from "./hero-panel";
import { BenefitsPanel, FaqPanel, MenuPanel } from "./item-panels";
import { ProductGridPanel, ProductPanel } from "./product-panels";
import { ReviewsPanel } from "./reviews-panel";
import { SignaturePanel } from "./signature-panel";
import { SocialPanel } from "./social-panel";
import { VideoPanel } from "./video-panel";
import { ButtonPanel, CouponPanel, HeadingPanel, HtmlPanel, TextPanel } from "./words-panels";

interface KindPanelProps {
  block: Block;
  set: (fields: Readonly<Record<string, unknown>>) => string | null;
  texts: readonly string[];
  links: readonly string[];
}

/** The fields of a block's kind. Keyed by the block, so that state resets with another block. */
export function KindPanel({ block, ...rest }: KindPanelProps) {
  const key = block.id;
  switch (block.kind) {
    case "hero":
      return <HeroPanel key={key} block={block} {...rest} />;
    case "benefits":
      return <BenefitsPanel key={key} block={block} {...rest} />;
    case "faq":
      return <FaqPanel key={key} block={block} {...rest} />;
    case "heading":
      return <HeadingPanel key={key} block={block} {...rest} />;
    case "text":
      return <TextPanel key={key} block={block} {...rest} />;
    case "image":
      return <ImagePanel key={key} block={block} {...rest} />;
    case "button":
      return <ButtonPanel key={key} block={block} {...rest} />;
    case "product":
      return <ProductPanel key={key} block={block} {...rest} />;
    case "product-grid":
      return <ProductGridPanel key={key} block={block} {...rest} />;
    case "order-summary":
      return <OrderSummaryPanel key={key} block={block} {...rest} />;
    case "coupon":
      return <CouponPanel key={key} block={block} {...rest} />;
    case "reviews":
      return <ReviewsPanel key={key} block={block} {...rest} />;
    case "video":
      return <VideoPanel key={key} block={block} {...rest} />;
    case "signature":
      return <SignaturePanel key={key} block={block} {...rest} />;
    case "menu":
      return <MenuPanel key={key} block={block} {...rest} />;
    case "social":
      return <SocialPanel key={key} block={block} {...rest} />;
    case "divider":
      return <DividerPanel />;
    case "spacer":
      return <SpacerPanel key={key} block={block} {...rest} />;
    case "html":
      return <HtmlPanel key={key} block={block} {...rest} />;
    case "columns":
      return <ColumnsPanel key={key} block={block} {...rest} />;
  }
}
