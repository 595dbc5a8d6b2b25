// The consent banner of the storefront: shown once, and again on request.
const { facts, choose } = window.storefront;
const everything = (isAllowed: boolean) => ({
  analytics: isAllowed,
  marketing: isAllowed,
  preferences: isAllowed,
  sale_of_data: isAllowed,
});

function ask() {
  document.getElementById("consent")?.remove();
  const banner = document.createElement("section");
  banner.id = "consent";
  banner.className = "consent";
  banner.setAttribute("aria-label", "Privacy");
  const text = document.createElement("p");
  text.textContent =
    "May we use cookies to see what is looked at, and to write to you about what suits you? The shop works either way.";
  const buttons = document.createElement("div");
  const add = (label: string, isAllowed: boolean, className: string) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.className = className;
    button.addEventListener("click", () => {
      banner.remove();
      choose(everything(isAllowed));
    });
    buttons.append(button);
  };
  add("Accept", true, "");
  add("Decline", false, "quiet");
  banner.append(text, buttons);
  document.body.append(banner);
}

document.addEventListener("DOMContentLoaded", () => {
  if (!facts.hasConsentApi) return;
  const choices = document.getElementById("privacy-choices");
  if (choices) {
    choices.hidden = false;
    choices.addEventListener("click", ask);
  }
  if (window.storefront.consent === null) ask();
});
