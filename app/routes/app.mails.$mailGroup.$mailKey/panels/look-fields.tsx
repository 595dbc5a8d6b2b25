import { Link, Text } from "@shopify/polaris";
import type { ThemeOverrides } from "~/messages/theme/palette";
import { ChoiceField } from "../fields/choice-field";
import { LineField } from "../fields/line-field";
import type { Editor } from "../use-editor";

const COLOURS = [
  { field: "accent", label: "Colour of buttons and links" },
  { field: "page", label: "Ground around the mail" },
  { field: "card", label: "Ground below the texts" },
] as const;

/** How this mail differs from the shop's brand. */
export function LookFields({ editor: { document, edit } }: { editor: Editor }) {
  const { theme } = document;
  const setTheme = (change: Partial<ThemeOverrides>) =>
    edit({ kind: "set_theme", theme: change }, `theme ${Object.keys(change).join()}`);
  return (
    <>
      <Text as="h2" variant="headingMd">
        Looks
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        Logo, colour and address come from your <Link url="/app/settings">settings</Link>. What is
        set here is of this mail alone.
      </Text>
      {COLOURS.map(({ field, label }) => (
        <LineField
          key={field}
          label={label}
          value={theme[field] ?? ""}
          placeholder="As in the settings"
          help="Such as #1f6f54; empty: the usual one."
          onCommit={(text) => setTheme({ [field]: text.trim() === "" ? null : text.trim() })}
        />
      ))}
      <ChoiceField
        label="Letters"
        words={{ sans: "Plain", serif: "With serifs", humanist: "Soft" }}
        value={theme.font}
        onChange={(font) => setTheme({ font })}
      />
      <ChoiceField
        label="Corners"
        words={{ round: "Round", square: "Square" }}
        value={theme.corners}
        onChange={(corners) => setTheme({ corners })}
      />
    </>
  );
}
