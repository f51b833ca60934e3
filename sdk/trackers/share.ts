import type { Tracker } from "./tracker.ts";

/** Reports `share` when the visitor has shared something with the dialog of the device. */
export const share: Tracker = {
  name: "share",
  start({ track, cleanUrl }) {
    const { share: original } = navigator;
    if (!original) return;
    navigator.share = async (...given) => {
      // A dialog that was closed is no share: the page hears of it as before.
      await original.apply(navigator, given);
      track("share", { method: "web_share", item_id: cleanUrl(location) });
    };
  },
};
