import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("consent");
const gtag = `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); }
  gtag("consent", "default", { analytics_storage: "denied" });</script>`;
const update = (storage: string) =>
  stage.page.evaluate(`gtag("consent", "update", { analytics_storage: "${storage}" })`);
const answers = () => stage.told("consent_updated").map(({ properties }) => properties?.["consent"]);
const optIn = `data-consent="opt-in"`;

test("an answer to Google's Consent Mode is an answer to us, where the site says so", async () => {
  await stage.open({ head: gtag, attributes: `${optIn} data-consent-from="google"` });
  await update("granted");
  await stage.endpoint.until(() => answers().length === 1);
  await update("denied");
  await stage.endpoint.until(() => answers().length === 2);
  expect(answers()).toEqual(["granted", "denied"]);
});

test("a default is no answer", async () => {
  await stage.open({
    head: gtag.replace("denied", "granted"),
    attributes: `${optIn} data-consent-from="google"`,
  });
  expect(await stage.all()).toEqual([]);
});

test("without the site's word nothing is taken over", async () => {
  await stage.open({ head: gtag, attributes: optIn });
  await update("granted");
  expect(await stage.all()).toEqual([]);
});

const tcf = `<script>window.__tcfapi = (command, version, take) => {
  if (command === "addEventListener" && version === 2) window.answer = (status, ids, gdprApplies = true) =>
    take({ gdprApplies, eventStatus: status, purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) } }, true);
};</script>`;

test("IAB's framework counts once the visitor has answered, and only where all purposes are agreed to", async () => {
  await stage.open({ head: tcf, attributes: `${optIn} data-consent-from="tcf"` });
  await stage.page.evaluate(`answer("cmpuishown", [1, 7, 8, 9]); answer("tcloaded", [1, 7, 8, 9], false)`);
  expect(await stage.all()).toEqual([]);
  await stage.page.evaluate(`answer("useractioncomplete", [1, 2, 7, 8, 9])`);
  await stage.endpoint.until(() => answers().length === 1);
  await stage.page.evaluate(`answer("useractioncomplete", [1, 8])`);
  await stage.endpoint.until(() => answers().length === 2);
  expect(answers()).toEqual(["granted", "denied"]);
});
