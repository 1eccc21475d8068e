import type { ChangeConsent } from "../application/consent/change-consent.js";
import type { ConsentLedger } from "../application/ports/consent-ledger.js";
import type { FindPerson } from "../application/consent/find-person.js";
import type { ForgetPerson } from "../application/consent/forget-person.js";
import type { ImportOptOuts } from "../application/consent/import-opt-outs.js";
import type { OptInAtAws } from "../application/consent/opt-in-at-aws.js";
import type { SnsOptOutList } from "../adapters/sns/opt-out-list.js";
import type { PublishConsent } from "../application/consent/publish-consent.js";
import type { ReadConsent } from "../application/consent/read-consent.js";
import type { ReadWhole } from "../application/consent/read-whole.js";
import type { RebuildLedger } from "../application/consent/rebuild-ledger.js";
import type { RecordConsent } from "../application/consent/record-consent.js";
import type { ReviewTexts } from "../application/consent/review-texts.js";
import type { SendReply } from "../application/consent/send-reply.js";
import type { SignedEnvelopes } from "../application/ports/signed-envelopes.js";
import type { SweepOptOuts } from "../application/consent/sweep-opt-outs.js";
import type { SweepRegularly } from "../application/consent/sweep-regularly.js";
import type { TakeInbound } from "../application/consent/take-inbound.js";
import type { TellEvent } from "../application/consent/tell-event.js";
import type { TellInbound } from "../application/consent/tell-inbound.js";

/** The parts of opt-outs and inbound texts, by name. */
export interface ConsentServices {
  changeConsent: ChangeConsent;
  consentLedger: ConsentLedger;
  findPerson: FindPerson;
  forgetPerson: ForgetPerson;
  importOptOuts: ImportOptOuts;
  optInAtAws: OptInAtAws;
  optOutList: SnsOptOutList;
  publishConsent: PublishConsent;
  readConsent: ReadConsent;
  readWhole: ReadWhole;
  rebuildLedger: RebuildLedger;
  recordConsent: RecordConsent;
  reviewTexts: ReviewTexts;
  sendReply: SendReply;
  signedEnvelopes: SignedEnvelopes;
  sweepOptOuts: SweepOptOuts;
  sweepRegularly: SweepRegularly;
  takeInbound: TakeInbound;
  tellEvent: TellEvent;
  tellInbound: TellInbound;
}
