/**
 * The looks of all cards, themed by custom properties of the page: `--scoreline-accent`,
 * `--scoreline-accent-text`, `--scoreline-background`, `--scoreline-text`, `--scoreline-radius`,
 * `--scoreline-font`, and `--scoreline-inset-inline` for the corner: `20px auto` is the other one.
 * The type is the page's. What lies over the page brings its own colours, light or dark as the
 * visitor likes it; what is in a slot takes those of the text around it.
 */
const css = `
:host {
  all: initial;
  display: contents;
  font-size: 15px;
  line-height: 1.5;
  font-family: var(--scoreline-font, inherit);
  --background: var(--scoreline-background,#fff);
  --text: var(--scoreline-text,#12151c);
  --accent: var(--scoreline-accent,#1f4ee0);
  --on-accent: var(--scoreline-accent-text,#fff);
  --radius: var(--scoreline-radius,16px);
  --radius-small: calc(var(--radius)*.625);
  --quiet: color-mix(in srgb,var(--text) 68%,transparent);
  --line: color-mix(in srgb,var(--text) 14%,transparent);
  --faint: color-mix(in srgb,var(--text) 6%,transparent);
  --tint: color-mix(in srgb,var(--accent) 8%,transparent);
}

@media (prefers-color-scheme: dark) {
  :host {
    --background: var(--scoreline-background,#1a1d24);
    --text: var(--scoreline-text,#f3f5f9);
    --accent: var(--scoreline-accent,#86a6ff);
    --on-accent: var(--scoreline-accent-text,#0a1230);
  }
}

:host([data-form=inline]) {
  width: 100%;
  display: block;
  color: inherit;
  container-type: inline-size;
  --background: var(--scoreline-background,transparent);
  --text: var(--scoreline-text,currentColor);
  --accent: var(--scoreline-accent,#1f4ee0);
  --on-accent: var(--scoreline-accent-text,#fff);
}

* {
  box-sizing: border-box;
  margin: 0;
}

.card {
  position: relative;
  display: flex;
  align-items: center;
  gap: 14px 20px;
  color: var(--text);
  background: var(--background);
  border-radius: var(--radius);
  text-align: start;
  overscroll-behavior: contain;
}

img {
  display: block;
  object-fit: cover;
  flex: none;
  border-radius: var(--radius-small);
  background: var(--faint);
}

.words {
  flex: 1;
  min-width: 40%;
  overflow-wrap: anywhere;
}

.title {
  font-size: 16px;
  line-height: 1.35;
  font-weight: 650;
  letter-spacing: -.006em;
  text-wrap: balance;
}

.body {
  margin-top: 3px;
  font-size: 14.5px;
  color: var(--quiet);
  white-space: pre-line;
}

.ways {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 10px;
}

button,
a {
  min-height: 44px;
  padding: 9px 16px;
  border: 0;
  border-radius: var(--radius-small);
  background: none;
  color: inherit;
  font: inherit;
  font-weight: 500;
  line-height: 1.3;
  text-align: start;
  text-decoration: none;
  cursor: pointer;
  transition: background-color .15s, filter .15s;
}

:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}

.follow,
.code,
.decline,
.thanks .words {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 9px;
  text-align: center;
  font-weight: 600;
}

.follow {
  padding-inline: 20px;
  background: var(--accent);
  color: var(--on-accent);
}

.follow:hover {
  filter: brightness(1.1);
}

.code {
  border: 1.5px dashed color-mix(in srgb, var(--accent) 55%, transparent);
  background: var(--tint);
  letter-spacing: .045em;
  overflow-wrap: anywhere;
}

.code:hover {
  border-color: var(--accent);
}

.decline {
  color: var(--quiet);
  font-weight: 500;
}

.decline:hover,
.close:hover,
.products a:hover {
  background: var(--faint);
  color: var(--text);
}

.close {
  display: grid;
  place-items: center;
  flex: none;
  width: 40px;
  min-height: 40px;
  padding: 0;
  border-radius: 50%;
  color: var(--quiet);
}

svg {
  width: 20px;
  height: 20px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}

.code svg {
  width: 17px;
  height: 17px;
  color: var(--accent);
}

.answers {
  display: grid;
  gap: 8px;
}

.answers button {
  border: 1.5px solid var(--line);
}

.answers button:hover {
  border-color: var(--accent);
  background: var(--tint);
}

.title:focus,
.modal:focus {
  outline: 0;
}

.products {
  display: grid;
  gap: 4px;
  margin-inline: -10px;
  padding: 0;
  list-style: none;
}

.products a {
  display: grid;
  grid-template-columns: auto 1fr;
  align-content: center;
  padding: 8px 10px;
}

.products img {
  grid-row: span 2;
  width: 84px;
  height: 60px;
  margin-inline-end: 14px;
}

.name,
.price {
  grid-column: 2;
  font-weight: 600;
  align-self: end;
}

.price {
  font-size: 14px;
  font-weight: 400;
  color: var(--quiet);
  align-self: start;
}

.banner,
.corner {
  position: fixed;
  z-index: 2147483000;
  bottom: max(16px, env(safe-area-inset-bottom));
  max-height: calc(100dvh - 32px);
  overflow: auto;
  box-shadow:
    0 0 0 1px var(--line),
    0 2px 6px rgb(8 12 24/.06),
    0 18px 48px -12px rgb(8 12 24/.34);
  animation: rise .42s cubic-bezier(.2, .9, .25, 1);
}

.banner {
  inset-inline: 16px;
  width: fit-content;
  min-width: min(720px, calc(100% - 32px));
  max-width: 1080px;
  margin-inline: auto;
  padding: 14px 0;
  padding-inline: 22px 12px;
}

.banner img {
  width: 64px;
  height: 64px;
  margin-inline-start: -8px;
}

.corner {
  inset-inline: var(--scoreline-inset-inline,auto 16px);
  width: 376px;
}

.corner .title {
  font-size: 19px;
  line-height: 1.28;
  letter-spacing: -.012em;
}

.corner .body {
  margin-top: 6px;
}

.corner .picture {
  width: calc(100% + 48px);
  height: 164px;
  margin: -24px -24px 0;
  border-radius: 0;
}

.corner .ways > * {
  flex: 1 1 auto;
}

.modal {
  position: fixed;
  width: min(448px, calc(100vw - 32px));
  max-width: none;
  max-height: calc(100dvh - 32px);
  margin: auto;
  padding: 0;
  border: 0;
  overflow: auto;
  box-shadow: 0 0 0 1px var(--line), 0 32px 80px -16px rgb(4 8 20/.5);
  animation: rise .34s cubic-bezier(.2, .9, .25, 1);
}

.modal:not([open]) {
  display: none;
}

.modal[open] {
  display: block;
}

.modal::backdrop {
  background: rgb(8 11 20/.58);
  backdrop-filter: blur(3px);
  animation: fade .3s;
}

.modal img {
  width: 100%;
  height: min(212px, 32dvh);
  border-radius: 0;
}

.modal .words {
  padding: 30px 32px 0;
}

.modal .words:first-child {
  padding-inline-end: 60px;
}

.modal .title {
  font-size: 23px;
  line-height: 1.24;
  letter-spacing: -.018em;
}

.modal .body {
  margin-top: 9px;
  font-size: 16px;
}

.modal .ways {
  flex-direction: column;
  align-items: stretch;
  padding: 24px 32px 28px;
}

.modal .ways > * {
  min-height: 48px;
  font-size: 16px;
}

.modal .decline {
  margin-bottom: -12px;
}

.inline {
  padding: 20px 24px;
  padding-inline-end: 14px;
  border: 1px solid var(--line);
  background: var(--scoreline-background,var(--faint));
}

.inline .picture {
  width: 92px;
  height: 76px;
}

.inline .close {
  align-self: start;
}

.corner,
.survey,
.recommend {
  flex-direction: column;
  align-items: stretch;
  gap: 18px;
  padding: 24px;
}

:is(.corner, .survey, .recommend) .words {
  flex: none;
  padding-inline-end: 32px;
}

.thanks {
  justify-content: center;
}

.thanks .words {
  padding: 0;
}

:is(.modal, .corner, .survey, .recommend) > .close {
  position: absolute;
  top: 12px;
  inset-inline-end: 12px;
}

:is(.modal, .corner) > .picture ~ .close {
  background: rgb(12 15 24/.6);
  color: #fff;
}

@keyframes rise {
  from {
    opacity: 0;
    transform: translateY(18px);
  }
}

@keyframes fade {
  from {
    opacity: 0;
  }
}

@media (max-width: 700px) {
  .banner,
  .corner {
    inset-inline: 10px;
    bottom: max(10px, env(safe-area-inset-bottom));
    width: auto;
    min-width: 0;
  }
  .banner {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 14px;
    padding: 16px;
  }
  .banner img {
    margin: 0;
  }
  .banner .words {
    grid-column: 2;
    padding-inline-end: 32px;
  }
  .banner .words:first-child,
  .banner .ways {
    grid-column: 1/-1;
  }
  .banner .ways > * {
    flex: 1 1 auto;
  }
  .banner .close {
    position: absolute;
    top: 8px;
    inset-inline-end: 8px;
  }
  .corner {
    max-height: 76dvh;
  }
  .modal {
    margin-bottom: max(16px, env(safe-area-inset-bottom));
  }
}

@container (min-width: 620px) {
  .inline .answers {
    display: flex;
    flex-wrap: wrap;
  }

  .inline .products {
    grid-template-columns: repeat(auto-fit, 280px);
  }

  .inline .products :is(a, span) {
    display: block;
  }

  .inline .products img {
    width: 100%;
    height: auto;
    aspect-ratio: 4/3;
    margin-bottom: 10px;
  }
}

@container (max-width:620px) {
  .inline {
    flex-wrap: wrap;
    padding: 18px 20px 20px;
  }
  .inline .words {
    flex: 1 1 55%;
    padding-inline-end: 28px;
  }
  .inline .ways {
    flex: 1 0 100%;
  }
  .inline .ways > * {
    flex: 1 1 auto;
  }
  .inline .close {
    position: absolute;
    top: 12px;
    inset-inline-end: 8px;
  }
}

@media (prefers-reduced-motion: reduce) {
  *,
  ::backdrop {
    animation: none !important;
    transition: none !important;
  }
}

@media (forced-colors: active) {
  .card,
  .follow {
    border: 1px solid;
  }
}

@media print {
  :host(:not([data-form=inline])) {
    display: none;
  }
}

`;

/** The style sheet of all actions. Constructed sheets are allowed where `<style>` is not. */
export const actionSheet = new CSSStyleSheet();
actionSheet.replaceSync(css);
