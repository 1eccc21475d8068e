import { startSimulator, type Simulator, type SimulatorOptions } from "../adapters/simulator/simulator.js";
import { phonesPage } from "./web-pages.js";

/** The simulator with its page for people. */
export const startSimulatorWithPage = (options: SimulatorOptions): Promise<Simulator> =>
  startSimulator({ page: phonesPage, ...options });
