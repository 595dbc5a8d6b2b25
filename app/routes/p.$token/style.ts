/** Additional styles of the preference page. */
export const PREFERENCE_STYLE = `
  body { padding: 1rem 0; }
  main { width: min(32rem, 100% - 2rem); }
  .saved { margin-top: 1rem; padding: .75rem 1rem; border-radius: .5rem;
    background: light-dark(#e3f5e9, #17351f); color: light-dark(#0b4a21, #bfe8cb); }
  .offered { margin-top: 1.25rem; padding: 1rem; border: 1px solid light-dark(#c9cbcf, #4a4b50); border-radius: .5rem; }
  .offered p { margin: 0 0 .75rem; }
  fieldset { margin: 1.75rem 0 0; padding: 0; border: 0; }
  legend { padding: 0; font-weight: 600; }
  .choice { display: flex; gap: .75rem; align-items: start; padding: .625rem 0; cursor: pointer; }
  .choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; }
  small { display: block; font-size: .875rem; color: light-dark(#55565a, #b9babe); }
  .field { display: block; margin-top: 1.75rem; font-weight: 600; }
  select { display: block; box-sizing: border-box; width: 100%; margin-top: .5rem; padding: .75rem; font: inherit;
    font-weight: 400; color: inherit; background: light-dark(#fff, #1a1a1c); border: 1px solid light-dark(#8a8c91, #77787d);
    border-radius: .5rem; }
  input:focus-visible, select:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
  button { width: 100%; }
  .leave { margin-top: 1.25rem; text-align: center; }`;
