import { Text } from "react-email";
import * as theme from "./theme";

/** The merchant's own words. */
export function Paragraphs({ texts }: { texts: readonly string[] }) {
  return (
    <>
      {texts.map((text, i) => (
        <Text key={i} className="soft" style={theme.paragraph}>
          {text}
        </Text>
      ))}
    </>
  );
}
