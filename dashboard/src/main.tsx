import { render } from "preact";
import { App } from "./app.tsx";
import { startClock } from "./state/clock.ts";
import { startLiveListeners } from "./state/live.ts";
import { startRouting } from "./state/route.ts";
import { startSession } from "./state/session.ts";
import "./styles/index.css";

startSession();
startRouting();
startClock();
startLiveListeners();

const root = document.querySelector("#app");
if (root !== null) render(<App />, root);
