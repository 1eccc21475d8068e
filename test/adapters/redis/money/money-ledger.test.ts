import { moneyLedgerContract } from "../../../contracts/money-ledger.contract.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";
import { redisWorkers } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "money in Redis", () => {
  for (const [name, start] of redisServers)
    moneyLedgerContract(name, async () => {
      const { parts, ...stage } = await redisWorkers(start);
      const [ledger, ...others] = parts.map((store) => store.moneyLedger);
      return { ...stage, ledger: ledger!, others };
    });
});
