import type { LocalEmail } from "../document/email-document";
import { splitOpening } from "../document/split-opening";
import { BlocksView } from "../blocks/BlockView";
import { FooterView } from "../blocks/kinds/footer";
import { Layout } from "../blocks/elements/Layout";
import type { RenderContext } from "../blocks/elements/render-context";
import { BlockMarker } from "../blocks/elements/BlockMarker";
import { inZone } from "../theme/theme";

interface EmailProps {
  readonly email: LocalEmail;
  readonly context: RenderContext;
}

/** A whole email: its opening, its other blocks, its footer below. */
export function WholeEmail({ email, context }: EmailProps) {
  const { brand, theme, language, view, merge } = context;
  const { banner, opening, pictures, rest } = splitOpening(email.blocks);
  const onHero = { ...context, theme: inZone(theme, "hero"), isOpening: true };
  const onFooter = { ...context, theme: inZone(theme, "footer") };
  return (
    <Layout
      brand={brand}
      theme={theme}
      language={language}
      title={merge(email.subject)}
      preheader={merge(email.preheader)}
      shopUrl={view.links.shop}
      annotations={view.annotations}
      footer={
        <BlockMarker blockId={email.footer.id} context={context}>
          <FooterView block={email.footer} context={onFooter} />
        </BlockMarker>
      }
      {...(banner.length > 0 && {
        banner: <BlocksView blocks={banner} context={{ ...context, banner: "bleed" }} />,
      })}
      {...(opening.length > 0 && { hero: <BlocksView blocks={opening} context={onHero} /> })}
      {...(pictures.length > 0 && {
        pictures: (
          <BlocksView
            blocks={pictures}
            context={{ ...context, banner: theme.design.hero.picture }}
          />
        ),
      })}
    >
      {rest.length > 0 || (opening.length === 0 && banner.length === 0) ? (
        <BlocksView blocks={rest} context={context} />
      ) : undefined}
    </Layout>
  );
}
