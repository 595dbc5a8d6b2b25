import { Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { ReviewsBlock } from "~/messages/blocks/kinds/reviews";
import { ChoiceField } from "../fields/choice-field";
import { LineField } from "../fields/line-field";
import { RatingLimitsFields } from "../fields/rating-limits-fields";
import { ChosenProducts } from "../fields/source-field";
import { ItemList } from "./item-panels";
import type { PanelProps } from "./panel";

const STARS = ["none", "5", "4", "3", "2", "1"] as const;

export function ReviewsPanel({ block, set, texts }: PanelProps<"reviews">) {
  const text = useText("email-editor");
  const { title, source, limits } = block;
  return (
    <>
      <LineField
        label={text("field.title")}
        value={title}
        paths={texts}
        onCommit={(changed) => set({ title: changed })}
      />
      <ChoiceField
        label={text("reviews.product")}
        help={text("reviews.help")}
        values={["first", "chosen"]}
        nameOf={(it) => text(`reviews.product.${it}`)}
        value={source.kind}
        onChange={(kind) => set({ source: kind === "first" ? { kind } : { kind, productIds: [] } })}
      />
      {source.kind === "chosen" && (
        <ChosenProducts
          productIds={source.productIds}
          max={1}
          onChange={(productIds) => set({ source: { kind: "chosen", productIds } })}
        />
      )}
      <RatingLimitsFields limits={limits} onChange={(changed) => set({ limits: changed })} />
      {source.kind === "chosen" && source.productIds.length > 0 && (
        <Quotes block={block} set={set} />
      )}
    </>
  );
}

function Quotes({ block, set }: Pick<PanelProps<"reviews">, "block" | "set">) {
  const text = useText("email-editor");
  return (
    <>
      <Text as="p" tone="subdued">
        {text("reviews.quotesHelp")}
      </Text>
      <ItemList<ReviewsBlock["quotes"][number]>
        items={block.quotes}
        min={0}
        max={3}
        nameOf={(number) => text("reviews.quote", { number })}
        removeLabelOf={(number) => text("reviews.remove", { number })}
        addLabel={text("reviews.add")}
        newItem={{ text: "", name: "" }}
        set={(quotes) => set({ quotes })}
      >
        {(quote, change) => (
          <>
            <LineField
              label={text("field.text")}
              value={quote.text}
              lines={3}
              onCommit={(changed) => change({ text: changed })}
            />
            <LineField
              label={text("reviews.name")}
              help={text("reviews.nameHelp")}
              value={quote.name}
              onCommit={(changed) => change({ name: changed })}
            />
            <ChoiceField
              label={text("reviews.stars")}
              values={STARS}
              nameOf={(it) =>
                it === "none"
                  ? text("reviews.noStars")
                  : text("reviews.starCount", { count: Number(it) })
              }
              value={STARS.find((it) => it === String(quote.stars)) ?? "none"}
              onChange={(it) => change({ stars: it === "none" ? undefined : Number(it) })}
            />
          </>
        )}
      </ItemList>
    </>
  );
}
