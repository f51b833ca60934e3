const css = `
:host{all:initial;position:fixed;z-index:2147483001;inset:auto auto 12px 12px;font:13px/1.45 ui-sans-serif,system-ui,sans-serif}
aside{display:flex;flex-direction:column;width:min(400px,calc(100vw - 24px));max-height:min(560px,72vh);color:#e9ecf3;background:#14171f;border-radius:14px;box-shadow:0 0 0 1px #ffffff1f,0 24px 64px -12px #000000a6;overflow:hidden}
header{display:flex;align-items:center;justify-content:space-between;padding:10px 8px 10px 16px;border-bottom:1px solid #ffffff1a}
strong{font-size:14px;letter-spacing:-.005em}
button{display:grid;place-items:center;width:32px;height:32px;padding:0;border:0;border-radius:8px;background:none;color:#aab2c5;cursor:pointer}
button:hover{background:#ffffff14;color:#fff}
:focus-visible{outline:2px solid #86a6ff;outline-offset:-2px}
svg{width:18px;height:18px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round}
.body{overflow:auto;overscroll-behavior:contain;padding:4px 16px 14px}
h2{margin:14px 0 6px;font-size:11px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:#98a1b8}
p,pre{margin:0;overflow-wrap:anywhere}
.fact{display:flex;gap:12px;justify-content:space-between;padding:3px 0}
.fact span{flex:none;color:#aab2c5}
code,pre{font:12px/1.5 ui-monospace,monospace}
.fact code{text-align:right}
.event{border-top:1px solid #ffffff12}
.event:first-of-type{border-top:0}
summary{display:flex;justify-content:space-between;gap:12px;padding:6px 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
b{font-weight:600;overflow-wrap:anywhere}
.fate{flex:none;padding:0 8px;border-radius:99px;background:#ffffff14;color:#c6cddd;font-size:12px}
.counted{background:#1d4a33;color:#a9f0c6}
.refused{background:#5a1f26;color:#ffc2c7}
.will,.waiting{background:#52420f;color:#ffe39a}
.note{padding:2px 0 6px;color:#ffc2c7}
pre{padding:6px 8px;border-radius:6px;background:#0c0e14;white-space:pre-wrap}
.quiet{padding:4px 0;color:#98a1b8}
.why{padding:3px 0}
@media(prefers-reduced-motion:no-preference){aside{animation:in .24s cubic-bezier(.2,.9,.25,1)}}
@keyframes in{from{opacity:0;transform:translateY(12px)}}
`;

let sheet: CSSStyleSheet | undefined;

/** The panel's style sheet, made once. */
export function debugSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
