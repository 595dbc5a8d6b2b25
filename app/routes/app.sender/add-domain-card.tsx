import { Button, Form, TextField } from "@shopify/polaris";
import { useState } from "react";
import { TitledCard } from "~/components/titled-card";
import type { SenderRequest } from "~/pages/sender/answer-sender-request.server";
import { useText } from "~/i18n/text-provider";

interface AddDomainCardProps {
  isBusy: boolean;
  onSubmit: (request: SenderRequest) => void;
}

/** For a domain without a sender address: prove it in advance, or move it from another store. */
export function AddDomainCard({ isBusy, onSubmit }: AddDomainCardProps) {
  const text = useText("sender");
  const common = useText("common");
  const [domain, setDomain] = useState("");
  return (
    <TitledCard title={text("add.title")} gap="300">
      <Form onSubmit={() => onSubmit({ kind: "add_domain", domain })}>
        <TextField
          label={text("add.label")}
          placeholder={common("example.domain")}
          autoComplete="off"
          helpText={text("add.help")}
          value={domain}
          onChange={setDomain}
          connectedRight={
            <Button submit disabled={domain.trim() === ""} loading={isBusy}>
              {text("add.action")}
            </Button>
          }
        />
      </Form>
    </TitledCard>
  );
}
