import { departuresContract } from "../../contracts/departures.contract.js";
import { memoryDepartures } from "../../support/memory-departures.js";

departuresContract("memory", async () => memoryDepartures());
