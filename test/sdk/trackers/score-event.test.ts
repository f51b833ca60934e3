import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("score-event");

test("a click on a marked element is an event, its other attributes are properties", async () => {
  await stage.open({
    body: `<button data-score-event="calculate_finance" data-score-list-price="24900.5" data-score-model="aurora"
      data-score-code="0012" data-score-slot="x" data-score-name="x" data-other="x"><b>Calculate</b></button>`,
  });
  await stage.page.click("b");
  expect(await stage.first("calculate_finance")).toEqual({
    list_price: 24900.5,
    model: "aurora",
    code: "0012",
  });
});

test("the keyboard counts, and a click that leaves the page is not lost", async () => {
  await stage.open({ body: `<a data-score-event="next" href="about:blank">Next</a>` });
  await stage.page.focus("a");
  await stage.page.keyboard.press("Enter");
  await stage.first("next");
  expect(stage.told("next")).toHaveLength(1);
});

test("a marked form is told when it is sent, not when somebody clicks into it", async () => {
  await stage.open({
    body: `<form data-score-event="order_sample" data-score-size="xl" onsubmit="return false"><input><button>Send</button></form>`,
  });
  await stage.page.click("input");
  expect(await stage.all()).toEqual([]);
  await stage.page.click("button");
  expect(await stage.first("order_sample")).toEqual({ size: "xl" });
  expect(await stage.all()).toEqual(["order_sample"]);
});

test("what was put into the page later is heard as well, unless it is private", async () => {
  await stage.open();
  await stage.page.evaluate(() => {
    document.body.innerHTML = `<p data-score-event="late">Late</p>
      <div data-score-private><p id="private" data-score-event="private">Private</p></div>`;
  });
  await stage.page.click("#private");
  await stage.page.click("p");
  expect(await stage.all()).toEqual(["late"]);
});
