import { nearestName } from "../nearest-name.js";
import { isSmsAttribute, smsAttributes } from "./sms-attributes.js";

/** The fault of a value for one of SNS's SMS attributes, as the end of a sentence about it; undefined: none. */
export const attributeFault = (name: string, value: string): string | undefined => {
  if (!isSmsAttribute(name)) {
    const near = nearestName(name, Object.keys(smsAttributes));
    return `is no SMS attribute of SNS; ${near === undefined ? `there are ${Object.keys(smsAttributes).join(", ")}` : `the nearest is ${near}`}`;
  }
  const { rule, shape } = smsAttributes[name];
  return shape.test(value) ? undefined : `must be ${rule}`;
};
