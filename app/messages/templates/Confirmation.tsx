import { Button, Heading, Text } from "react-email";
import type { Brand } from "../brand/brand";
import type { ConfirmationWords } from "../confirmation/confirmation-words";
import { Layout } from "./Layout";
import * as theme from "./theme";

export interface ConfirmationProps {
  readonly brand: Brand;
  readonly words: ConfirmationWords;
  /** BCP 47 */
  readonly language: string;
  readonly links: { readonly confirm: string; readonly shop: string };
}

/** Asks the owner of an address whether it was they who typed it. No marketing: nothing else stands in it. */
export function Confirmation({ brand, words, language, links }: ConfirmationProps) {
  return (
    <Layout
      brand={brand}
      title={words.subject}
      preheader={words.text}
      language={language}
      links={{ shop: links.shop, unsubscribe: null }}
      because={words.because}
    >
      <Heading className="ink heading" style={theme.heading}>
        {words.heading}
      </Heading>
      <Text className="soft" style={theme.paragraph}>
        {words.text}
      </Text>
      <Button
        className="button"
        href={links.confirm}
        style={{ ...theme.button(brand.accent), marginTop: "24px" }}
      >
        {words.button}
      </Button>
    </Layout>
  );
}
