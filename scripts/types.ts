/** Checks the types, room by room: each room sees only the platform that it runs on. */
import { run } from "./run.ts";

const rooms = [
  "shared",
  "sdk",
  "worker",
  "dashboard",
  "examples",
  "examples/edge-personalisation",
  "cli",
  "scripts",
  "test",
  "test/worker",
];

await Promise.all(rooms.map((room) => run("tsc", ["-p", room])));
