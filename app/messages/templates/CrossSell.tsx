import { Button, Column, Heading, Link, Row, Section } from "react-email";
import type { PickView } from "../mail-view";
import { Layout } from "./Layout";
import { Paragraphs } from "./Paragraphs";
import { Picture } from "./Picture";
import { Repeat } from "./Repeat";
import type { TemplateProps } from "./template-props";
import * as theme from "./theme";

/** What others chose next after the same purchase. */
export function CrossSell({ brand, copy, view }: TemplateProps) {
  return (
    <Layout
      brand={brand}
      title={copy.subject}
      preheader={copy.preheader}
      links={view.links}
      because={`You get this mail because you ordered at ${brand.shopName}.`}
    >
      <Heading className="ink heading" style={theme.heading}>
        {copy.heading}
      </Heading>
      <Paragraphs texts={copy.paragraphs} />
      <Section style={{ marginTop: "20px" }}>
        <Repeat of={view.picks}>
          {(pick) => <PickRow pick={pick} label={copy.button} accent={brand.accent} />}
        </Repeat>
      </Section>
    </Layout>
  );
}

interface PickRowProps {
  readonly pick: PickView;
  readonly label: string;
  readonly accent: string;
}

function PickRow({ pick, label, accent }: PickRowProps) {
  const widthPx = theme.PICTURE_PX.row;
  return (
    <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
      <Column
        className="row-picture"
        width={widthPx + 24}
        style={{ padding: "20px 0", verticalAlign: "top", width: `${widthPx + 24}px` }}
      >
        <Picture src={pick.imageUrl} alt={pick.title} href={pick.url} widthPx={widthPx} />
      </Column>
      <Column style={{ padding: "20px 0", verticalAlign: "middle" }}>
        <div className="soft" style={theme.small}>
          {pick.reason}
        </div>
        <div>
          <Link className="ink" href={pick.url} style={{ ...theme.title, fontSize: "17px" }}>
            {pick.title}
          </Link>
        </div>
        <div className="ink" style={{ ...theme.price, margin: "4px 0 14px" }}>
          {pick.price}
        </div>
        {/* In plain text the title carries the link. */}
        <div data-skip-in-text="true">
          <Button
            className="outline"
            aria-label={`${label}: ${pick.title}`}
            href={pick.url}
            style={theme.outlineButton(accent)}
          >
            {label}
          </Button>
        </div>
      </Column>
    </Row>
  );
}
