/**
 * The looks of all kinds, themed by custom properties of the page: `--scoreline-accent`,
 * `--scoreline-accent-text`, `--scoreline-background`, `--scoreline-text`, `--scoreline-radius` and
 * `--scoreline-font`. The type is the page's. Overlays bring their own colours, light or dark as the
 * visitor likes it; an inline action takes those of the text around it.
 */
const css = `
:host{all:initial;display:block;font-size:15px;line-height:1.5;font-family:var(--scoreline-font,inherit);-webkit-font-smoothing:antialiased;
--b:var(--scoreline-background,#fff);--t:var(--scoreline-text,#12151c);--a:var(--scoreline-accent,#1f4ee0);--o:var(--scoreline-accent-text,#fff);--r:var(--scoreline-radius,16px);
--q:color-mix(in srgb,var(--t) 66%,transparent);--l:color-mix(in srgb,var(--t) 13%,transparent);--f:color-mix(in srgb,var(--t) 6%,transparent);--s:calc(var(--r)*.625)}
@media(prefers-color-scheme:dark){:host{--b:var(--scoreline-background,#1a1d24);--t:var(--scoreline-text,#f3f5f9);--a:var(--scoreline-accent,#86a6ff);--o:var(--scoreline-accent-text,#0a1230)}}
:host([data-kind=inline]){color:inherit;container-type:inline-size;
--b:var(--scoreline-background,transparent);--t:var(--scoreline-text,currentColor);--a:var(--scoreline-accent,#1f4ee0);--o:var(--scoreline-accent-text,#fff)}
*{box-sizing:border-box;margin:0}
.card{position:relative;display:flex;align-items:center;gap:14px 20px;color:var(--t);background:var(--b);border-radius:var(--r);text-align:start}
.picture{display:block;object-fit:cover;flex:none;background:var(--f)}
.words{flex:1;min-width:0;overflow-wrap:anywhere}
.title{font-size:16px;line-height:1.35;font-weight:650;letter-spacing:-.006em;text-wrap:balance}
.body{margin-top:3px;font-size:14.5px;color:var(--q);white-space:pre-line;text-wrap:pretty}
.ways{display:flex;align-items:center;gap:10px;flex:none}
button,a{font:inherit;color:inherit;cursor:pointer;border:0;background:none;text-decoration:none;-webkit-tap-highlight-color:transparent;transition:background-color .15s,filter .15s,border-color .15s}
:is(button,a):focus-visible{outline:2px solid var(--a);outline-offset:2px}
.go{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:9px 20px;border-radius:var(--s);background:var(--a);color:var(--o);font-weight:600;line-height:1.25;text-align:center}
.go:hover{filter:brightness(1.1)}
.go:active{filter:brightness(.94)}
.code{display:inline-flex;align-items:center;justify-content:center;gap:9px;min-height:44px;padding:8px 14px;border:1.5px dashed color-mix(in srgb,var(--a) 55%,transparent);border-radius:var(--s);background:color-mix(in srgb,var(--a) 8%,transparent);font-weight:600;letter-spacing:.045em;font-variant-numeric:tabular-nums;white-space:nowrap}
.code:hover{border-color:var(--a)}
.no{min-height:40px;padding:6px 14px;border-radius:var(--s);color:var(--q);font-weight:500}
.no:hover,.x:hover{background:var(--f);color:var(--t)}
.x{display:grid;place-items:center;flex:none;width:40px;height:40px;padding:0;border-radius:50%;color:var(--q)}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.code svg{width:17px;height:17px;color:var(--a)}
.banner{position:fixed;z-index:2147483000;inset:auto 16px max(16px,env(safe-area-inset-bottom));width:fit-content;min-width:min(720px,calc(100% - 32px));max-width:1080px;margin-inline:auto;padding:14px 0;padding-inline:22px 12px;box-shadow:0 0 0 1px var(--l),0 2px 6px rgb(8 12 24/.06),0 18px 48px -12px rgb(8 12 24/.34);animation:rise .42s cubic-bezier(.2,.9,.25,1)}
.banner .picture{width:64px;height:64px;margin-inline-start:-8px;border-radius:var(--s)}
.modal{position:fixed;width:min(448px,calc(100vw - 32px));max-width:none;max-height:calc(100dvh - 32px);margin:auto;padding:0;border:0;overflow:auto;overscroll-behavior:contain;box-shadow:0 0 0 1px var(--l),0 32px 80px -16px rgb(4 8 20/.5);animation:rise .34s cubic-bezier(.2,.9,.25,1)}
.modal:not([open]){display:none}
.modal[open]{display:block}
.modal:focus{outline:0}
.modal::backdrop{background:rgb(8 11 20/.58);backdrop-filter:blur(3px);animation:fade .3s}
.modal .picture{width:100%;height:min(212px,32dvh)}
.modal .words{padding:30px 32px 0}
.modal .words:not(.picture+*){padding-inline-end:60px}
.modal .title{font-size:23px;line-height:1.24;font-weight:700;letter-spacing:-.018em}
.modal .body{margin-top:9px;font-size:16px;line-height:1.55}
.modal .ways{flex-direction:column;align-items:stretch;padding:24px 32px 28px}
.modal .ways>*{min-height:48px;font-size:16px}
.modal .no{min-height:44px;margin-bottom:-10px;font-size:15px}
.modal .x{position:absolute;top:14px;inset-inline-end:14px}
.modal .picture~.x{background:rgb(12 15 24/.52);color:#fff;backdrop-filter:blur(6px)}
.modal .picture~.x:hover{background:rgb(12 15 24/.74);color:#fff}
.inline{padding:20px 0;padding-inline:24px 14px;border:1px solid var(--l);background:var(--scoreline-background,color-mix(in srgb,var(--t) 3.5%,transparent))}
.inline .picture{width:104px;height:80px;border-radius:var(--s)}
.inline .x{align-self:start;margin-block-start:-6px}
.inline .title{font-size:17px}
@keyframes rise{from{opacity:0;transform:translateY(18px)}}
@keyframes fade{from{opacity:0}}
@media(max-width:700px){
.banner{display:grid;grid-template-columns:auto 1fr;inset-inline:10px;bottom:max(10px,env(safe-area-inset-bottom));width:auto;min-width:0;gap:14px;padding:16px}
.banner .picture{margin:0}
.banner .words{grid-column:2;padding-inline-end:32px}
.banner .words:first-child{grid-column:1/-1}
.banner .ways{grid-column:1/-1;flex-wrap:wrap}
.banner .ways>*{flex:1 1 auto;padding-inline:12px}
.banner .x{position:absolute;top:8px;inset-inline-end:8px}
.modal{margin-bottom:max(16px,env(safe-area-inset-bottom))}
.modal .words{padding:26px 24px 0}
.modal .ways{padding:22px 24px 24px}
}
@container(max-width:620px){
.inline{flex-wrap:wrap;padding:18px 20px 20px}
.inline .words{flex:1 1 55%;padding-inline-end:28px}
.inline .ways{flex:1 0 100%;flex-wrap:wrap}
.inline .ways>*{flex:1 1 auto}
.inline .picture{width:72px;height:72px}
.inline .x{position:absolute;top:12px;inset-inline-end:8px;margin:0}
}
@media(prefers-reduced-motion:reduce){*,::backdrop{animation:none!important;transition:none!important}}
@media(forced-colors:active){.card{border:1px solid}.go{border:1px solid}}
@media print{:host(:not([data-kind=inline])){display:none}}
`;

let sheet: CSSStyleSheet | undefined;

/** The style sheet of all actions, made once. Constructed sheets are allowed where `<style>` is not. */
export function actionSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
