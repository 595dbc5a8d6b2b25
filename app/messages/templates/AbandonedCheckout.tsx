import { Button, Column, Heading, Link, Row, Section, Text } from "react-email";
import type { MailView, PickView } from "../mail-view";
import { CheckoutLines } from "./CheckoutLines";
import { Layout } from "./Layout";
import { Paragraphs } from "./Paragraphs";
import { Picture } from "./Picture";
import { Repeat, ShowIf } from "./Repeat";
import type { TemplateProps } from "./template-props";
import * as theme from "./theme";

/** A checkout that was left: what is in it, the way back, and what goes well with it. */
export function AbandonedCheckout({ brand, copy, view }: TemplateProps) {
  return (
    <Layout
      brand={brand}
      title={copy.subject}
      preheader={copy.preheader}
      links={view.links}
      because={`You get this mail because you left a checkout open at ${brand.shopName}.`}
    >
      <Heading className="ink heading" style={theme.heading}>
        {copy.heading}
      </Heading>
      <Paragraphs texts={copy.paragraphs} />
      <CheckoutLines checkout={view.checkout} />
      <Button
        className="button"
        href={view.checkout.recoveryUrl ?? ""}
        style={theme.button(brand.accent)}
      >
        {copy.button}
      </Button>
      <ShowIf value={view.pickPairs}>
        <GoesWellWith pairs={view.pickPairs} />
      </ShowIf>
      {brand.supportEmail !== null && (
        <Text className="soft" style={{ ...theme.small, margin: "28px 0 0" }}>
          {"A question? Write to "}
          <Link
            className="soft"
            href={`mailto:${brand.supportEmail}`}
            style={{ ...theme.small, textDecoration: "underline" }}
          >
            {brand.supportEmail}
          </Link>
        </Text>
      )}
    </Layout>
  );
}

function GoesWellWith({ pairs }: { pairs: MailView["pickPairs"] }) {
  return (
    <Section className="rule" style={{ ...theme.rule, marginTop: "40px", paddingTop: "32px" }}>
      <Heading as="h2" className="ink" style={theme.subheading}>
        Goes well with
      </Heading>
      <Repeat of={pairs}>
        {({ left, right }) => (
          <Row>
            <Column style={{ ...half, paddingRight: "8px" }}>
              <Card pick={left} />
            </Column>
            <Column style={{ ...half, paddingLeft: "8px" }}>
              <ShowIf value={right?.title ?? null}>{right && <Card pick={right} />}</ShowIf>
            </Column>
          </Row>
        )}
      </Repeat>
    </Section>
  );
}

const half = { paddingBottom: "24px", verticalAlign: "top", width: "50%" } as const;

function Card({ pick }: { pick: PickView }) {
  return (
    <>
      <Picture
        className="card-picture"
        src={pick.imageUrl}
        alt={pick.title}
        href={pick.url}
        widthPx={theme.PICTURE_PX.card}
        fluid
      />
      <div style={{ paddingTop: "12px" }}>
        <Link className="ink" href={pick.url} style={theme.title}>
          {pick.title}
        </Link>
      </div>
      <div className="ink" style={{ ...theme.price, fontSize: "14px" }}>
        {pick.price}
      </div>
      <div className="soft" style={theme.detail}>
        {pick.reason}
      </div>
    </>
  );
}
