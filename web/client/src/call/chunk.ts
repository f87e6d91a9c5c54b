/** What is loaded with the first call, or the first try of the microphone: one file. */
export { createEngine } from "./engine.js";
export { listen } from "./listening.js";
