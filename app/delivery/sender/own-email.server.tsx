import { Body, Button, Container, Head, Heading, Html, render, Text } from "react-email";
import { directionOf } from "~/i18n/locale";
import { plainText } from "~/messages/compiling/compile-template.server";

interface OwnEmail {
  /** The language of the texts. */
  readonly language: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string };
}

/** An email from Kindred itself to a merchant or their staff, without a brand. */
export async function renderOwnEmail({
  language,
  heading,
  paragraphs,
  button,
}: OwnEmail): Promise<{ readonly html: string; readonly text: string }> {
  const html = await render(
    <Html lang={language} dir={directionOf(language)}>
      <Head />
      <Body style={{ fontFamily: "system-ui, sans-serif", color: "#1a1a1a", margin: 0 }}>
        <Container style={{ maxWidth: "480px", padding: "32px 20px" }}>
          <Heading style={{ fontSize: "20px", lineHeight: "28px", margin: "0 0 16px" }}>
            {heading}
          </Heading>
          {paragraphs.map((text) => (
            <Text key={text} style={{ fontSize: "16px", lineHeight: "24px", margin: "0 0 16px" }}>
              {text}
            </Text>
          ))}
          <Button
            href={button.url}
            style={{
              background: "#1a1a1a",
              borderRadius: "8px",
              color: "#fff",
              fontSize: "16px",
              fontWeight: 600,
              padding: "12px 20px",
            }}
          >
            {button.label}
          </Button>
        </Container>
      </Body>
    </Html>,
  );
  return { html, text: plainText(html) };
}
