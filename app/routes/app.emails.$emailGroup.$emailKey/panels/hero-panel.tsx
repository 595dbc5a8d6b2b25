import { Checkbox } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { IMAGE_FOCUSES } from "~/messages/merge/resize-image";
import { ChoiceField } from "../fields/choice-field";
import { LazyRichTextField } from "../fields/lazy-rich-text-field";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import { PictureFields } from "../fields/picture-fields";
import { RequiredField } from "../fields/required-field";
import { SourceField } from "../fields/source-field";
import type { PanelProps } from "./panel";

/** Width of the email, at which a picture of the merchant is shown. */
const WIDTH_PX = 600;

export function HeroPanel({ block, set, texts, links }: PanelProps<"hero">) {
  const text = useText("email-editor");
  const { layout, shape } = block;
  const isCropped = layout === "overlay" || shape !== "whole";
  return (
    <>
      <HeroPictureFields block={block} set={set} texts={texts} />
      <ChoiceField
        label={text("field.layout")}
        values={["above", "beside", "overlay"]}
        nameOf={(it) => text(`hero.${it}`)}
        value={layout}
        onChange={(chosen) => set({ layout: chosen })}
      />
      {layout !== "overlay" && (
        <ChoiceField
          label={text("hero.shape")}
          help={text("hero.shapeHelp")}
          values={["whole", "square", "wide"]}
          nameOf={(it) => text(`hero.${it}`)}
          value={shape}
          onChange={(chosen) => set({ shape: chosen })}
        />
      )}
      {block.picture.kind === "product" && layout === "above" && (
        <Checkbox
          label={text("hero.showProduct")}
          checked={block.showProduct === true}
          onChange={(showProduct) => set({ showProduct })}
        />
      )}
      {isCropped && (
        <ChoiceField
          label={text("hero.focus")}
          help={text("hero.focusHelp")}
          values={IMAGE_FOCUSES}
          nameOf={(it) => text(`hero.focus.${it}`)}
          value={block.focus}
          onChange={(focus) => set({ focus })}
        />
      )}
      <LineField
        label={text("block.heading")}
        value={block.heading}
        paths={texts}
        onCommit={(heading) => set({ heading })}
      />
      <LazyRichTextField
        label={text("field.text")}
        value={block.text}
        texts={texts}
        links={links}
        onCommit={(changed) => set({ text: changed })}
      />
      <LineField
        label={text("field.buttonLabel")}
        value={block.buttonLabel}
        help={text("hero.buttonHelp")}
        paths={texts}
        onCommit={(buttonLabel) => set({ buttonLabel })}
      />
      <LinkField href={block.href} links={links} onCommit={(href) => set({ href })} />
    </>
  );
}

/** A product's picture, or one of the merchant's. */
function HeroPictureFields({ block, set, texts }: Omit<PanelProps<"hero">, "links">) {
  const text = useText("email-editor");
  const { picture, alt } = block;
  return (
    <>
      <ChoiceField
        label={text("hero.picture")}
        values={["product", "own"]}
        nameOf={(it) => text(`hero.picture.${it}`)}
        value={picture.kind}
        onChange={(kind) =>
          set({
            picture:
              kind === "own" ? { kind, src: "" } : { kind, source: { kind: "best_sellers" } },
          })
        }
      />
      {picture.kind === "product" ? (
        <>
          <SourceField
            source={picture.source}
            max={1}
            onChange={(source) => set({ picture: { kind: "product", source } })}
          />
          <Checkbox
            label={text("hero.prefersCover")}
            checked={block.prefersCover === true}
            onChange={(prefersCover) => set({ prefersCover })}
          />
          <RequiredField
            isRequired={block.required === true}
            onChange={(required) => set({ required })}
          />
        </>
      ) : (
        <>
          <PictureFields
            block={{ src: picture.src, alt, widthPx: WIDTH_PX }}
            set={({ src = picture.src, alt: described }) =>
              set({
                picture: { kind: "own", src },
                ...(described !== undefined && { alt: described }),
              })
            }
          />
          <LineField
            label={text("image.alt")}
            value={alt}
            help={text("image.altHelp")}
            paths={texts}
            onCommit={(changed) => set({ alt: changed })}
          />
        </>
      )}
    </>
  );
}
