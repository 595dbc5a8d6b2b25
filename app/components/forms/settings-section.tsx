import { Box, Layout } from "@shopify/polaris";
import type { ReactNode } from "react";

interface SettingsSectionProps {
  id: string;
  title: string;
  description: string;
  children: ReactNode;
}

/** On a phone Polaris sections have no margin, and cards span the full width. */
export function SettingsSection({ id, title, description, children }: SettingsSectionProps) {
  const margin = { xs: "400", sm: "0" } as const;
  return (
    <Layout.AnnotatedSection
      id={id}
      title={<Box paddingInline={margin}>{title}</Box>}
      description={<Box paddingInline={margin}>{description}</Box>}
    >
      {children}
    </Layout.AnnotatedSection>
  );
}
