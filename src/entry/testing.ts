export { MemoryEventBus } from "../adapters/memory/event-bus.js";
export { createMemoryJournal } from "../adapters/memory/journal.js";
export { createMemoryOtpStore } from "../adapters/memory/otp-store.js";
export type { SimulatedMessage } from "../adapters/simulator/simulated-message.js";
export { type Simulator, type SimulatorOptions, startSimulator } from "../adapters/simulator/simulator.js";
export { type SmsStage, startSmsStage } from "../composition/stage.js";
