import type { LocalMail } from "../document/mail-document";
import { BlocksView } from "./BlockView";
import { FooterView } from "./kinds/footer";
import { Layout } from "./Layout";
import type { RenderContext } from "./render-context";
import { BlockMarker } from "./BlockMarker";

interface MailProps {
  readonly mail: LocalMail;
  readonly context: RenderContext;
}

/** A whole mail: its blocks on the card, its footer below. */
export function WholeMail({ mail, context }: MailProps) {
  const { brand, theme, language, view, merge } = context;
  return (
    <Layout
      brand={brand}
      theme={theme}
      language={language}
      title={merge(mail.subject)}
      preheader={merge(mail.preheader)}
      shopUrl={view.links.shop}
      footer={
        <BlockMarker blockId={mail.footer.id} context={context}>
          <FooterView block={mail.footer} context={context} />
        </BlockMarker>
      }
    >
      <BlocksView blocks={mail.blocks} context={context} />
    </Layout>
  );
}
