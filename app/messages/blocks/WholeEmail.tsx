import type { LocalEmail } from "../document/email-document";
import { BlocksView } from "./BlockView";
import { FooterView } from "./kinds/footer";
import { Layout } from "./Layout";
import type { RenderContext } from "./render-context";
import { BlockMarker } from "./BlockMarker";

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
