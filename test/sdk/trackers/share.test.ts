import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("share");

test("what was shared is told, what was not is the page's own business", async () => {
  await stage.page.addInitScript(() => {
    navigator.share = async (data) => {
      if (!data?.title) throw new Error("closed");
    };
  });
  await stage.open({ path: "/cars", body: `<button class="share-button">Share</button>` });
  const closed = await stage.page.evaluate(() => navigator.share({}).catch((error: Error) => error.message));
  expect(closed).toBe("closed");
  expect(await stage.all()).toEqual([]);
  await stage.page.evaluate(() => navigator.share({ title: "Cars" }));
  expect(await stage.first("share")).toEqual({ method: "web_share", item_id: stage.endpoint.site + "/cars" });
});
