import type { Renderer } from "./renderer.ts";

/** Shows nothing itself: the page's own code, which listens to `action`, does with it what it likes. */
export const eventOnly: Renderer = (_, { _onShow, _onView, _onEnd }) => {
  _onEnd();
  _onShow();
  _onView();
  return false;
};
