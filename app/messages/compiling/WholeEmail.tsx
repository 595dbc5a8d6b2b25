import type { LocalEmail } from "../document/email-document";
import { BlocksView } from "../blocks/BlockView";
import { FooterView } from "../blocks/kinds/footer";
import { Layout } from "../blocks/elements/Layout";
import type { RenderContext } from "../blocks/elements/render-context";
import { BlockMarker } from "../blocks/elements/BlockMarker";

interface EmailProps {
  readonly email: LocalEmail;
  readonly context: RenderContext;
}

/** A whole email: its blocks on the card, its footer below. */
export function WholeEmail({ email, context }: EmailProps) {
  const { brand, theme, language, view, merge } = context;
  return (
    <Layout
      brand={brand}
      theme={theme}
      language={language}
      title={merge(email.subject)}
      preheader={merge(email.preheader)}
      shopUrl={view.links.shop}
      footer={
        <BlockMarker blockId={email.footer.id} context={context}>
          <FooterView block={email.footer} context={context} />
        </BlockMarker>
      }
    >
      <BlocksView blocks={email.blocks} context={context} />
    </Layout>
  );
}
