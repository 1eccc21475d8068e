export { MemoryEventBus } from "../adapters/memory/event-bus.js";
export { createMemoryJournal } from "../adapters/memory/journal.js";
export { createMemoryOtpStore } from "../adapters/memory/otp-store.js";
export type { SimulatedMessage } from "../adapters/simulator/simulated-message.js";
export type { Simulator, SimulatorOptions } from "../adapters/simulator/simulator.js";
export { startSimulatorWithPage as startSimulator } from "../composition/simulator-with-page.js";
export { type SmsStage, type StageOptions, startSmsStage } from "../composition/stage.js";
export { StageError, type StageErrorCode } from "../composition/stage-error.js";
export type { FaultOptions, ReceiptOptions, RepliedText } from "../composition/stage-phones.js";
