import { Column, Row, Section } from "react-email";
import type { LineView, MailView } from "../mail-view";
import { Picture } from "./Picture";
import { Repeat, ShowIf } from "./Repeat";
import * as theme from "./theme";

/** What was left behind, and what it comes to. */
export function CheckoutLines({ checkout }: { checkout: MailView["checkout"] }) {
  const href = checkout.recoveryUrl ?? "";
  return (
    <Section style={{ margin: "28px 0" }}>
      <Repeat of={checkout.lines}>{(line) => <Line line={line} href={href} />}</Repeat>
      <ShowIf value={checkout.moreLines}>
        <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
          <Column className="soft" style={{ ...theme.detail, padding: "14px 0" }}>
            {checkout.moreLines}
          </Column>
        </Row>
      </ShowIf>
      <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
        <Column className="ink" style={{ ...theme.total, paddingTop: "18px" }}>
          Total
        </Column>
        <Column align="right" className="ink" style={{ ...theme.total, paddingTop: "18px" }}>
          {checkout.total}
        </Column>
      </Row>
    </Section>
  );
}

function Line({ line, href }: { line: LineView; href: string }) {
  return (
    <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
      <Column
        width={theme.PICTURE_PX.line + 16}
        style={{ padding: "16px 0", width: `${theme.PICTURE_PX.line + 16}px` }}
      >
        <Picture src={line.imageUrl} alt={line.title} href={href} widthPx={theme.PICTURE_PX.line} />
      </Column>
      <Column style={{ padding: "16px 0", verticalAlign: "middle" }}>
        <div className="ink" style={theme.title}>
          {line.title}
        </div>
        <div className="soft" style={theme.detail}>
          {line.detail}
        </div>
      </Column>
      <Column align="right" style={{ padding: "16px 0 16px 12px", verticalAlign: "middle" }}>
        <div className="ink" style={{ ...theme.price, whiteSpace: "nowrap" }}>
          {line.price}
        </div>
      </Column>
    </Row>
  );
}
