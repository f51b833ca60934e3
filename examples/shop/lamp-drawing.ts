import { html, trusted, type Html } from "../lib/html.ts";
import type { LampId } from "./lamps.ts";

/** A lamp in two layers, so that a page can switch its light without drawing it again. */
interface Drawing {
  body: Html;
  light: Html;
}

const gradients = trusted(`<defs>
  <radialGradient id="glow"><stop offset="0" stop-color="#ffdca0" stop-opacity=".85"/><stop offset=".45" stop-color="#ffb866" stop-opacity=".3"/><stop offset="1" stop-color="#ff9d4d" stop-opacity="0"/></radialGradient>
  <radialGradient id="globe" cx=".5" cy=".55"><stop offset="0" stop-color="#fffaf0"/><stop offset=".6" stop-color="#ffe3b0"/><stop offset="1" stop-color="#ffbd70"/></radialGradient>
  <linearGradient id="beam" x2="0" y2="1"><stop offset="0" stop-color="#ffe2ad" stop-opacity=".8"/><stop offset="1" stop-color="#ffcf8a" stop-opacity="0"/></linearGradient>
  <linearGradient id="brass"><stop offset="0" stop-color="#8a6336"/><stop offset=".4" stop-color="#e8c58a"/><stop offset="1" stop-color="#7a5630"/></linearGradient>
  <linearGradient id="cream"><stop offset="0" stop-color="#cdbfae"/><stop offset=".4" stop-color="#f6eee2"/><stop offset="1" stop-color="#b5a594"/></linearGradient>
  <linearGradient id="clay"><stop offset="0" stop-color="#8d3c22"/><stop offset=".38" stop-color="#dd7a50"/><stop offset="1" stop-color="#7d3520"/></linearGradient>
  <linearGradient id="ink"><stop offset="0" stop-color="#14121d"/><stop offset=".42" stop-color="#4b4760"/><stop offset="1" stop-color="#100e18"/></linearGradient>
  <linearGradient id="pine"><stop offset="0" stop-color="#17362f"/><stop offset=".4" stop-color="#44786a"/><stop offset="1" stop-color="#122b26"/></linearGradient>
</defs>`);

const glow = (x: number, y: number, radius: number) =>
  html`<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#glow)" />`;

const drawings: Readonly<Record<LampId, Drawing>> = {
  clerk: {
    body: html`<ellipse cx="150" cy="426" rx="74" ry="11" fill="url(#pine)" />
      <path
        d="M150 420 L108 272 L222 150"
        fill="none"
        stroke="#e2bf86"
        stroke-width="8"
        stroke-linejoin="round"
      />
      <circle cx="108" cy="272" r="11" fill="url(#brass)" />
      <g transform="rotate(-32 222 150)">
        <path d="M204 128 H240 Q252 128 256 140 L288 212 H156 L188 140 Q192 128 204 128Z" fill="url(#pine)" />
        <rect x="210" y="112" width="24" height="18" rx="5" fill="url(#brass)" />
      </g>`,
    light: html`<g transform="rotate(-32 222 150)">
        <path d="M158 212 H286 L360 420 H84Z" fill="url(#beam)" />
        <ellipse cx="222" cy="212" rx="64" ry="10" fill="#fff3d9" />
      </g>
      ${glow(258, 210, 170)}`,
  },
  plumb: {
    body: html`<path d="M200 0 V132" stroke="#2a2230" stroke-width="4" />
      <rect x="188" y="122" width="24" height="30" rx="6" fill="url(#brass)" />
      <path
        d="M190 148 H210 Q216 148 220 155 L304 286 Q308 294 298 294 H102 Q92 294 96 286 L180 155 Q184 148 190 148Z"
        fill="url(#clay)"
      />`,
    light: html`<path d="M102 294 H298 L384 456 H16Z" fill="url(#beam)" />
      <ellipse cx="200" cy="294" rx="98" ry="11" fill="#fff3d9" />
      ${glow(200, 310, 190)}`,
  },
  ledger: {
    body: html`<path d="M104 0 V204 M296 0 V204" stroke="#191520" stroke-width="3" />
      <rect x="42" y="204" width="316" height="34" rx="17" fill="url(#ink)" />
      <rect x="94" y="194" width="20" height="14" rx="4" fill="url(#brass)" />
      <rect x="286" y="194" width="20" height="14" rx="4" fill="url(#brass)" />`,
    light: html`<path d="M56 234 H344 L400 450 H0Z" fill="url(#beam)" />
      <rect x="58" y="230" width="284" height="10" rx="5" fill="#fff3d9" />
      <ellipse cx="200" cy="250" rx="220" ry="110" fill="url(#glow)" />`,
  },
  arc: {
    body: html`<ellipse cx="108" cy="430" rx="68" ry="11" fill="url(#cream)" />
      <path
        d="M108 426 V206 C108 54 286 40 292 160"
        fill="none"
        stroke="#e2bf86"
        stroke-width="7"
        stroke-linecap="round"
      />
      <path d="M226 224 A66 66 0 0 1 358 224Z" fill="url(#cream)" />`,
    light: html`<path d="M228 224 H356 L420 450 H164Z" fill="url(#beam)" />
      <ellipse cx="292" cy="224" rx="64" ry="9" fill="#fff3d9" />
      ${glow(292, 250, 180)}`,
  },
  morel: {
    body: html`<path d="M172 244 Q188 342 148 428 H252 Q212 342 228 244Z" fill="url(#cream)" />
      <path
        d="M78 236 C72 92 328 92 322 236 C322 250 300 258 200 258 C100 258 78 250 78 236Z"
        fill="url(#clay)"
      />`,
    light: html`<path d="M172 250 Q188 342 148 428 H252 Q212 342 228 250Z" fill="url(#beam)" />
      <ellipse cx="200" cy="250" rx="112" ry="11" fill="#fff0d0" />
      ${glow(200, 268, 190)}`,
  },
  orb: {
    body: html`<ellipse cx="200" cy="428" rx="66" ry="11" fill="url(#brass)" />
      <path d="M200 424 V330" stroke="#e2bf86" stroke-width="12" />
      <circle cx="200" cy="232" r="108" fill="#b9b2c6" fill-opacity=".55" />
      <path d="M142 320 A108 108 0 0 0 258 320Z" fill="url(#brass)" />`,
    light: html`${glow(200, 232, 228)}
      <circle cx="200" cy="232" r="108" fill="url(#globe)" />
      <path d="M142 320 A108 108 0 0 0 258 320Z" fill="#c98f4a" />`,
  },
};

const svg = (content: Html) =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-110 0 620 460">${gradients}${content}</svg>`.text;

/** The two files of a lamp, by name. */
export function drawLamp(id: LampId): Record<string, string> {
  const { body, light } = drawings[id];
  return { [`lamps/${id}.svg`]: svg(body), [`lamps/${id}-light.svg`]: svg(light) };
}
