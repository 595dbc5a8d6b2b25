import type { ReactNode } from "react";
import type { Block } from "./block";
import { BenefitsView } from "./kinds/benefits";
import { ButtonView } from "./kinds/button";
import { ColumnsView } from "./kinds/columns";
import { CouponView } from "./kinds/coupon";
import { DividerView } from "./kinds/divider";
import { FaqView } from "./kinds/faq";
import { HeadingView } from "./kinds/heading";
import { HeroView } from "./kinds/hero";
import { HtmlView } from "./kinds/html";
import { ImageView } from "./kinds/image";
import { MenuView } from "./kinds/menu";
import { OrderSummaryView } from "./kinds/order-summary";
import { ProductGridView } from "./kinds/product-grid";
import { ProductBlockView } from "./kinds/product";
import { ReviewsView } from "./kinds/reviews";
import { SignatureView } from "./kinds/signature";
import { SocialView } from "./kinds/social";
import { SpacerView } from "./kinds/spacer";
import { TextView } from "./kinds/text";
import { VideoView } from "./kinds/video";
import type { BlockProps, RenderContext } from "./elements/render-context";
import { Repeat, ShowIf, ShowUnless } from "./elements/Repeat";
import { inZone } from "../theme/theme";
import { BlockMarker } from "./elements/BlockMarker";

/** Blocks as an email shows them, from top to bottom. */
export function BlocksView({
  blocks,
  context,
}: {
  readonly blocks: readonly Block[];
  readonly context: RenderContext;
}) {
  return (
    <>
      {blocks.map((block) => (
        <BlockMarker key={block.id} blockId={block.id} context={context}>
          <Shown block={block} context={context}>
            {(inner) => <Repeated block={block} context={inner} />}
          </Shown>
        </BlockMarker>
      ))}
    </>
  );
}

interface WrapProps extends BlockProps<Block> {
  readonly children: (context: RenderContext) => ReactNode;
}

/** Applies the block's condition, if any. */
function Shown({ block, context, children }: WrapProps) {
  const { id, when } = block;
  if (when === null) return <>{children(context)}</>;
  const Show = when.is === "present" || when.is === "met" ? ShowIf : ShowUnless;
  const value = when.kind === "value" ? context.valueAt(when.path) : context.view.meets[id];
  return <Show value={value ?? null}>{children(context)}</Show>;
}

/** Repeats the block for each line of a list, if set. */
function Repeated({ block, context }: BlockProps<Block>) {
  if (block.repeat === null) return <>{kindOf(block, context)}</>;
  const { list, limit } = block.repeat;
  return (
    <Repeat of={context.linesOf(list)} limit={limit}>
      {(item) => kindOf(block, context.inside(item))}
    </Repeat>
  );
}

function kindOf(block: Block, context: RenderContext): ReactNode {
  switch (block.kind) {
    case "hero":
      return <HeroView block={block} context={context} />;
    case "benefits":
      return <BenefitsView block={block} context={context} />;
    case "faq":
      return <FaqView block={block} context={context} />;
    case "heading":
      return <HeadingView block={block} context={context} />;
    case "text":
      return <TextView block={block} context={context} />;
    case "image":
      return <ImageView block={block} context={context} />;
    case "button":
      return <ButtonView block={block} context={context} />;
    case "product":
      return <ProductBlockView block={block} context={context} />;
    case "product-grid":
      return <ProductGridView block={block} context={context} />;
    case "order-summary":
      return <OrderSummaryView block={block} context={context} />;
    case "coupon":
      return <CouponView block={block} context={context} />;
    case "reviews":
      return <ReviewsView block={block} context={context} />;
    case "video":
      return <VideoView block={block} context={context} />;
    case "signature":
      return <SignatureView block={block} context={context} />;
    case "menu":
      return <MenuView block={block} context={context} />;
    case "social":
      return <SocialView block={block} context={context} />;
    case "divider":
      return <DividerView block={block} context={context} />;
    case "spacer":
      return <SpacerView block={block} context={context} />;
    case "html":
      return <HtmlView block={block} context={context} />;
    case "columns":
      return (
        <ColumnsView layout={block.layout} theme={context.theme} background={block.background}>
          {block.columns.map((blocks, i) => (
            <div key={i}>
              <BlocksView
                blocks={blocks}
                context={
                  block.background
                    ? { ...context, theme: inZone(context.theme, block.background) }
                    : context
                }
              />
            </div>
          ))}
        </ColumnsView>
      );
  }
}
