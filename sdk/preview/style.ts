/** The looks of the note. */
const css = `
:host {
  all: initial;
  position: fixed;
  z-index: 2147483001;
  inset: max(12px, env(safe-area-inset-top)) 12px auto;
  display: grid;
  justify-items: center;
  pointer-events: none;
}

p {
  margin: 0;
  padding: 9px 18px;
  border-radius: 22px;
  background: #12151c;
  box-shadow: 0 0 0 1px rgb(255 255 255/.16), 0 8px 28px -6px rgb(8 12 24/.5);
  color: #fff;
  font: 500 14px/1.45 system-ui, sans-serif;
  text-align: center;
  overflow-wrap: anywhere;
}
`;

/** The style sheet of the note. */
export const noteSheet = new CSSStyleSheet();
noteSheet.replaceSync(css);
